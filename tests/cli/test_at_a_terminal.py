"""The prompt, as a person at a terminal meets it."""

from __future__ import annotations

import os

import pytest

from coordtui.errors import Exit
from coordtui.store.vault import Vault
from tests.cli.conftest import DAY, Cli, Made
from tests.conftest import PASSPHRASE

if os.name != "posix":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)
from tests.cli.person import Person

BETTER = "seven quiet otters paint fences"


def _at(cli: Cli, *words: str) -> Person:
    return Person("--vault", str(cli.folder), *words)


def test_the_passphrase_opens_and_is_never_shown(desk: Cli) -> None:
    with _at(desk, "--on", DAY, "caseload") as person:
        person.waits_for("Passphrase: ")
        person.types(f"{PASSPHRASE}\n")
        person.waits_for("Rosa Lopez")
        assert person.leaves() == Exit.DONE
    assert "horse" not in person.seen


def test_a_wrong_passphrase_says_so_and_nothing_else_and_asks_again(desk: Cli) -> None:
    with _at(desk, "--on", DAY, "caseload") as person:
        person.waits_for("Passphrase: ")
        person.types("wrong\n")
        person.waits_for("This passphrase does not open the vault.\r\nPassphrase: ")
        person.types(f"{PASSPHRASE}\n")
        person.waits_for("3 people.")
        assert person.leaves() == Exit.DONE
    acts = [entry["act"] for entry in desk("log", "--json").json["entries"]]
    assert acts.count("vault.unlock_failed") == 1


def test_the_recovery_code_opens_it_and_a_new_passphrase_must_be_set(desk: Cli, made: Made) -> None:
    with _at(desk, "--on", DAY, "caseload") as person:
        person.waits_for("Passphrase: ")
        person.types(f"{made.code.lower()}\n")
        person.waits_for("A new passphrase must be set now.")
        person.waits_for("New passphrase: ")
        person.types("short\n")
        person.waits_for("too short")
        person.waits_for("New passphrase: ")
        person.types(f"{BETTER}\n")
        person.waits_for("The same again: ")
        person.types("something else\n")
        person.waits_for("The two differ.")
        person.waits_for("New passphrase: ")
        person.types(f"{BETTER}\n")
        person.waits_for("The same again: ")
        person.types(f"{BETTER}\n")
        person.waits_for("3 people.")
        assert person.leaves() == Exit.DONE
    assert made.code.lower() not in person.seen
    Vault.unlock(desk.folder, BETTER).lock()
    desk.password_file.write_text(BETTER, encoding="utf-8")
    acts = [entry["act"] for entry in desk("log", "--json").json["entries"]]
    assert {"vault.unlock_by_code", "vault.change_passphrase"} <= set(acts)
    assert "vault.unlock_failed" not in acts


def test_leaving_before_the_new_passphrase_is_set_changes_nothing(desk: Cli, made: Made) -> None:
    with _at(desk, "--on", DAY, "caseload") as person:
        person.waits_for("Passphrase: ")
        person.types(f"{made.code}\n")
        person.waits_for("New passphrase: ")
        person.types("\x03")
        assert person.leaves() == 130
    assert "Rosa" not in person.seen
    assert desk("today").code == Exit.DONE


def test_ctrl_c_at_the_prompt_leaves_quietly_with_the_echo_on_again(desk: Cli) -> None:
    with _at(desk, "today") as person:
        person.waits_for("Passphrase: ")
        person.types("\x03")
        assert person.leaves() == 130
    assert "Traceback" not in person.seen
    assert person.seen.endswith("\r\n")


def test_the_end_of_input_at_the_prompt_is_no_crash(desk: Cli) -> None:
    with _at(desk, "today") as person:
        person.waits_for("Passphrase: ")
        person.types("\x04")
        assert person.leaves() == Exit.USAGE
    assert "fault" not in person.seen


def test_asking_ignores_the_password_file(desk: Cli) -> None:
    env = {"COORDTUI_PASSWORD_FILE": str(desk.password_file)}
    with Person("--vault", str(desk.folder), "--ask", "today", env=env) as person:
        person.waits_for("Passphrase: ")
        person.types("\x03")
        assert person.leaves() == 130


def test_init_asks_for_name_zone_and_passphrase(cli: Cli) -> None:
    with _at(cli, "init") as person:
        person.waits_for("Your name [")
        person.types("Ana Reyes\n")
        person.waits_for("Your time zone [")
        person.types("America/Chicago\n")
        person.waits_for("New passphrase: ")
        person.types(f"{BETTER}\n")
        person.waits_for("The same again: ")
        person.types(f"{BETTER}\n")
        person.waits_for("recovery code")
        assert person.leaves() == Exit.DONE
    cli.password_file.write_text(BETTER, encoding="utf-8")
    assert cli("log", "--json").json["entries"][0]["actor"] == "Ana Reyes"
