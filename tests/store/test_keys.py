"""The key file: what opens it, what counts as damage, and what a hostile one cannot do."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordtui.errors import CoordError, InvalidInput, VaultDamaged, VaultMissing, VaultNewer, WrongSecret
from coordtui.store import failures, kdf, keydoc, keys, recovery
from coordtui.store.folder import VaultState, vault_state
from coordtui.store.kdf import FLOOR, TARGET, Cost
from coordtui.store.vault import Vault

SECRET = "a passphrase of several words"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds a database as far as the key file is concerned."""
    (tmp_path / "vault.db").write_bytes(b"not read here")
    return tmp_path


@pytest.fixture
def made(folder: Path) -> tuple[keys.Root, str]:
    root, code = keys.found(folder, SECRET)
    keys.save(root, previous=None)
    return root, code


def respelled(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Alter the key file as someone would who can compute its plain checksum."""
    body = json.loads((folder / "vault.keys").read_bytes())
    del body["sum"]
    change(body)
    total = hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    (folder / "vault.keys").write_bytes(json.dumps(body | {"sum": total}, sort_keys=True, indent=1).encode() + b"\n")


def slot_of(body: dict[str, Any], kind: str) -> dict[str, Any]:
    slot: dict[str, Any] = next(slot for slot in body["slots"] if slot["type"] == kind)
    return slot


def test_the_passphrase_opens_the_root_key(folder: Path, made: tuple[keys.Root, str]) -> None:
    root = keys.open_root(folder, SECRET)
    assert root.key == made[0].key
    assert not root.notice


def test_the_recovery_code_opens_the_same_root_key(folder: Path, made: tuple[keys.Root, str]) -> None:
    assert keys.open_root(folder, made[1], "recovery").key == made[0].key


def test_a_secret_in_a_buffer_stays_the_callers(folder: Path, made: tuple[keys.Root, str]) -> None:
    typed = bytearray(SECRET.encode())
    assert keys.open_root(folder, typed).key == made[0].key
    assert typed == SECRET.encode()


def test_a_passphrase_opens_however_its_accents_are_composed(folder: Path) -> None:
    root, _ = keys.found(folder, unicodedata.normalize("NFD", "café olé"))
    keys.save(root, previous=None)
    assert keys.open_root(folder, unicodedata.normalize("NFC", "café olé")).key == root.key


def test_a_wrong_passphrase_is_told_from_damage_and_its_time_is_noted(
    folder: Path, made: tuple[keys.Root, str]
) -> None:
    with pytest.raises(WrongSecret):
        keys.open_root(folder, "another one")
    assert len(failures.times(folder)) == 1
    assert stat.S_IMODE((folder / "vault.failed").stat().st_mode) == 0o600
    assert "another" not in (folder / "vault.failed").read_text()


def test_times_that_nobody_noted_keep_nobody_out(folder: Path, made: tuple[keys.Root, str]) -> None:
    """A hostile list of failed unlocks: no time zone has the first hours of year 1 in UTC."""
    noted = "2026-03-04T09:00:00+00:00"
    lines = ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "yesterday", "\0", noted)
    (folder / "vault.failed").write_text("\n".join(lines), encoding="utf-8")
    assert [one.isoformat() for one in failures.times(folder)] == [noted]
    assert failures.recent(folder) == 0


@pytest.mark.parametrize("passphrase", ["", "   ", "\n"])
def test_an_empty_passphrase_is_refused(folder: Path, passphrase: str) -> None:
    with pytest.raises(InvalidInput):
        keys.found(folder, passphrase)


def test_the_file_is_private_and_replaced_whole(folder: Path, made: tuple[keys.Root, str]) -> None:
    assert stat.S_IMODE((folder / "vault.keys").stat().st_mode) == 0o600
    assert not list(folder.glob("*.tmp"))


def test_nothing_secret_stands_in_the_file(folder: Path, made: tuple[keys.Root, str]) -> None:
    root, code = made
    data = (folder / "vault.keys").read_bytes()
    assert root.key.hex().encode() not in data
    assert code.encode() not in data
    assert bytes(root.key) not in data


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_bit_is_damage_and_never_opens(
    folder: Path, made: tuple[keys.Root, str], data: st.DataObject
) -> None:
    whole = keydoc.encode(made[0].doc)
    at = data.draw(st.integers(0, len(whole) * 8 - 1))
    broken = bytearray(whole)
    broken[at // 8] ^= 1 << at % 8
    (folder / "vault.keys").write_bytes(broken)
    with pytest.raises(VaultDamaged):
        keys.open_root(folder, SECRET)
    assert not failures.times(folder)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.text().map(str.encode))
def test_any_other_bytes_are_damage(data: bytes) -> None:
    with pytest.raises(keydoc.DamagedKeys):
        keydoc.decode(data)


@pytest.mark.parametrize("data", [b"", b"[" * 60_000, b"{}", b"null", b'{"sum": 1}', b"x" * 70_000])
def test_an_emptied_deep_or_huge_file_is_damage(folder: Path, made: tuple[keys.Root, str], data: bytes) -> None:
    (folder / "vault.keys").write_bytes(data)
    with pytest.raises(VaultDamaged, match=r"vault\.keys is damaged"):
        keys.open_root(folder, SECRET)


def test_a_cut_file_is_damage(folder: Path, made: tuple[keys.Root, str]) -> None:
    os.truncate(folder / "vault.keys", 100)
    with pytest.raises(VaultDamaged):
        keys.open_root(folder, SECRET)


def test_a_symbolic_link_is_not_followed(folder: Path, made: tuple[keys.Root, str], tmp_path: Path) -> None:
    (folder / "vault.keys").rename(folder / "elsewhere")
    (folder / "vault.keys").symlink_to(folder / "elsewhere")
    with pytest.raises(VaultDamaged):
        keys.open_root(folder, SECRET)


def test_a_missing_key_file_says_so(folder: Path) -> None:
    with pytest.raises(VaultDamaged, match=r"vault\.keys is missing"):
        keys.open_root(folder, SECRET)


def test_an_empty_folder_holds_no_vault(tmp_path: Path) -> None:
    assert vault_state(tmp_path) is VaultState.MISSING
    with pytest.raises(VaultMissing):
        keys.open_root(tmp_path, SECRET)


def test_a_damaged_file_is_helped_by_its_previous_generation_which_is_said(
    folder: Path, made: tuple[keys.Root, str]
) -> None:
    root, _ = made
    before = root.doc
    keys.new_passphrase(root, "the new one")
    keys.save(root, previous=before)
    (folder / "vault.keys").write_bytes(b"garbage")
    found = keys.open_root(folder, SECRET)
    assert found.key == root.key
    assert "previous generation" in found.notice
    with pytest.raises(VaultDamaged, match="before the last change"):
        keys.open_root(folder, "the new one")


def test_two_damaged_generations_are_damage_with_no_secret_tried(folder: Path, made: tuple[keys.Root, str]) -> None:
    (folder / "vault.keys").write_bytes(b"garbage")
    (folder / "vault.keys.bak").write_bytes(b"garbage")
    with pytest.raises(VaultDamaged, match="not tried"):
        keys.open_root(folder, SECRET)
    assert not failures.times(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"m_kib": 8 * 1024 * 1024},
        {"m_kib": 2**40},
        {"t": 10_000},
        {"p": 255},
        {"p": 0},
        {"t": 0},
        {"m_kib": "65536"},
        {"m_kib": True},
        {"salt": ""},
        {"name": "none"},
        {"extra": 1},
    ],
)
def test_a_hostile_cost_is_refused_before_anything_is_derived(
    folder: Path, made: tuple[keys.Root, str], change: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    respelled(folder, lambda body: slot_of(body, "passphrase")["kdf"].update(change))
    monkeypatch.setattr(keys, "stretch", lambda *_: pytest.fail("derived"))
    with pytest.raises(VaultDamaged):
        keys.open_root(folder, SECRET)


def test_more_slots_than_a_vault_can_have_are_refused(folder: Path, made: tuple[keys.Root, str]) -> None:
    respelled(folder, lambda body: body.update(slots=body["slots"] * 3))
    with pytest.raises(VaultDamaged):
        keys.open_root(folder, SECRET)


@pytest.mark.parametrize(
    "change", [{"id": "0" * 8}, {"epoch": 2}, {"kdf": {"name": "argon2id", "m_kib": 16, "t": 1, "p": 1}}]
)
def test_a_slot_is_bound_to_what_it_says_of_itself(
    folder: Path, made: tuple[keys.Root, str], change: dict[str, Any]
) -> None:
    def alter(body: dict[str, Any]) -> None:
        slot = slot_of(body, "passphrase")
        if "kdf" in change:
            slot["kdf"] |= change["kdf"]
        else:
            slot.update(change)

    respelled(folder, alter)
    with pytest.raises(WrongSecret):
        keys.open_root(folder, SECRET)


def test_a_slot_of_another_vault_does_not_open(folder: Path, made: tuple[keys.Root, str], tmp_path: Path) -> None:
    respelled(folder, lambda body: body.update(vault_id="0" * 32))
    with pytest.raises(WrongSecret):
        keys.open_root(folder, SECRET)


@pytest.mark.parametrize("name", ["gen", "epoch"])
def test_what_no_slot_binds_is_under_the_root_keys_mac(folder: Path, made: tuple[keys.Root, str], name: str) -> None:
    respelled(folder, lambda body: body.update({name: 7}))
    with pytest.raises(VaultDamaged, match="altered"):
        keys.open_root(folder, SECRET)


def test_a_removed_slot_is_noticed_by_the_mac(folder: Path, made: tuple[keys.Root, str]) -> None:
    respelled(folder, lambda body: body.update(slots=[slot_of(body, "passphrase")]))
    with pytest.raises(VaultDamaged, match="altered"):
        keys.open_root(folder, SECRET)


def test_a_later_format_is_newer_not_damaged(folder: Path, made: tuple[keys.Root, str]) -> None:
    respelled(folder, lambda body: body.update(v=3))
    with pytest.raises(VaultNewer):
        keys.open_root(folder, SECRET)


def test_calibration_never_goes_below_the_floor() -> None:
    cost = kdf.calibrated_cost()
    assert FLOOR.m_kib <= cost.m_kib <= TARGET.m_kib
    assert (cost.t, cost.p) == (3, 4)


def test_a_slow_or_small_machine_gets_the_floor_and_no_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "_PATIENCE", 0.0)
    assert kdf.calibrated_cost() == FLOOR


def test_too_little_memory_is_said_in_words(
    folder: Path, made: tuple[keys.Root, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytearray:
        raise MemoryError

    monkeypatch.setattr(keys, "stretch", refuse)
    with pytest.raises(CoordError, match="free memory"):
        keys.open_root(folder, SECRET)


def test_limits_admit_the_target_and_refuse_absurd_costs() -> None:
    assert kdf.within_limits(TARGET)
    assert not kdf.within_limits(Cost(TARGET.m_kib * 100, 3, 4))


def test_wiping_leaves_only_zeros(made: tuple[keys.Root, str]) -> None:
    made[0].wipe()
    assert made[0].key == bytearray(32)
    with pytest.raises(ValueError, match="wiped"):
        kdf.subkey(made[0].key, "db")


def test_subkeys_differ_by_purpose(made: tuple[keys.Root, str]) -> None:
    found = {bytes(kdf.subkey(made[0].key, purpose)) for purpose in ("db", "audit", "keyfile-mac", "backup")}
    assert len(found) == 4


@given(st.binary(min_size=20, max_size=20).map(bytearray), st.data())
def test_a_recovery_code_is_read_however_it_was_copied(raw: bytearray, data: st.DataObject) -> None:
    code = recovery.written(raw)
    assert len(code.replace("-", "")) == 32
    looks = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(data.draw(st.sampled_from(looks.get(c, c + c.lower()))) for c in code if c != "-")
    assert recovery.parsed(" ".join(typed[i : i + 5] for i in range(0, 32, 5)) + "\n") == raw


@pytest.mark.parametrize("code", ["", "ABCD", "U" * 32, "?" * 32, "A" * 33, "ñ" * 32])
def test_what_cannot_be_a_recovery_code_is_a_wrong_secret(folder: Path, made: tuple[keys.Root, str], code: str) -> None:
    with pytest.raises(WrongSecret):
        keys.open_root(folder, code, "recovery")


def test_unlocking_needs_neither_the_database_nor_the_screens() -> None:
    script = (
        "import sys; from coordtui.store import keys, folder, lockfile;"
        "print([m for m in ('sqlalchemy', 'sqlmodel', 'sqlcipher3', 'textual', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


SCAN = """
import gc, sys
from pathlib import Path
from coordtui.store.vault import Vault

vault = Vault.unlock(Path(sys.argv[1]), "a passphrase of several words")
with vault.reader.connect() as connection:
    connection.exec_driver_sql("SELECT count(*) FROM patient")
masked = [bytes(byte ^ 0x5A for byte in key) for key in (vault.root.key, vault._db_key, vault.audit_key)]
vault.lock()
del vault, connection
gc.collect()
found = 0
for line in Path("/proc/self/maps").read_text().splitlines():
    span, mode = line.split()[:2]
    if not mode.startswith("rw"):
        continue
    start, end = (int(part, 16) for part in span.split("-"))
    try:
        with open("/proc/self/mem", "rb", 0) as memory:
            memory.seek(start)
            content = memory.read(end - start)
    except OSError:
        continue
    for key in masked:
        needle = bytearray(byte ^ 0x5A for byte in key)
        found += content.count(needle)
        needle[:] = bytes(32)
print(found)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads its own memory by /proc")
def test_no_copy_of_a_key_stays_in_memory_after_locking(tmp_path: Path) -> None:
    vault, _ = Vault.create(tmp_path / "vault", SECRET)
    vault.lock()
    done = subprocess.run(
        [sys.executable, "-c", SCAN, str(tmp_path / "vault")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0"
