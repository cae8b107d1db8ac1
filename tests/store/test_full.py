"""A full disk: what is in force already is not called undone, and its entry in the journal follows."""

from __future__ import annotations

import contextlib
import errno
import itertools
from pathlib import Path

import pytest

from coordtui.errors import CoordError
from coordtui.store import files, folder, keyfiles, keys, oskeyring, slots
from coordtui.store.keys import Root
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from coordtui.store.verify import verify
from tests.conftest import PASSPHRASE
from tests.store import acts, ring


def no_more_than(ledger: Ledger, pages: int) -> None:
    """The database may not grow beyond `pages`, or beyond its present size where that is more."""
    with ledger.vault.writer.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def fill(ledger: Ledger) -> None:
    no_more_than(ledger, 1)
    with contextlib.suppress(CoordError):
        for number in itertools.count():
            ledger.record("filler", f"{number}")


def test_new_secrets_are_in_force_and_shown_though_the_disk_is_full(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    fill(ledger)
    with pytest.raises(CoordError, match="nothing was changed"):
        ledger.do(acts.add, "Grace")
    code = ledger.new_recovery_code()
    ledger.change_passphrase("another horse, another staple")
    no_more_than(ledger, 1_000_000)
    ledger.do(acts.add, "Ida")
    newest = [entry.act for entry in ledger.log(3)]
    assert newest == ["patient.add", "vault.change_passphrase", "vault.new_recovery_code"]
    assert acts.names(ledger) == ["Ada", "Ida"]
    assert all(check.ok for check in verify(ledger))
    folder = ledger.vault.folder
    ledger.vault.lock()
    Vault.unlock(folder, code, "recovery").lock()
    Vault.unlock(folder, "another horse, another staple").lock()
    with pytest.raises(CoordError):
        Vault.unlock(folder, PASSPHRASE)


def test_what_opens_the_vault_is_added_and_removed_though_the_disk_is_full(ledger: Ledger, vault_dir: Path) -> None:
    fill(ledger)
    with ring.in_use() as my_ring:
        slots.add_passphrase(ledger, bytearray(b"another horse, another staple"), "deputy")
        slots.add_keyring(ledger)
        assert my_ring.held
        assert slots.remove(ledger, "recovery code").kind == "recovery"
        ledger.vault.lock()
        oskeyring.open_root(vault_dir).wipe()
    assert [slot.label for slot in keyfiles.present(vault_dir).slots] == ["passphrase", "deputy", "keyring"]
    with Vault.unlock(vault_dir, "another horse, another staple") as again:
        assert all(check.ok for check in verify(Ledger(again, "tester")))


def test_after_a_change_of_all_keys_the_code_is_shown_though_the_disk_is_full(
    ledger: Ledger, vault_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots.add_passphrase(ledger, bytearray(b"another horse, another staple"), "deputy")
    real = keys.settle

    def settle_and_fill(root: Root) -> None:
        real(root)
        fill(ledger)

    with monkeypatch.context() as patch:
        patch.setattr(keys, "settle", settle_and_fill)
        code, dropped = slots.rekey(ledger, "a third horse")
    assert [slot.label for slot in dropped] == ["deputy"]
    no_more_than(ledger, 1_000_000)
    ledger.do(acts.add, "Ada")
    assert [entry.act for entry in ledger.log(2)] == ["patient.add", "vault.remove_key"]
    ledger.vault.lock()
    Vault.unlock(vault_dir, code, "recovery").lock()


@pytest.mark.parametrize("name", [folder.KEYS, folder.DATABASE])
def test_a_disk_that_fails_once_new_keys_are_in_their_place_takes_nothing_back(
    ledger: Ledger, vault_dir: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The key file is replaced for a new recovery code, the database by a change of all keys."""
    before = files.read_head(vault_dir / name, 16 if name == folder.DATABASE else 5000)

    def fail(path: Path) -> None:
        if files.read_head(vault_dir / name, len(before)) != before:
            raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(files, "sync_folder", fail)
        code = ledger.new_recovery_code() if name == folder.KEYS else ledger.rekey("another horse")
    ledger.vault.lock()
    Vault.unlock(vault_dir, code, "recovery").lock()
    with Vault.unlock(vault_dir, PASSPHRASE if name == folder.KEYS else "another horse") as again:
        assert all(check.ok for check in verify(Ledger(again, "tester")))
