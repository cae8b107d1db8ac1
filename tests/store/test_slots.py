"""What opens the vault: several passphrases, the key ring for those who ask for it, and never nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends.chainer import ChainerBackend

from coordtui.errors import CoordError, InvalidInput, NotFound, Refused, VaultDamaged, WrongSecret
from coordtui.store import failures, files, keyfiles, keys, oskeyring, slots
from coordtui.store.backup import backup, restore
from coordtui.store.folder import wants_keyring
from coordtui.store.keydoc import MAX_PASSPHRASES, Slot
from coordtui.store.ledger import Ledger
from coordtui.store.oskeyring import NoKeyring
from coordtui.store.vault import Vault
from tests.conftest import PASSPHRASE
from tests.store import ring
from tests.store.ring import Ring
from tests.store.test_rekey import Camera

OTHER = "another horse, another staple"


@pytest.fixture
def my_ring() -> Iterator[Ring]:
    with ring.in_use() as held:
        yield held


def labels(folder: Path) -> list[str]:
    return [slot.label for slot in keyfiles.present(folder).slots]


def opens(folder: Path, secret: str) -> bool:
    try:
        Vault.unlock(folder, secret).lock()
    except WrongSecret:
        return False
    return True


def test_each_of_several_passphrases_opens_the_vault_and_a_removed_one_does_not(
    ledger: Ledger, vault_dir: Path
) -> None:
    slots.add_passphrase(ledger, bytearray(OTHER.encode()), "deputy")
    ledger.vault.lock()
    assert labels(vault_dir) == ["passphrase", "recovery code", "deputy"]
    assert opens(vault_dir, PASSPHRASE)
    assert opens(vault_dir, OTHER)
    with Vault.unlock(vault_dir, PASSPHRASE) as again:
        slots.remove(Ledger(again, "tester"), "DEPUTY")
    assert [opens(vault_dir, each) for each in (PASSPHRASE, OTHER)] == [True, False]
    with Vault.unlock(vault_dir, PASSPHRASE) as again:
        told = [entry.summary for entry in Ledger(again, "tester").log() if "_key" in entry.act]
    assert told == ["Removed the passphrase 'deputy'", "Added the passphrase 'deputy'"]


def test_no_generation_of_the_key_file_keeps_what_was_removed(ledger: Ledger, vault_dir: Path) -> None:
    slots.add_passphrase(ledger, bytearray(OTHER.encode()), "deputy")
    slots.remove(ledger, "deputy")
    ledger.vault.lock()
    (vault_dir / "vault.keys").unlink()
    with pytest.raises(VaultDamaged):
        Vault.unlock(vault_dir, OTHER)
    assert opens(vault_dir, PASSPHRASE)


def test_the_last_passphrase_stays_whatever_else_opens_the_vault(
    ledger: Ledger, my_ring: Ring, vault_dir: Path
) -> None:
    slots.add_keyring(ledger)
    with pytest.raises(Refused, match="last passphrase"):
        slots.remove(ledger, "passphrase")
    slots.remove(ledger, "recovery code")
    with pytest.raises(Refused, match="last passphrase"):
        slots.remove(ledger, "passphrase")
    with pytest.raises(NotFound, match="There are: passphrase, keyring"):
        slots.remove(ledger, "deputy")
    assert labels(vault_dir) == ["passphrase", "keyring"]


def test_a_change_of_the_passphrase_leaves_the_others(ledger: Ledger, vault_dir: Path) -> None:
    slots.add_passphrase(ledger, bytearray(OTHER.encode()), "deputy")
    ledger.vault.lock()
    with Vault.unlock(vault_dir, OTHER) as again:
        Ledger(again, "tester").change_passphrase("a third horse")
    assert [opens(vault_dir, each) for each in (PASSPHRASE, OTHER, "a third horse")] == [True, False, True]
    assert sorted(labels(vault_dir)) == ["deputy", "passphrase", "recovery code"]


def test_names_are_the_persons_own_and_never_twice(ledger: Ledger, vault_dir: Path) -> None:
    for name, told in (
        ("passphrase", "taken"),
        ("Recovery  Code", "taken"),
        ("x" * 41, "at most 40"),
        ("a\x07b", "at most"),
    ):
        with pytest.raises(InvalidInput, match=told):
            slots.add_passphrase(ledger, bytearray(OTHER.encode()), name)
    slots.remove(ledger, "recovery code")
    with pytest.raises(InvalidInput, match="taken"):  # the next recovery code will be called so
        slots.add_passphrase(ledger, bytearray(OTHER.encode()), "recovery code")
    ledger.new_recovery_code()
    with pytest.raises(InvalidInput, match="empty"):
        slots.add_passphrase(ledger, bytearray(b"  "))
    for _ in range(MAX_PASSPHRASES - 1):
        slots.add_passphrase(ledger, bytearray(OTHER.encode()))
    with pytest.raises(Refused, match="already"):
        slots.add_passphrase(ledger, bytearray(OTHER.encode()))
    assert labels(vault_dir) == ["passphrase", "recovery code", "passphrase 2", "passphrase 3", "passphrase 4"]


def test_a_key_file_from_before_names_and_days_opens_and_stays_readable_to_the_program_before(
    ledger: Ledger, vault_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Format 1 is what 0.1 and 0.2 wrote."""
    real = Slot
    monkeypatch.setattr(keys, "Slot", lambda **values: real(**(values | {"made": ""})))
    ledger.vault.rewrap(lambda: keys.replace_slot(ledger.vault.root, "passphrase", bytearray(PASSPHRASE.encode())))
    ledger.new_recovery_code()
    body = json.loads((vault_dir / "vault.keys").read_bytes())
    assert body["v"] == 1
    assert set(body["slots"][0]) == {"id", "type", "epoch", "kdf", "nonce", "ct"}
    monkeypatch.undo()
    ledger.vault.lock()
    assert opens(vault_dir, PASSPHRASE)


