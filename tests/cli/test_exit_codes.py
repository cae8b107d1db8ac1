"""Every row of the table of exit codes, with the words that come with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.errors import Exit
from coordtui.store.folder import DATABASE, KEYS, KEYS_BEFORE
from coordtui.store.vault import Vault
from tests.cli.conftest import DAY, Cli, program
from tests.conftest import PASSPHRASE


def test_0_done(desk: Cli) -> None:
    assert desk("caseload", on=DAY).code == Exit.DONE


def test_1_without_a_vault_the_next_step_is_named(cli: Cli) -> None:
    ran = cli("today")
    assert ran.code == Exit.FAILED
    assert "no vault" in ran.err
    assert "coordtui init" in ran.err


@pytest.mark.parametrize(
    ("place", "code"), [("~nobody-here/vault", Exit.USAGE), ("x" * 300, Exit.FAILED), ("a/" * 2500, Exit.FAILED)]
)
def test_a_place_that_cannot_be_is_refused_in_words(cli: Cli, place: str, code: Exit) -> None:
    ran = cli.bare("--vault", place, "today")
    assert ran.code == code
    assert "fault" not in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("dance",),
        ("--unheard-of",),
        ("today", "--unheard-of"),
        ("show",),
        ("--on", "31.02.", "today"),
        ("--on", "2026-02-31", "today"),
        ("--on", "0001-01-01", "today"),
        ("--on", "9999-12-31", "caseload", "due:friday"),
        ("today", "--limit", "0"),
        ("summary", "1", "--format", "pdf"),
        ("import", "fax"),
    ],
)
def test_2_wrong_usage(cli: Cli, words: tuple[str, ...]) -> None:
    ran = cli.bare(*words)
    assert ran.code == Exit.USAGE
    assert ran.out == ""
    assert "usage: coordtui" in ran.err


def test_2_without_a_terminal_nothing_can_be_asked(desk: Cli) -> None:
    ran = program("--vault", str(desk.folder), "today")
    assert ran.code == Exit.USAGE
    assert "--password-file" in ran.err


def test_2_the_app_needs_a_terminal(desk: Cli) -> None:
    ran = program("--vault", str(desk.folder))
    assert ran.code == Exit.USAGE
    assert "terminal" in ran.err


def test_3_wrong_passphrase_says_so_and_nothing_else(desk: Cli) -> None:
    desk.password_file.write_text("wrong horse battery staple", encoding="utf-8")
    ran = desk("today")
    assert ran.code == Exit.WRONG_SECRET
    assert ran.err == "coordtui: This passphrase does not open the vault.\n"
    assert ran.out == ""


@pytest.mark.parametrize("missing", [(DATABASE,), (KEYS, KEYS_BEFORE)])
def test_4_a_vault_in_parts_is_damaged_and_never_a_first_run(desk: Cli, missing: tuple[str, ...]) -> None:
    for name in missing:
        (desk.folder / name).unlink(missing_ok=True)
    for words in (("today",), ("init",), ()):
        ran = desk(*words)
        assert ran.code == Exit.DAMAGED
        assert "missing" in ran.err


def test_4_a_damaged_database(desk: Cli) -> None:
    database = desk.folder / DATABASE
    content = bytearray(database.read_bytes())
    content[20_000:20_100] = bytes(100)
    database.write_bytes(content)
    assert desk("verify").code == Exit.DAMAGED
    ran = desk("verify", "--json")
    assert ran.code == Exit.DAMAGED
    assert ran.json["ok"] is False
    assert any(not check["ok"] for check in ran.json["checks"])


def test_4_a_key_file_too_damaged_to_open(desk: Cli) -> None:
    for name in (KEYS, KEYS_BEFORE):
        (desk.folder / name).write_text("{}", encoding="utf-8")
    assert desk("today").code == Exit.DAMAGED
    ran = desk("verify", "--json")
    assert (ran.code, ran.json["ok"]) == (Exit.DAMAGED, False)


def test_5_while_another_process_has_it_open(desk: Cli) -> None:
    with Vault.unlock(desk.folder, PASSPHRASE):
        ran = program(*desk.before(), "today")
    assert ran.code == Exit.IN_USE
    assert "open in another coordtui" in ran.err


def test_5_is_said_before_a_passphrase_is_asked_for(desk: Cli) -> None:
    with Vault.unlock(desk.folder, PASSPHRASE):
        ran = program("--vault", str(desk.folder), "today")
    assert ran.code == Exit.IN_USE


def test_6_when_an_input_is_refused_and_the_rest_kept(desk: Cli, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text('{"resourceType": "Patient", "id": "a", "name": [{"family": "Ng"}]}', encoding="utf-8")
    bad.write_text("not json at all", encoding="utf-8")
    ran = desk("import", "fhir", str(good), str(bad), "--json")
    assert ran.code == Exit.PARTLY
    assert [file["status"] for file in ran.json["files"]] == ["imported", "refused"]
    assert ran.json["created"] == {"Patient": 1}
