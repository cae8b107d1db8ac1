"""At a damaged vault: what is damaged, the newest good backup, and a salvage, as words, commands and choices."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest

from coordtui.cli import ways_out
from coordtui.cli.options import Options
from coordtui.cli.terminal import Terminal
from coordtui.errors import Exit, VaultDamaged
from coordtui.store import rescue
from coordtui.store.damage import look
from coordtui.store.engine import PAGE_SIZE
from coordtui.store.keys import open_root
from tests.cli.conftest import DAY, ROSA, Cli
from tests.cli.typist import Typist
from tests.conftest import PASSPHRASE


def hurt(desk: Cli, table: str, *, also: str = "") -> int:
    """Damages every page of a table; returns the first one's number."""
    root = open_root(desk.folder, PASSPHRASE)
    pages = [number for number, owner in look(desk.folder, root).owner.items() if owner in (table, also)]
    data = bytearray((desk.folder / "vault.db").read_bytes())
    for number in pages:
        data[number * PAGE_SIZE - 2000] ^= 1
    (desk.folder / "vault.db").write_bytes(data)
    return pages[0]


def test_a_script_gets_exit_code_4_the_damage_and_the_two_commands(desk: Cli) -> None:
    desk("backup")
    (backup,) = (desk.folder.parent / "vault-backups").iterdir()
    page = hurt(desk, "patient")
    ran = desk("caseload", on=DAY)
    assert (ran.code, ran.out) == (Exit.DAMAGED, "")
    assert f"Of patient: page {page}." in ran.err
    assert f"coordtui --vault {desk.folder} restore {backup}" in ran.err
    assert f"coordtui --vault {desk.folder} salvage --into {desk.folder}-salvaged" in ran.err
    checked = desk("verify")
    assert checked.code == Exit.DAMAGED
    assert f"Of patient: page {page}." in checked.out
    assert f"restore {backup}" in checked.err


def test_a_salvage_brings_the_people_back_with_ranks_and_a_report_without_names(desk: Cli) -> None:
    before = desk("today", "--json", on=DAY).json["rows"]
    page = hurt(desk, "patient")
    ran = desk("salvage", "--into", str(desk.folder.with_name("new")))
    assert ran.code == Exit.DONE
    assert "3 rebuilt from the journal" in ran.out
    report = (desk.folder.with_name("new") / "salvage-report.txt").read_text(encoding="utf-8")
    assert report == ran.out
    assert f"Of patient: page {page}." in report
    assert not any(name in report for name in ("Rosa", "Lopez", "Doe", "Tan"))
    new = Cli(desk.folder.with_name("new"), desk.password_file, desk._capture)
    assert new("today", "--json", on=DAY).json["rows"] == before
    assert new("verify").code == Exit.DONE


def test_what_cannot_be_rebuilt_is_named_and_what_was_about_it_asks_for_the_next_step(desk: Cli) -> None:
    hurt(desk, "patient", also="change")
    ran = desk("salvage", "--into", str(desk.folder.with_name("new")), "--json")
    assert ran.code == Exit.PARTLY
    assert ran.json["whole"] is False
    assert ran.json["checks"] == []
    new = Cli(desk.folder.with_name("new"), desk.password_file, desk._capture)
    people = new("caseload", "--json", on=DAY).json["rows"]
    assert {row["patient"] for row in people} >= {f"Unreadable record {ROSA}"}
    assert new("verify").code == Exit.DONE


def test_a_vault_whose_owner_could_not_be_read_opens_again(desk: Cli) -> None:
    hurt(desk, "profile", also="change")
    assert desk("salvage", "--into", str(desk.folder.with_name("new"))).code == Exit.PARTLY
    new = Cli(desk.folder.with_name("new"), desk.password_file, desk._capture)
    assert "Lopez" in new("caseload", on=DAY).out


def test_a_lost_key_file_is_taken_from_the_newest_backup(desk: Cli) -> None:
    desk("backup")
    for name in ("vault.keys", "vault.keys.bak"):
        (desk.folder / name).unlink(missing_ok=True)
    assert "restore" in desk("today").err
    ran = desk("salvage", "--into", str(desk.folder.with_name("new")))
    assert (ran.code, "No record." in ran.out) == (Exit.DONE, True)
    assert not [*desk.folder.parent.glob(".*")]


def test_without_a_whole_backup_the_newest_whole_key_file_of_the_very_database_is_taken(desk: Cli) -> None:
    desk("backup")
    (file,) = (desk.folder.parent / "vault-backups").iterdir()
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    for name in ("vault.keys", "vault.keys.bak"):
        (desk.folder / name).unlink(missing_ok=True)
    ran = desk("salvage", "--into", str(desk.folder.with_name("new")))
    assert (ran.code, "No record." in ran.out) == (Exit.DONE, True)