@pytest.mark.parametrize(
    "change", [{"name": "x" * 41}, {"name": "a\x07"}, {"name": 1}, {"made": "yesterday"}, {"made": ""}]
)
def test_an_impossible_name_or_day_is_damage(ledger: Ledger, vault_dir: Path, change: dict[str, Any]) -> None:
    from tests.store.test_keys import respelled

    ledger.vault.lock()
    (vault_dir / "vault.keys.bak").unlink()
    respelled(vault_dir, lambda body: body["slots"][0].update(change))
    with pytest.raises(VaultDamaged, match="impossible"):
        Vault.unlock(vault_dir, PASSPHRASE)


def test_the_keyring_opens_the_vault_without_a_passphrase_until_it_is_removed(
    ledger: Ledger, my_ring: Ring, vault_dir: Path
) -> None:
    assert not wants_keyring(vault_dir)
    slot = slots.add_keyring(ledger, "my desk")
    ledger.vault.lock()
    assert wants_keyring(vault_dir)
    root = oskeyring.open_root(vault_dir)
    assert root.opened_by is not None
    assert root.opened_by.label == "my desk"
    with Vault.open(vault_dir, root) as again:
        assert slot.made
        assert slots.remove(Ledger(again, "tester"), "my desk") == slot
    assert not my_ring.held
    assert not wants_keyring(vault_dir)


def test_a_keyring_that_cannot_help_says_why_and_counts_as_no_guess(
    ledger: Ledger, my_ring: Ring, vault_dir: Path
) -> None:
    slots.add_keyring(ledger)
    ledger.vault.lock()
    my_ring.locked = True
    with pytest.raises(NoKeyring, match="locked"):
        oskeyring.open_root(vault_dir)
    my_ring.locked = False
    (account,) = my_ring.held
    my_ring.held[account] = "of another day"
    with pytest.raises(NoKeyring, match="any more"):
        oskeyring.open_root(vault_dir)
    my_ring.held.clear()
    with pytest.raises(NoKeyring, match="nothing for this vault"):
        oskeyring.open_root(vault_dir)
    assert not failures.times(vault_dir)
    assert opens(vault_dir, PASSPHRASE)


def test_a_keyring_that_does_not_keep_the_secret_gets_no_slot(
    ledger: Ledger, my_ring: Ring, vault_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    my_ring.locked = True
    with pytest.raises(NoKeyring, match="did not take"):
        slots.add_keyring(ledger)
    my_ring.locked = False
    with monkeypatch.context() as patch:
        patch.setattr(Ring, "set_password", lambda *_: None)
        with pytest.raises(NoKeyring, match="not give it back"):
            slots.add_keyring(ledger)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "keyring", None)
        with pytest.raises(NoKeyring, match="not installed"):
            slots.add_keyring(ledger)
    with monkeypatch.context() as patch:
        patch.setattr(Ring, "__module__", "keyrings.alt.file")
        with pytest.raises(NoKeyring, match="safely"):
            slots.add_keyring(ledger)
        patch.setattr(ChainerBackend, "backends", [my_ring])
        patch.setattr(keyring, "get_keyring", ChainerBackend)
        with pytest.raises(NoKeyring, match="safely"):
            slots.add_keyring(ledger)
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(files, "replace_atomically", full)
        with pytest.raises(CoordError, match="full"):
            slots.add_keyring(ledger)
    assert not my_ring.held
    assert labels(vault_dir) == ["passphrase", "recovery code"]


def test_new_keys_for_the_vault_drop_what_cannot_be_wrapped_anew_and_say_so(
    ledger: Ledger, my_ring: Ring, vault_dir: Path
) -> None:
    slots.add_passphrase(ledger, bytearray(OTHER.encode()), "deputy")
    slots.add_keyring(ledger)
    _, dropped = slots.rekey(ledger, "a third horse")
    assert [slot.label for slot in dropped] == ["deputy", "keyring"]
    assert labels(vault_dir) == ["passphrase", "recovery code"]
    assert not my_ring.held
    assert [entry.act for entry in ledger.log(3)] == ["vault.remove_key", "vault.remove_key", "vault.rekey"]
    ledger.vault.lock()
    assert [opens(vault_dir, each) for each in (PASSPHRASE, OTHER, "a third horse")] == [False, False, True]


def test_a_backup_opens_by_every_passphrase_that_opened_the_vault_then(ledger: Ledger, tmp_path: Path) -> None:
    slots.add_passphrase(ledger, bytearray(OTHER.encode()), "deputy")
    backup(ledger.vault, tmp_path / "b")
    slots.remove(ledger, "deputy")
    restore(tmp_path / "b", tmp_path / "again", OTHER)
    assert labels(tmp_path / "again") == ["passphrase", "recovery code", "deputy"]


def test_a_kill_at_any_moment_of_a_change_leaves_a_vault_that_opens(
    ledger: Ledger, vault_dir: Path, tmp_path: Path
) -> None:
    camera = Camera(vault_dir, tmp_path / "shots")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace_atomically", "sync_folder"):
            camera.around(patch, files, name)
        slots.add_passphrase(ledger, bytearray(OTHER.encode()), "deputy")
        slots.remove(ledger, "deputy")
        ledger.change_passphrase(OTHER)
    ledger.vault.lock()
    opened = [[opens(tmp_path / "shots" / name, each) for each in (PASSPHRASE, OTHER)] for name in camera.names]
    assert all(any(by) for by in opened)
    assert [True, False] in opened
    assert [True, True] in opened
    assert opened[-1] == [False, True]
