"""A folder of backups: due by age, the newest kept, nothing else touched, and the drill restores for real."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coordtui.errors import NotFound, Refused, VaultDamaged, WrongSecret
from coordtui.store import backups
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.conftest import PASSPHRASE
from tests.store import acts

NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def days(folder: Path, vault: Vault) -> list[int]:
    return [one.at.day for one in backups.kept(folder, vault.id)]


def test_the_newest_few_are_kept_and_the_rest_removed(vault: Vault, tmp_path: Path) -> None:
    for number in range(5):
        backups.make(vault, tmp_path / "b", NOON + number * DAY, keep=3)
    assert days(tmp_path / "b", vault) == [8, 7, 6]


def test_at_least_the_new_one_is_kept(vault: Vault, tmp_path: Path) -> None:
    backups.make(vault, tmp_path / "b", NOON, keep=0)
    assert days(tmp_path / "b", vault) == [4]


def test_two_within_one_second_are_two(vault: Vault, tmp_path: Path) -> None:
    first, second = (backups.make(vault, tmp_path, NOON, 14)[0] for _ in range(2))
    assert [one.path for one in backups.kept(tmp_path, vault.id)] == [second, first]


def test_other_files_and_other_vaults_backups_are_left_alone(vault: Vault, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    others = ["letter.docx", "coordtui-00000000-20200101T000000Z.ctbackup", "coordtui-copy.ctbackup"]
    for name in others:
        (folder / name).write_bytes(b"not ours")
    backups.make(vault, folder, NOON, keep=1)
    backups.make(vault, folder, NOON + DAY, keep=1)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*others, backups.name_of(vault.id, NOON + DAY)])


def test_one_is_due_when_there_is_none_or_the_newest_is_a_day_old_or_from_the_future(
    vault: Vault, tmp_path: Path
) -> None:
    folder = tmp_path / "b"
    assert backups.is_due(folder, vault.id, NOON, DAY)
    backups.make(vault, folder, NOON, keep=3)
    hours = [-1, 0, 23, 24]
    assert [backups.is_due(folder, vault.id, NOON + dt.timedelta(hours=n), DAY) for n in hours] == [
        True,
        False,
        False,
        True,
    ]


def test_a_backup_that_fails_costs_no_older_one(vault: Vault, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    backups.make(vault, folder, NOON, keep=1)
    (folder / backups.name_of(vault.id, NOON + DAY)).mkdir()
    with pytest.raises(Refused):
        backups.make(vault, folder, NOON + DAY, keep=1)
    assert days(folder, vault) == [4]


def test_the_drill_restores_the_backup_and_leaves_nothing_behind(ledger: Ledger, tmp_path: Path) -> None:
    ledger.do(acts.add, "Zebulon")
    file, manifest = backups.make(ledger.vault, tmp_path / "b", NOON, keep=1)
    rehearsed = backups.rehearse(file, PASSPHRASE)
    assert (rehearsed.acts, rehearsed.at) == (manifest.acts, manifest.at)
    assert [path.name for path in (tmp_path / "b").iterdir()] == [file.name]


def test_the_drill_fails_as_the_restore_would(vault: Vault, tmp_path: Path) -> None:
    file, _ = backups.make(vault, tmp_path / "b", NOON, keep=1)
    with pytest.raises(WrongSecret):
        backups.rehearse(file, "another secret")
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(VaultDamaged):
        backups.rehearse(file, PASSPHRASE)
    with pytest.raises(NotFound):
        backups.rehearse(tmp_path / "none", PASSPHRASE)
    assert [path.name for path in (tmp_path / "b").iterdir()] == [file.name]
