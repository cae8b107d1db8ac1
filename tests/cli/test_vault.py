"""`coordtui init`, `verify`, `backup`, `restore`, `password change`, `recovery new`."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from coordtui.cli.options import Options
from coordtui.errors import CoordError, Exit
from coordtui.store.vault import Vault
from tests.cli.conftest import DAY, Cli, Made, program
from tests.conftest import PASSPHRASE

CODE = re.compile(r"([0-9A-Z]{4}-){7}[0-9A-Z]{4}\n")
BETTER = "seven quiet otters paint fences"


def test_init_without_a_terminal_asks_nothing_and_prints_the_code_alone(cli: Cli, tmp_path: Path) -> None:
    ran = program(*cli.before(), "init", env={"COORDTUI_SETTINGS": str(tmp_path / "none.toml")})
    assert ran.code == Exit.DONE
    assert CODE.fullmatch(ran.out)
    vault = Vault.unlock(cli.folder, ran.out, "recovery")
    vault.lock()


def test_init_takes_the_name_and_zone_that_are_given(cli: Cli) -> None:
    ran = cli("init", "--name", "Ana Reyes", "--zone", "america/chicago", "--hours", "24")
    assert ran.code == Exit.DONE
    entries = cli("log", "--json").json["entries"]
    assert entries[0]["actor"] == "Ana Reyes"
    assert cli("today", "--json").code == Exit.DONE


@pytest.mark.parametrize(
    "words, field",
    [(("--zone", "Mars"), "zone"), (("--name", " "), "name"), (("--hours", "0"), "weekly_hours")],
)
def test_init_makes_nothing_of_impossible_answers(cli: Cli, words: tuple[str, ...], field: str) -> None:
    ran = cli("init", *words)
    assert ran.code == Exit.FAILED
    assert field in ran.err
    assert not cli.folder.exists()


def test_init_refuses_a_weak_passphrase_and_says_how_to_do_better(cli: Cli) -> None:
    cli.password_file.write_text("password1", encoding="utf-8")
    ran = cli("init")
    assert ran.code == Exit.FAILED
    assert "too short" in ran.err
    assert not cli.folder.exists()


def test_init_leaves_a_vault_that_is_there_alone(desk: Cli) -> None:
    ran = desk("init")
    assert ran.code == Exit.FAILED
    assert "already" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_new_vault_is_its_owners_only(cli: Cli) -> None:
    cli("init")
    assert cli.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in cli.folder.iterdir()} == {0o600}


def test_verify_has_the_promised_keys_and_finds_a_sound_vault_sound(desk: Cli) -> None:
    ran = desk("verify", "--json")
    assert ran.code == Exit.DONE
    assert set(ran.json) == {"ok", "checks"}
    assert ran.json["ok"] is True
    assert all(set(check) == {"name", "ok", "detail"} for check in ran.json["checks"])
    assert {"pages", "journal", "promises", "ranks"} <= {check["name"] for check in ran.json["checks"]}


def test_verify_finds_a_rank_that_is_not_the_rules_and_repair_mends_it(desk: Cli) -> None:
    with Vault.unlock(desk.folder, PASSPHRASE) as vault, vault.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE queue_row SET points = points + 1, changes_on = '2999-01-01'")
    found = desk("verify")
    assert found.code == Exit.FAILED
    assert "--repair" in found.err
    assert desk("verify", "--repair").code == Exit.DONE
    assert desk("verify").code == Exit.DONE


def test_a_backup_brings_back_what_was_there_and_keeps_what_is_there_now(desk: Cli, tmp_path: Path) -> None:
    before = desk("caseload", "--json", on=DAY).json
    made = desk("backup", str(tmp_path / "copy.ctbackup"))
    assert made.code == Exit.DONE
    desk("undo")
    restored = desk("restore", str(tmp_path / "copy.ctbackup"))
    assert restored.code == Exit.DONE
    assert "kept in" in restored.err
    assert desk("caseload", "--json", on=DAY).json == before
    acts = [entry["act"] for entry in desk("log", "--json").json["entries"]]
    assert "vault.restore" in acts


def test_a_backup_is_written_in_the_journal_and_overwrites_nothing(desk: Cli, tmp_path: Path) -> None:
    file = tmp_path / "copy.ctbackup"
    desk("backup", str(file))
    assert "vault.backup" in {entry["act"] for entry in desk("log", "--json").json["entries"]}
    content = file.read_bytes()
    assert desk("backup", str(file)).code == Exit.FAILED
    assert file.read_bytes() == content


def test_restoring_a_file_that_is_none_says_so(desk: Cli, tmp_path: Path) -> None:
    assert desk("restore", str(tmp_path / "nowhere")).code == Exit.FAILED
    (tmp_path / "letter.txt").write_text("Dear Ana", encoding="utf-8")
    assert desk("restore", str(tmp_path / "letter.txt")).code == Exit.DAMAGED


def test_restoring_takes_the_recovery_code_too(desk: Cli, made: Made, tmp_path: Path) -> None:
    desk("backup", str(tmp_path / "copy.ctbackup"))
    desk.password_file.write_text(made.code, encoding="utf-8")
    assert desk("restore", str(tmp_path / "copy.ctbackup")).code == Exit.DONE


def test_changing_the_passphrase_shuts_the_old_one_out(desk: Cli, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.write_text(BETTER, encoding="utf-8")
    ran = desk("password", "change", "--new-password-file", str(new))
    assert ran.code == Exit.DONE
    assert "old passphrase" in ran.err
    assert desk("today").code == Exit.WRONG_SECRET
    desk.password_file.write_text(BETTER, encoding="utf-8")
    assert desk("today").code == Exit.DONE


def test_a_new_recovery_code_stands_alone_on_stdout_and_the_old_one_is_void(desk: Cli, made: Made) -> None:
    ran = desk("recovery", "new")
    assert ran.code == Exit.DONE
    assert CODE.fullmatch(ran.out)
    Vault.unlock(desk.folder, ran.out, "recovery").lock()
    desk.password_file.write_text(made.code, encoding="utf-8")
    assert desk("today").code == Exit.WRONG_SECRET


def test_new_keys_come_with_a_new_passphrase_and_a_new_code_that_stands_alone_on_stdout(
    desk: Cli, made: Made, tmp_path: Path
) -> None:
    file = tmp_path / "fresh"
    file.write_text("another horse, another staple\n", encoding="utf-8")
    ran = desk("rekey", "--new-password-file", str(file))
    assert ran.code == Exit.DONE
    assert CODE.fullmatch(ran.out)
    assert desk("today").code == Exit.WRONG_SECRET
    Vault.unlock(desk.folder, ran.out, "recovery").lock()
    desk.password_file.write_text("another horse, another staple", encoding="utf-8")
    assert "vault.rekey" in desk("log").out


def test_the_new_code_is_shown_before_anything_that_can_fail(
    desk: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Options) -> None:
        raise CoordError("The disk could not be read or written.")

    (tmp_path / "fresh").write_text("another horse, another staple\n", encoding="utf-8")
    monkeypatch.setattr("coordtui.cli.password.name_copies", full)
    ran = desk("rekey", "--new-password-file", str(tmp_path / "fresh"))
    assert (ran.code, "could not be read" in ran.err) == (Exit.FAILED, True)
    Vault.unlock(desk.folder, ran.out, "recovery").lock()


@pytest.mark.parametrize(
    "words", [("init",), ("backup", "x"), ("restore", "x"), ("password", "change"), ("recovery", "new"), ("rekey",)]
)
def test_the_demo_has_no_secrets_and_no_copies(cli: Cli, words: tuple[str, ...]) -> None:
    ran = cli.bare("--demo", *words)
    assert ran.code == Exit.FAILED
    assert "demo" in ran.err
