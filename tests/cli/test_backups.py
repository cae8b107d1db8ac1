"""`coordtui backup` into its folder, the backup on leaving, `restore --dry-run` and `drill`."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.cli import unlock
from coordtui.cli.backups import on_leaving
from coordtui.cli.work import Work
from coordtui.clock import Clock
from coordtui.errors import Exit
from coordtui.settings import Settings
from coordtui.store import failures
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.cli.conftest import Cli
from tests.conftest import PASSPHRASE
from tests.store.test_backup import rewrite_past_the_journal


def test_without_a_name_the_backup_goes_beside_the_vault(desk: Cli) -> None:
    ran = desk("backup")
    assert ran.code == Exit.DONE
    (file,) = (desk.folder.parent / "vault-backups").iterdir()
    assert file.name in ran.out
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_folder_of_the_settings_is_used(desk: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.toml").write_text('backup_dir = "elsewhere"\nbackup_keep = 1\n', encoding="utf-8")
    monkeypatch.setenv("COORDTUI_SETTINGS", str(tmp_path / "settings.toml"))
    desk("backup")
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1


def test_a_drill_proves_the_newest_backup_and_changes_nothing(desk: Cli) -> None:
    desk("backup")
    folder = desk.folder.parent / "vault-backups"
    before = sorted(path.name for path in folder.iterdir())
    ran = desk("drill")
    assert ran.code == Exit.DONE
    assert "restores" in ran.out
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_row_written_past_the_journal_is_told_by_backup_drill_and_restore(desk: Cli) -> None:
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        rewrite_past_the_journal(Ledger(vault, "tester"))
    made = desk("backup")
    assert (made.code, "rows not as the journal says (3): patient 1 " in made.err) == (Exit.DONE, True)
    (file,) = (desk.folder.parent / "vault-backups").iterdir()
    for words in (("drill",), ("restore", str(file))):
        ran = desk(*words)
        assert (ran.code, "records: rows not as the journal says (3): patient 1 " in ran.err) == (Exit.DONE, True)


def test_a_drill_of_a_backup_from_before_another_passphrase_says_what_opens_it(desk: Cli, tmp_path: Path) -> None:
    desk("backup")
    (tmp_path / "fresh").write_text("another horse, another staple", encoding="utf-8")
    desk("password", "change", "--new-password-file", str(tmp_path / "fresh"))
    desk.password_file.write_text("another horse, another staple", encoding="utf-8")
    ran = desk("drill")
    assert ran.code == Exit.WRONG_SECRET
    assert "when it was made" in ran.err


def test_a_drill_without_a_backup_says_how_to_make_one(desk: Cli) -> None:
    ran = desk("drill")
    assert ran.code == Exit.FAILED
    assert "coordtui backup" in ran.err


def test_a_drill_finds_a_damaged_backup(desk: Cli) -> None:
    desk("backup")
    (file,) = (desk.folder.parent / "vault-backups").iterdir()
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert desk("drill").code == Exit.DAMAGED


def test_a_dry_run_of_a_restore_leaves_the_vault_that_is_there(desk: Cli, tmp_path: Path) -> None:
    desk("backup", str(tmp_path / "copy.ctbackup"))
    before = sorted(path.name for path in desk.folder.parent.iterdir())
    ran = desk("restore", str(tmp_path / "copy.ctbackup"), "--dry-run")
    assert ran.code == Exit.DONE
    assert "restores" in ran.out
    assert sorted(path.name for path in desk.folder.parent.iterdir()) == before


def leave(vault: Vault, settings: Settings) -> list[str]:
    with vault:
        work = Work(Ledger(vault, "tester"), Clock(), None)  # type: ignore[arg-type]
        on_leaving(work, settings)
        return [entry.act for entry in work.ledger.log()]


def test_leaving_makes_the_backup_of_the_day_once(desk: Cli) -> None:
    folder = desk.folder.parent / "vault-backups"
    assert leave(Vault.unlock(desk.folder, PASSPHRASE), Settings())[0] == "vault.backup"
    assert leave(Vault.unlock(desk.folder, PASSPHRASE), Settings())[0] == "vault.unlock"
    assert len(list(folder.iterdir())) == 1


def test_no_backup_is_made_on_leaving_where_the_settings_say_never(desk: Cli) -> None:
    leave(Vault.unlock(desk.folder, PASSPHRASE), Settings(backup_hours=0))
    assert not (desk.folder.parent / "vault-backups").exists()


def test_a_disk_that_was_unplugged_keeps_nobody_from_leaving(
    desk: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stick").symlink_to(tmp_path / "unplugged" / "disk")
    leave(Vault.unlock(desk.folder, PASSPHRASE), Settings(backup_dir=tmp_path / "stick"))
    assert "was not made" in capsys.readouterr().err


def test_a_backup_that_fails_is_said_and_keeps_nobody_from_leaving(
    desk: Cli, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk.folder.parent / "vault-backups").write_text("a file where the folder should be", encoding="utf-8")
    assert leave(Vault.unlock(desk.folder, PASSPHRASE), Settings())[0] == "vault.unlock"
    assert "was not made" in capsys.readouterr().err


def test_guessing_at_a_backup_is_as_slow_as_at_the_vault(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    desk("backup")
    (file,) = (desk.folder.parent / "vault-backups").iterdir()
    waited: list[Path] = []
    monkeypatch.setattr(unlock, "wait_out", waited.append)
    desk.password_file.write_text("wrong horse", encoding="utf-8")
    for number, words in enumerate((("drill",), ("restore", str(file)), ("salvage", "--into", f"{file}.new")), 1):
        assert desk(*words).code == Exit.WRONG_SECRET
        assert len(failures.times(desk.folder)) == number, "noted once each"
    assert waited == [desk.folder] * 3
    empty = desk.folder.with_name("empty")
    empty.mkdir()
    assert desk("--vault", str(empty), "restore", str(file)).code == Exit.WRONG_SECRET
    assert not [*empty.iterdir()]