def test_what_a_killed_salvage_left_goes_with_the_next_one(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    desk("backup")
    for name in ("vault.keys", "vault.keys.bak"):
        (desk.folder / name).unlink(missing_ok=True)
    words = ("salvage", "--into", str(desk.folder.with_name("new")))
    beside = desk.folder.parent
    with monkeypatch.context() as killed:
        killed.setattr("shutil.rmtree", lambda *_, **__: None)
        desk.password_file.write_text("wrong horse", encoding="utf-8")
        assert desk(*words).code == Exit.WRONG_SECRET
    (keys,) = beside.glob(".*")
    assert (keys / "vault.keys").is_file(), "on the vault's own disk, where the next one finds it"
    (beside / ".new.killed.salvaging").mkdir()
    desk.password_file.write_text(PASSPHRASE, encoding="utf-8")
    assert desk(*words).code == Exit.DONE
    assert not [*beside.glob(".*")]


def test_a_lost_key_file_without_a_backup_is_said_to_be_the_end(desk: Cli) -> None:
    for name in ("vault.keys", "vault.keys.bak"):
        (desk.folder / name).unlink(missing_ok=True)
    ran = desk("salvage", "--into", str(desk.folder.with_name("new")))
    assert ran.code == Exit.DAMAGED
    assert "no backup has a copy of it that is whole" in ran.err
    assert not desk.folder.with_name("new").exists()


def test_a_wrong_passphrase_salvages_nothing(desk: Cli) -> None:
    desk.password_file.write_text("wrong horse", encoding="utf-8")
    assert desk("salvage", "--into", str(desk.folder.with_name("new"))).code == Exit.WRONG_SECRET
    assert not desk.folder.with_name("new").exists()


def test_a_damaged_backup_and_one_of_another_vault_are_not_offered(desk: Cli, tmp_path: Path) -> None:
    places = (tmp_path / "b",)
    places[0].mkdir()
    for name in ("1", "2", "3"):
        desk("backup", str(places[0] / f"{name}.ctbackup"))
    other = Cli(tmp_path / "other", desk.password_file, desk._capture)
    other("init", "--name", "Ida Wells", "--zone", "UTC")
    other("backup", str(places[0] / "4.ctbackup"))
    data = bytearray((places[0] / "3.ctbackup").read_bytes())
    data[len(data) // 2] ^= 1
    (places[0] / "3.ctbackup").write_bytes(data)
    search = rescue.newest_good(desk.folder, places)
    assert search.good is not None
    assert search.good.path.name == "2.ctbackup"
    assert [path.name for path, _ in search.bad] == ["3.ctbackup"]


def choose(desk: Cli, monkeypatch: pytest.MonkeyPatch, *typed: str) -> tuple[Exit, Typist]:
    """A person at a terminal who types these lines at a damaged vault."""
    person = Typist(list(typed))

    def terminal() -> Terminal:
        return person

    monkeypatch.setattr(ways_out, "is_terminal", lambda: True)
    monkeypatch.setattr(ways_out, "open_terminal", terminal)
    monkeypatch.setattr("coordtui.cli.backups.open_terminal", terminal)
    return ways_out.offer(Options(vault=desk.folder), VaultDamaged("It is damaged.")), person


def test_a_person_chooses_by_a_letter(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose(desk, monkeypatch, "q")[0] == Exit.DAMAGED
    assert "put back" not in "".join(choose(desk, monkeypatch, "")[1].said), "there is no backup"
    desk("backup")
    hurt(desk, "patient")
    assert choose(desk, monkeypatch, "x", "s", PASSPHRASE)[0] == Exit.DONE
    assert (desk.folder.with_name("vault-salvaged") / "vault.db").exists()
    code, person = choose(desk, monkeypatch, "r", PASSPHRASE)
    assert code == Exit.DONE
    assert "put back the backup of" in "".join(person.said)
    assert desk("verify").code == Exit.DONE


def test_where_a_restore_was_killed_between_two_renames_the_vault_stands_again(desk: Cli) -> None:
    aside = desk.folder.with_name("vault.before-restore-20260304T120000000000")
    scratch = desk.folder.with_name(".vault.abc.restoring")
    desk.folder.rename(aside)
    shutil.copytree(aside, scratch / "vault")
    assert "no vault" in desk("verify").err, "what an earlier restore moved aside is not this one's"
    long_ago = dt.datetime(2026, 3, 4, 11, tzinfo=dt.UTC).timestamp()
    os.utime(scratch, (long_ago, long_ago))
    assert desk("verify").code == Exit.DONE
    assert not aside.exists()
    assert not list(desk.folder.parent.glob(".vault*"))
