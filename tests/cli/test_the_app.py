"""The app opened from the command line: on a vault, locked and opened again, for the first time, on the demo."""

from __future__ import annotations

import os
import signal

import pytest

from coordtui.errors import Exit
from coordtui.store.vault import Vault
from tests.cli.conftest import Cli
from tests.conftest import PASSPHRASE

if os.name != "posix":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)
from tests.cli.person import Person

CTRL_L = "\x0c"
ALTERNATE, BACK = "\x1b[?1049h", "\x1b[?1049l"
CLEARED = "\x1b[2J\x1b[3J"
BETTER = "seven quiet otters paint fences"


def test_it_opens_on_the_queue_and_q_leaves_nothing_on_the_terminal(desk: Cli) -> None:
    with Person("--vault", str(desk.folder)) as person:
        person.waits_for("Passphrase: ")
        person.types(f"{PASSPHRASE}\n")
        person.waits_for(ALTERNATE)
        person.waits_for("Rosa Lopez")
        person.types("q")
        assert person.leaves() == Exit.DONE
    before, _, after = person.seen.rpartition(BACK)
    assert "Rosa" in before
    assert "Rosa" not in after


def test_locking_clears_the_terminal_and_asks_there_although_a_password_file_was_given(desk: Cli) -> None:
    with Person("--vault", str(desk.folder), "--password-file", str(desk.password_file)) as person:
        person.waits_for("Rosa Lopez")
        person.types(CTRL_L)
        person.waits_for(BACK)
        person.waits_for(CLEARED)
        person.waits_for("Passphrase: ")
        assert desk("today").code == Exit.DONE  # the vault is free while it asks
        person.types("wrong\n")
        person.waits_for("does not open")
        person.types(f"{PASSPHRASE}\n")
        person.waits_for("Rosa Lopez")
        person.types("q")
        assert person.leaves() == Exit.DONE


def test_a_signal_to_end_puts_the_terminal_right(desk: Cli) -> None:
    with Person("--vault", str(desk.folder), "--password-file", str(desk.password_file)) as person:
        person.waits_for("Rosa Lopez")
        os.kill(person.pid, signal.SIGTERM)
        assert person.leaves() == Exit.DONE
    assert BACK in person.seen
    assert desk("today").code == Exit.DONE


def test_the_first_run_makes_a_vault_and_goes_on_to_the_queue(cli: Cli) -> None:
    with Person("--vault", str(cli.folder)) as person:
        person.waits_for("Who works with this vault?")
        for label, answer in (("Your name", "Ana Reyes"), ("Time zone", ""), ("Hours you work a week", "")):
            person.fills_in(label, answer)
        person.waits_for("Choose a passphrase")
        for label in ("Passphrase", "The same again"):
            person.fills_in(label, BETTER)
        person.waits_for("Write down the recovery code")
        code = _code_of(person)
        person.fills_in("Type its last four characters from the paper", code[-4:])
        person.waits_for("Caseload")
        person.types("q")
        assert person.leaves() == Exit.DONE
    Vault.unlock(cli.folder, BETTER).lock()
    Vault.unlock(cli.folder, code, "recovery").lock()
    assert code[-9:-4] not in person.seen.rpartition(BACK)[2]


def test_leaving_the_first_run_early_makes_nothing(cli: Cli) -> None:
    with Person("--vault", str(cli.folder)) as person:
        person.waits_for("Who works with this vault?")
        person.waits_for("leaves")
        person.types("\x11")
        assert person.leaves() == Exit.DONE
    assert not cli.folder.exists()


def test_the_demo_asks_nothing_and_is_gone_afterwards(cli: Cli, tmp_path: object) -> None:
    with Person("demo", "--patients", "20", env={"TMPDIR": str(tmp_path)}) as person:
        person.waits_for(ALTERNATE)
        person.waits_for("demo")
        person.types("q")
        assert person.leaves() == Exit.DONE
    assert not [name for name in os.listdir(str(tmp_path)) if name.startswith("coordtui-demo-")]  # noqa: PTH208


def _code_of(person: Person) -> str:
    """The recovery code as it stands on the screen: two lines of four groups."""
    import re

    person.waits_for("four characters")
    groups = re.findall(r"(?<![0-9A-Z])[0-9A-HJKMNP-TV-Z]{4}(?=  |\x1b|\s)", re.sub(r"\x1b\[[0-9;]*m", "", person.seen))
    return "-".join(groups[-8:])
