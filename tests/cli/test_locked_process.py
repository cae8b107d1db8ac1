"""A real process under a real terminal, locked in every way: what its memory holds then, and where it goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coordtui.errors import Exit
from coordtui.store import keys
from coordtui.store.kdf import subkey
from coordtui.store.vault import Vault
from tests.cli.conftest import Cli
from tests.conftest import PASSPHRASE

if os.name != "posix":
    pytest.skip("pseudo-terminals and signals are POSIX", allow_module_level=True)
from tests.cli.person import Person

CTRL_L, CTRL_Z = "\x0c", "\x1a"
CANARY = "Rosa Lopez"
READABLE = "from coordtui.cli import harden\nharden._not_dumpable = lambda: None\n"
"""Lets the test read the memory of the process, which hardening forbids to everybody but root."""


@pytest.fixture
def readable(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(READABLE, encoding="utf-8")
    return {"PYTHONPATH": str(tmp_path / "site")}


def memory(pid: int) -> Iterator[bytes]:
    """What a process holds in its writable pages."""
    with Path(f"/proc/{pid}/mem").open("rb", 0) as pages:
        for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
            span, mode = line.split()[:2]
            start, end = (int(part, 16) for part in span.split("-"))
            if "w" in mode:
                with contextlib.suppress(OSError, ValueError):
                    pages.seek(start)
                    yield pages.read(end - start)


def found_in(pid: int, secrets: dict[str, list[bytes]]) -> set[str]:
    """Which of them stand there, in any of their spellings."""
    left = set(secrets)
    for part in memory(pid):
        left -= {name for name in left if any(spelled in part for spelled in secrets[name])}
    return set(secrets) - left


def secrets_of(folder: Path) -> dict[str, list[bytes]]:
    root = keys.open_root(folder, PASSPHRASE).key
    held = {"root key": root, "database key": subkey(root, "db"), "journal key": subkey(root, "audit")}
    spelled = {name: [bytes(key), key.hex().encode(), key.hex().upper().encode()] for name, key in held.items()}
    for name, text in {"a name": CANARY, "the passphrase": PASSPHRASE}.items():
        spelled[name] = [text.encode(code) for code in ("utf-8", "utf-16-le", "utf-32-le")]
    return spelled


@pytest.mark.skipif(sys.platform != "linux", reason="reads memory by /proc")
@pytest.mark.parametrize("how", [CTRL_L, signal.SIGTSTP])
def test_after_a_lock_no_name_and_no_key_is_in_memory_and_the_same_chart_comes_back(
    desk: Cli, readable: dict[str, str], how: str | signal.Signals
) -> None:
    secrets = secrets_of(desk.folder)
    with Person("--vault", str(desk.folder), "--on", "2026-03-04", env=readable) as person:
        person.waits_for("Passphrase: ")
        person.types(f"{PASSPHRASE}\n")
        person.waits_for(CANARY)
        person.types("o")
        person.waits_for("Timeline")
        assert {"a name", "root key"} <= found_in(person.pid, secrets), "it is found while the vault is open"
        if isinstance(how, str):
            person.types(how)
        else:
            os.kill(person.pid, how)
        person.waits_for("Locked.")
        person.waits_for("Passphrase: ")
        assert found_in(person.pid, secrets) == set()
        person.types(f"{PASSPHRASE}\n")
        person.waits_for(f"Chart · {CANARY}")
        person.types("qq")
        assert person.leaves() == Exit.DONE


def test_in_a_shell_ctrl_z_goes_back_to_it_with_the_vault_locked_and_fg_asks(
    desk: Cli, readable: dict[str, str]
) -> None:
    shell = f'set -m; "{sys.executable}" -P -m coordtui --vault "{desk.folder}"; echo back; fg; echo gone'
    with Person(command=["/bin/sh", "-c", shell], env=readable) as person:
        person.waits_for("Passphrase: ")
        person.types(f"{PASSPHRASE}\n")
        person.waits_for(CANARY)
        person.types(CTRL_Z)
        person.waits_for("Locked.")
        person.waits_for("back")
        person.waits_for("Passphrase: ")
        Vault.unlock(desk.folder, PASSPHRASE).lock()  # it is free
        person.types(f"{PASSPHRASE}\n")
        person.waits_for(CANARY)
        person.types("q")
        person.waits_for("gone")
        assert person.leaves() == Exit.DONE


def test_a_terminal_that_is_closed_ends_the_program_with_drafts_and_place_in_the_vault(desk: Cli) -> None:
    with Person("--vault", str(desk.folder), "--on", "2026-03-04") as person:
        person.waits_for("Passphrase: ")
        person.types(f"{PASSPHRASE}\n")
        person.waits_for(CANARY)
        person.types("c")
        person.waits_for("Quick note")
        person.types("half a word")
        person.waits_for("word")
        assert person.hangs_up() == Exit.DONE, "it leaves by itself, and need not be ended"
    with Person("--vault", str(desk.folder), "--on", "2026-03-04") as person:
        person.waits_for("Passphrase: ")
        person.types(f"{PASSPHRASE}\n")
        person.waits_for("brings back what you typed")
        person.types("c")
        person.waits_for("half a word")
    assert "Traceback" not in person.seen
