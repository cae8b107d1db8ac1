"""A backup counts only when it was opened and checked, and nothing hostile comes in by a restore."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from coordtui.errors import CoordError, Refused, VaultDamaged, VaultInUse, VaultMissing, VaultNewer, WrongSecret
from coordtui.store import verify
from coordtui.store.backup import backup, restore
from coordtui.store.ledger import Ledger
from coordtui.store.migrations import latest
from coordtui.store.vault import Vault
from tests.conftest import PASSPHRASE
from tests.store import acts
from tests.store.test_verify import behind_the_back

Members = dict[str, bytes]


@pytest.fixture
def file(vault: Vault, tmp_path: Path) -> Path:
    """A backup of a vault with one patient, whose name is then changed in the vault."""
    ledger = Ledger(vault, "tester")
    ledger.do(acts.add, "Zebulon Quartermain")
    made = tmp_path / "backups" / "monday.ctbackup"
    made.parent.mkdir()
    backup(vault, made)
    ledger.do(acts.rename, 1, "later")
    return made


def members(file: Path) -> Members:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repack(file: Path, contents: Members, compression: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)


def names_in(folder: Path) -> list[str]:
    with Vault.unlock(folder, PASSPHRASE) as vault:
        return acts.names(Ledger(vault, "tester"))


def test_a_backup_holds_all_and_leaves_nothing_else_behind(vault: Vault, file: Path) -> None:
    assert set(members(file)) == {"manifest.json", "vault.keys", "vault.db"}
    assert [path.name for path in file.parent.iterdir()] == ["monday.ctbackup"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    data = file.read_bytes()
    assert b"Zebulon" not in data
    assert b"SQLite format 3" not in data
    manifest = json.loads(members(file)["manifest.json"])
    assert (manifest["vault_id"], manifest["acts"], manifest["schema"]) == (vault.id, 2, latest())


def test_a_restored_backup_is_the_vault_as_it_was(file: Path, tmp_path: Path) -> None:
    restored = restore(file, tmp_path / "new", PASSPHRASE, actor="tester")
    assert (restored.kept, restored.acts) == (None, 2)
    assert names_in(tmp_path / "new") == ["Zebulon Quartermain"]
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    with Vault.unlock(tmp_path / "new", PASSPHRASE) as vault:
        ledger = Ledger(vault, "tester")
        assert ledger.can_undo() == "added Zebulon Quartermain"
        assert ledger.log()[2].act == "vault.restore"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", "new", "vault"]


def test_a_restored_vault_has_two_generations_of_its_key_file(file: Path, tmp_path: Path) -> None:
    restore(file, tmp_path / "new", PASSPHRASE)
    (tmp_path / "new" / "vault.keys").write_bytes(b"damaged")
    assert names_in(tmp_path / "new") == ["Zebulon Quartermain"]


def test_a_row_written_past_the_journal_is_told_and_keeps_no_backup_from_being_restored(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.do(acts.add, "Zebulon Quartermain")
    rewrite_past_the_journal(ledger)
    backup(ledger.vault, tmp_path / "b")
    (told,) = restore(tmp_path / "b", tmp_path / "new", PASSPHRASE).wrong
    assert told.startswith("records: rows not as the journal says (1): patient 1 is not as act 2 ")
    assert names_in(tmp_path / "new") == ["Zebulon Quartermain"]


def rewrite_past_the_journal(ledger: Ledger) -> None:
    with behind_the_back(ledger) as connection:
        guard = "journal_patient_update"
        sql = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE name = ?", (guard,)).scalar_one()
        connection.exec_driver_sql(f"DROP TRIGGER {guard}")
        connection.exec_driver_sql("UPDATE patient SET note = 'forged'")
        connection.exec_driver_sql(sql)


def test_a_restore_moves_the_standing_vault_aside(vault: Vault, file: Path, vault_dir: Path) -> None:
    vault.lock()
    restored = restore(file, vault_dir, PASSPHRASE)
    assert restored.kept is not None
    assert restored.kept.parent == vault_dir.parent
    assert names_in(vault_dir) == ["Zebulon Quartermain"]
    assert names_in(restored.kept) == ["later"]


def test_a_restore_replaces_what_is_left_of_a_damaged_vault(vault: Vault, file: Path, vault_dir: Path) -> None:
    vault.lock()
    (vault_dir / "vault.keys").unlink()
    assert restore(file, vault_dir, PASSPHRASE).kept is not None
    assert names_in(vault_dir) == ["Zebulon Quartermain"]


def test_an_open_vault_is_not_moved(vault: Vault, file: Path, vault_dir: Path) -> None:
    with pytest.raises(VaultInUse):
        restore(file, vault_dir, PASSPHRASE)
    assert acts.names(Ledger(vault, "tester")) == ["later"]


def test_a_folder_with_other_things_is_not_touched(file: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not empty"):
        restore(file, file.parent, PASSPHRASE)
    (tmp_path / "empty").mkdir()
    restore(file, tmp_path / "empty", PASSPHRASE)
    assert names_in(tmp_path / "empty") == ["Zebulon Quartermain"]


def test_the_recovery_code_restores_too_and_a_wrong_secret_does_not(vault_dir: Path, tmp_path: Path) -> None:
    vault, code = Vault.create(vault_dir, PASSPHRASE)
    with vault:
        backup(vault, tmp_path / "b")
    restore(tmp_path / "b", tmp_path / "new", code, "recovery")
    with pytest.raises(WrongSecret):
        restore(tmp_path / "b", tmp_path / "other", "wrong")
    assert not (tmp_path / "other").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "new", "vault"]


def test_a_backup_opens_with_the_passphrase_of_its_day(vault: Vault, file: Path, tmp_path: Path) -> None:
    vault.change_passphrase("the new one")
    with pytest.raises(WrongSecret):
        restore(file, tmp_path / "new", "the new one")
    restore(file, tmp_path / "new", PASSPHRASE)


def test_a_backup_after_a_passphrase_change_opens_with_the_new_one(vault: Vault, tmp_path: Path) -> None:
    vault.change_passphrase("the new one")
    backup(vault, tmp_path / "b")
    assert restore(tmp_path / "b", tmp_path / "new", "the new one").kept is None


def test_an_existing_file_is_replaced_only_when_asked(vault: Vault, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(Refused, match="exists"):
        backup(vault, file)
    assert file.read_bytes() == before
    backup(vault, file, replace=True)
    assert file.read_bytes() != before


def test_a_missing_folder_or_file_is_said(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no folder"):
        backup(vault, tmp_path / "nowhere" / "b")
    with pytest.raises(CoordError, match="no file"):
        restore(tmp_path / "nowhere", tmp_path / "new", PASSPHRASE)
    assert not (tmp_path / "new").exists()


def test_a_backup_whose_check_fails_leaves_no_file(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> str:
        raise VaultDamaged("seen")

    monkeypatch.setattr(verify, "check_content", damaged)
    (tmp_path / "out").mkdir()
    with pytest.raises(VaultDamaged, match="seen"):
        backup(vault, tmp_path / "out" / "b")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_key_file_damaged_on_disk_does_not_enter_a_backup(vault: Vault, vault_dir: Path, tmp_path: Path) -> None:
    (vault_dir / "vault.keys").write_bytes(b"garbage")
    backup(vault, tmp_path / "b")
    assert restore(tmp_path / "b", tmp_path / "new", PASSPHRASE).kept is None


def flip(name: str, at: int) -> Callable[[Members], None]:
    def change(contents: Members) -> None:
        data = bytearray(contents[name])
        data[at] ^= 1
        contents[name] = bytes(data)

    return change


def cut(name: str, size: int) -> Callable[[Members], None]:
    return lambda contents: contents.update({name: contents[name][:-size]})


def older_name(contents: Members) -> None:
    manifest = json.loads(contents["manifest.json"])
    contents["manifest.json"] = json.dumps(manifest | {"at": "2030-01-01"}).encode()


def no_mac(contents: Members) -> None:
    manifest = json.loads(contents["manifest.json"])
    del manifest["mac"]
    contents["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    "change",
    [
        flip("vault.db", 5000),
        flip("vault.db", -100),
        flip("vault.keys", 30),
        cut("vault.db", 4096),
        cut("vault.db", 1),
        lambda contents: contents.update({"vault.db": b""}),
        lambda contents: contents.update({"manifest.json": b""}),
        lambda contents: contents.update({"manifest.json": b"[" * 50_000}),
        lambda contents: contents.update({"manifest.json": b" " * 70_000}),
        older_name,
        no_mac,
        lambda contents: contents.pop("vault.keys"),
        lambda contents: contents.update({"../evil": b"x"}),
        lambda contents: contents.update({"/tmp/evil": b"x"}),
        lambda contents: contents.update({"vault.lock": b"x"}),
    ],
)
def test_an_altered_backup_is_refused_and_nothing_is_put_anywhere(
    file: Path, tmp_path: Path, change: Callable[[Members], object]
) -> None:
    contents = members(file)
    change(contents)
    repack(file, contents)
    with pytest.raises(VaultDamaged):
        restore(file, tmp_path / "new", PASSPHRASE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", "vault"]


def test_a_compressed_zip_is_refused_before_it_is_unpacked(file: Path, tmp_path: Path) -> None:
    repack(file, members(file) | {"vault.db": bytes(50_000_000)}, zipfile.ZIP_DEFLATED)
    with pytest.raises(VaultDamaged, match="no backup holds"):
        restore(file, tmp_path / "new", PASSPHRASE)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused(file: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("vault.keys", b"x")
    with pytest.raises(VaultDamaged, match="no backup"):
        restore(file, tmp_path / "new", PASSPHRASE)


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all" * 100])
def test_what_is_no_zip_is_no_backup(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "b").write_bytes(data)
    with pytest.raises(VaultDamaged, match="no backup"):
        restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)


def test_a_zip_that_points_to_before_its_own_beginning_is_damaged(file: Path, tmp_path: Path) -> None:
    whole = bytearray(file.read_bytes())
    end = whole.rindex(b"PK\x05\x06")
    start = int.from_bytes(whole[end + 16 : end + 20], "little") + 1_000_000
    whole[end + 16 : end + 20] = start.to_bytes(4, "little")
    file.write_bytes(whole)
    with pytest.raises(VaultDamaged, match="no backup of coordtui"):
        restore(file, tmp_path / "new", PASSPHRASE)
    assert not (tmp_path / "new").exists()


def test_a_backup_of_a_later_version_says_so(vault: Vault, tmp_path: Path) -> None:
    with vault.writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version=9")
    backup(vault, tmp_path / "b")
    with pytest.raises(VaultNewer):
        restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)


def test_a_backup_by_another_root_key_is_refused(file: Path, tmp_path: Path) -> None:
    """Someone who swaps in a whole vault of their own cannot make its manifest pass for this one's."""
    other, _ = Vault.create(tmp_path / "other", PASSPHRASE)
    other.lock()
    contents = members(file)
    for name in ("vault.keys", "vault.db"):
        contents[name] = (tmp_path / "other" / name).read_bytes()
    repack(file, contents)
    with pytest.raises(VaultDamaged, match="altered"):
        restore(file, tmp_path / "new", PASSPHRASE)


def test_a_rename_that_fails_puts_the_old_vault_back(
    vault: Vault, file: Path, vault_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.lock()
    real = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.parent.name.endswith(".restoring"):
            raise OSError("no")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="no"):
        restore(file, vault_dir, PASSPHRASE)
    monkeypatch.undo()
    assert (vault_dir / "vault.db").exists()
    assert sorted(path.name for path in vault_dir.parent.iterdir()) == ["backups", "vault"]


def test_restoring_where_nothing_is_does_not_need_the_folder(file: Path, tmp_path: Path) -> None:
    restore(file, tmp_path / "a" / "b" / "vault", PASSPHRASE)
    assert names_in(tmp_path / "a" / "b" / "vault") == ["Zebulon Quartermain"]
    with pytest.raises(VaultMissing):
        Vault.unlock(tmp_path / "a", PASSPHRASE)
