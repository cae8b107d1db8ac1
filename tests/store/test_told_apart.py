"""Why a vault does not open: every cause has its own words and exit code, and only a wrong secret is a guess."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from coordtui.errors import CoordError, Exit
from coordtui.store import failures, keys
from coordtui.store.keydoc import Kind
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.conftest import CHEAP, PASSPHRASE
from tests.store import acts

THEIRS = "the passphrase of the other vault"


@dataclass(frozen=True)
class Case:
    """What somebody did to the folder, what they typed, what they are told, and how many guesses are noted."""

    does: Callable[[Path, Path], object]
    code: Exit
    told: str
    guesses: int = 0
    types: str = PASSPHRASE
    kind: Kind = "passphrase"


def nothing(_: Path, __: Path) -> None:
    """The vault is whole."""


def without(*names: str) -> Callable[[Path, Path], None]:
    def take_away(vault: Path, _: Path) -> None:
        for name in names:
            (vault / name).unlink()

    return take_away


def garbled(*names: str) -> Callable[[Path, Path], None]:
    def garble(vault: Path, _: Path) -> None:
        for name in names:
            whole = bytearray((vault / name).read_bytes())
            whole[700] ^= 0x10
            (vault / name).write_bytes(whole)

    return garble


def swapped(*names: str) -> Callable[[Path, Path], None]:
    def swap(vault: Path, other: Path) -> None:
        for name in names:
            shutil.copy(other / name, vault / name)

    return swap


def swapped_and_no_witness(name: str) -> Callable[[Path, Path], None]:
    def swap(vault: Path, other: Path) -> None:
        shutil.copy(other / name, vault / name)
        (vault / "vault.keys.bak").unlink()

    return swap


def emptied(vault: Path, _: Path) -> None:
    os.truncate(vault / "vault.db", 0)


def altered(vault: Path, _: Path) -> None:
    """By somebody who can compute the plain checksum."""
    body = json.loads((vault / "vault.keys").read_bytes())
    del body["sum"]
    body["gen"] = 99
    total = hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    (vault / "vault.keys").write_bytes(json.dumps(body | {"sum": total}, sort_keys=True, indent=1).encode() + b"\n")


def put_back_an_old_one(vault: Path, _: Path) -> None:
    old = (vault / "vault.keys").read_bytes()
    with Vault.unlock(vault, PASSPHRASE) as opened:
        opened.new_recovery_code()
        opened.new_recovery_code()
    (vault / "vault.keys").write_bytes(old)


CASES = {
    "a wrong passphrase": Case(nothing, Exit.WRONG_SECRET, "This passphrase does not open the vault.", 1, "wrong"),
    "a wrong code": Case(
        nothing, Exit.WRONG_SECRET, "This recovery code does not open the vault.", 1, "0" * 32, "recovery"
    ),
    "the key file damaged, twice": Case(
        garbled("vault.keys", "vault.keys.bak"), Exit.DAMAGED, "The key file vault.keys is damaged: it"
    ),
    "the key file damaged, its generation before whole, and a wrong passphrase": Case(
        garbled("vault.keys"),
        Exit.DAMAGED,
        "The key file vault.keys is damaged, and this does not open its",
        1,
        "wrong",
    ),
    "the key file missing, twice": Case(
        without("vault.keys", "vault.keys.bak"), Exit.DAMAGED, "The key file vault.keys is missing from"
    ),
    "the key file altered": Case(altered, Exit.DAMAGED, "The key file vault.keys was altered."),
    "an old key file put back": Case(put_back_an_old_one, Exit.DAMAGED, "vault.keys is an old one"),
    "the key file of another vault, our passphrase": Case(
        swapped("vault.keys"), Exit.DAMAGED, "The key file vault.keys is of another vault: vault.keys.bak and", 1
    ),
    "the key file of another vault, its passphrase": Case(
        swapped("vault.keys"), Exit.DAMAGED, "The key file vault.keys is of another vault: vault.keys.bak", 0, THEIRS
    ),
    "both key files of another vault": Case(
        swapped("vault.keys", "vault.keys.bak"), Exit.DAMAGED, "vault.db is of another vault, or wholly damaged", 1
    ),
    "the database of another vault": Case(
        swapped("vault.db"), Exit.DAMAGED, "vault.db is of another vault, or wholly damaged: vault.keys and"
    ),
    "the key file of another vault, and none before it": Case(
        swapped_and_no_witness("vault.keys"), Exit.DAMAGED, "vault.db and vault.keys are of different vaults", 1
    ),
    "the database of another vault, and no key file before": Case(
        swapped_and_no_witness("vault.db"), Exit.DAMAGED, "vault.db and vault.keys are of different vaults"
    ),
    "the database damaged": Case(garbled("vault.db"), Exit.DAMAGED, "The database vault.db is damaged"),
    "the database emptied": Case(emptied, Exit.DAMAGED, "The database vault.db is empty"),
    "the database missing": Case(without("vault.db"), Exit.DAMAGED, "The database vault.db is missing from"),
    "nothing there": Case(
        without("vault.db", "vault.keys", "vault.keys.bak", "vault.lock"), Exit.FAILED, "There is no vault in"
    ),
}


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of another vault, which `THEIRS` opens."""
    folder = tmp_path_factory.mktemp("theirs") / "vault"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "calibrated_cost", lambda: CHEAP)
        Vault.create(folder, THEIRS)[0].lock()
    return folder


@pytest.mark.parametrize("why", CASES)
def test_each_cause_is_told_in_words_of_its_own(vault: Vault, vault_dir: Path, theirs: Path, why: str) -> None:
    case = CASES[why]
    vault.lock()
    case.does(vault_dir, theirs)
    before = sorted(path.name for path in vault_dir.iterdir())
    with pytest.raises(CoordError) as refusal:
        Vault.unlock(vault_dir, case.types, case.kind)
    assert (refusal.value.exit_code, refusal.value.message[: len(case.told)]) == (case.code, case.told)
    assert refusal.value.hint or case.code is Exit.WRONG_SECRET, "damage comes with a next step"
    assert len(failures.times(vault_dir)) == case.guesses
    left = {path.name for path in vault_dir.iterdir()} - {"vault.failed", "vault.lock", "vault.db-wal", "vault.db-shm"}
    assert left == {name for name in before if name != "vault.lock"}, "nothing is made in place of what is missing"


@pytest.mark.parametrize(
    ("does", "said"),
    [(garbled("vault.keys"), True), (without("vault.keys"), True), (garbled("vault.keys.bak"), False)],
)
def test_one_of_two_key_files_is_enough_also_in_a_new_vault(
    vault: Vault, vault_dir: Path, theirs: Path, does: Callable[[Path, Path], object], said: bool
) -> None:
    Ledger(vault, "tester").do(acts.add, "Ada")
    vault.lock()
    does(vault_dir, theirs)
    with Vault.unlock(vault_dir, PASSPHRASE) as again:
        assert ("previous generation" in again.notice) is said
        assert acts.names(Ledger(again, "tester")) == ["Ada"]
    with Vault.unlock(vault_dir, PASSPHRASE) as again:
        assert not again.notice, "it was mended"
