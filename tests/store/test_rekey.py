"""New keys for the whole vault: the old ones open nothing, nothing is lost, and a kill at any moment costs nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coordtui.errors import CoordError, InvalidInput, VaultDamaged, WrongSecret
from coordtui.store import engine, files, folder, journal, keys, rekey
from coordtui.store.backup import backup, restore
from coordtui.store.kdf import subkey
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from coordtui.store.verify import verify
from tests.conftest import PASSPHRASE
from tests.store import acts

NEW = "another horse, another staple"


@pytest.fixture
def ledger(vault: Vault) -> Ledger:
    found = Ledger(vault, "tester")
    found.do(acts.add, "Zebulon")
    found.do(acts.rename, 1, "Zebulon Quartermain")
    return found


def opens(path: Path, secret: str, kind: Any = "passphrase") -> bool:
    try:
        Vault.unlock(path, secret, kind).lock()
    except WrongSecret:
        return False
    return True


def test_only_the_new_passphrase_and_the_new_code_open_the_vault(ledger: Ledger, vault_dir: Path) -> None:
    old = ledger.new_recovery_code()
    code = ledger.rekey(NEW)
    ledger.vault.lock()
    assert [opens(vault_dir, secret) for secret in (PASSPHRASE, NEW)] == [False, True]
    assert [opens(vault_dir, each, "recovery") for each in (old, code)] == [False, True]


def test_the_old_root_key_opens_no_file_of_the_vault(ledger: Ledger, vault_dir: Path) -> None:
    before = bytearray(ledger.vault.root.key)
    salts = {bytes(ledger.vault.salt)}
    ledger.rekey(NEW)
    salts.add(bytes(ledger.vault.salt))
    ledger.vault.lock()
    for salt in salts:
        with pytest.raises(VaultDamaged):
            engine.connect(vault_dir / "vault.db", subkey(before, "db"), salt)
    assert sorted(path.name for path in vault_dir.iterdir()) == [
        "vault.db",
        "vault.keys",
        "vault.keys.bak",
        "vault.lock",
    ]


def test_work_goes_on_under_the_new_keys_and_undo_reaches_back_over_them(ledger: Ledger, vault_dir: Path) -> None:
    ledger.rekey(NEW)
    ledger.do(acts.add, "after")
    ledger.undo()
    ledger.undo()
    assert acts.names(ledger) == ["Zebulon"]
    ledger.vault.lock()
    with Vault.unlock(vault_dir, NEW) as again:
        assert all(check.ok for check in verify(Ledger(again, "tester")))


def test_the_journal_names_the_head_under_the_keys_before(ledger: Ledger) -> None:
    with ledger.vault.reader.connect() as connection:
        head = connection.exec_driver_sql("SELECT hex(mac) FROM act ORDER BY seq DESC LIMIT 1").scalar_one()
    ledger.rekey(NEW)
    newest = ledger.log(1)[0]
    assert newest.act == "vault.rekey"
    assert head.lower() in newest.summary


def test_an_altered_journal_is_not_sealed_anew(ledger: Ledger, vault_dir: Path) -> None:
    with ledger.vault.writer.connect() as connection, engine.unguarded(connection), connection.begin():
        connection.exec_driver_sql("DROP TRIGGER act_no_update")
        connection.exec_driver_sql("UPDATE act SET summary = 'another' WHERE seq = 2")
    with pytest.raises(VaultDamaged, match="act 2"):
        ledger.rekey(NEW)
    ledger.vault.lock()
    assert [opens(vault_dir, secret) for secret in (PASSPHRASE, NEW)] == [True, False]
    assert not list(vault_dir.glob("*.next*"))


def test_an_empty_passphrase_changes_nothing(ledger: Ledger, vault_dir: Path) -> None:
    with pytest.raises(InvalidInput):
        ledger.rekey("  ")
    ledger.vault.lock()
    assert opens(vault_dir, PASSPHRASE)


def test_a_second_change_of_keys_follows_the_first(ledger: Ledger, vault_dir: Path) -> None:
    ledger.rekey("first horse, first staple")
    ledger.rekey(NEW)
    ledger.vault.change_passphrase(PASSPHRASE)
    ledger.vault.lock()
    with Vault.unlock(vault_dir, PASSPHRASE) as again:
        assert acts.names(Ledger(again, "tester")) == ["Zebulon Quartermain"]


def test_a_damaged_key_file_after_it_is_mended_from_one_of_the_same_keys(ledger: Ledger, vault_dir: Path) -> None:
    ledger.rekey(NEW)
    ledger.vault.lock()
    (vault_dir / "vault.keys").write_bytes(b"damaged")
    with Vault.unlock(vault_dir, NEW) as again:
        assert again.notice


def test_a_backup_of_the_new_vault_restores_by_the_new_passphrase(ledger: Ledger, tmp_path: Path) -> None:
    ledger.rekey(NEW)
    backup(ledger.vault, tmp_path / "b")
    restore(tmp_path / "b", tmp_path / "again", NEW)
    with Vault.unlock(tmp_path / "again", NEW) as again:
        assert acts.names(Ledger(again, "tester")) == ["Zebulon Quartermain"]


class Camera:
    """Copies of the vault's folder as a kill would leave it: before and after each step that writes."""

    def __init__(self, vault: Path, shots: Path) -> None:
        self.vault, self.shots, self.names = vault, shots, list[str]()

    def shoot(self, name: str) -> None:
        self.names.append(f"{len(self.names):02} {name}")
        shutil.copytree(self.vault, self.shots / self.names[-1])

    def around(self, patch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(owner, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            self.shoot(f"before {name}")
            done = real(*args, **kwargs)
            self.shoot(f"after {name}")
            return done

        patch.setattr(owner, name, watched)


def test_a_kill_at_any_moment_leaves_a_vault_that_one_of_the_two_passphrases_opens_whole(
    ledger: Ledger, vault_dir: Path, tmp_path: Path
) -> None:
    camera = Camera(vault_dir, tmp_path / "shots")
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in (
            *((engine, "copy_database"), (files, "replace_atomically"), (files, "sync_file"), (files, "sync_folder")),
            *((journal, "reseal"), (rekey, "_take_its_place"), (keys, "save_next"), (keys, "settle")),
            *((Vault, "close_connections"), (Vault, "adopt")),
        ):
            camera.around(patch, owner, name)
        ledger.rekey(NEW)
    ledger.vault.lock()
    opened = []
    for name in camera.names:
        shot = tmp_path / "shots" / name
        by = [secret for secret in (PASSPHRASE, NEW) if opens(shot, secret)]
        assert len(by) == 1, name
        with Vault.unlock(shot, by[0]) as again:
            assert acts.names(Ledger(again, "tester")) == ["Zebulon Quartermain"], name
            assert all(check.ok for check in verify(Ledger(again, "tester"))), name
        assert not list(shot.glob("*.next*")), name
        opened.append(by[0])
    assert opened == sorted(opened, key=[PASSPHRASE, NEW].index), "it takes effect once, at one moment"
    assert set(opened) == {PASSPHRASE, NEW}


@pytest.mark.parametrize("step", ["copy_database", "sync_file", "replace_atomically"])
def test_when_the_disk_is_full_the_old_keys_stay_in_force(ledger: Ledger, vault_dir: Path, step: str) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine if step == "copy_database" else files, step, full)
        with pytest.raises(CoordError, match="full"):
            ledger.rekey(NEW)
    ledger.do(acts.add, "after")
    ledger.vault.lock()
    assert [opens(vault_dir, secret) for secret in (PASSPHRASE, NEW)] == [True, False]
    assert not list(vault_dir.glob("*.next*"))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("fault", [OSError(5, "I/O error"), KeyboardInterrupt()])
def test_a_fault_on_either_side_of_the_change_leaves_a_vault_that_opens(
    ledger: Ledger, vault_dir: Path, fault: BaseException, after: bool
) -> None:
    real = rekey._take_its_place

    def broken(vault: Path) -> None:
        if after:
            real(vault)
        raise fault

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rekey, "_take_its_place", broken)
        with pytest.raises((CoordError, KeyboardInterrupt)):
            ledger.rekey(NEW)
    ledger.vault.lock()
    assert [opens(vault_dir, secret) for secret in (PASSPHRASE, NEW)] == [not after, after]
    with Vault.unlock(vault_dir, NEW if after else PASSPHRASE) as again:
        assert acts.names(Ledger(again, "tester")) == ["Zebulon Quartermain"]
    assert not list(vault_dir.glob("*.next*"))


def test_key_files_that_cannot_be_settled_at_once_are_settled_at_the_next_unlock(
    ledger: Ledger, vault_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(keys, "settle", full)
        ledger.rekey(NEW)
    ledger.vault.lock()
    assert (vault_dir / folder.KEYS_NEXT).exists()
    assert [opens(vault_dir, secret) for secret in (PASSPHRASE, NEW)] == [False, True]
    assert not (vault_dir / folder.KEYS_NEXT).exists()


def test_the_moment_of_the_change_is_the_clocks(ledger: Ledger) -> None:
    at = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
    rekey.rekey(ledger.vault, NEW, at, "Nora")
    entry = ledger.log(1)[0]
    assert (entry.at[:16], entry.actor) == ("2026-03-04T12:00", "Nora")
