"""Random damage to a file of a closed vault. It must be told, mended from a good copy, or harmless."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from fault_vault import PASSPHRASE, SHUT, SILENT, STARTING_PEOPLE, Seen, add, ledger_of, look

from coordtui.store.vault import Vault

PAGE = 4096
_TRUTH: dict[str, str] = {}


def _flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _zero_page(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    start = chance.randrange(len(data) // PAGE) * PAGE
    data[start : start + PAGE] = bytes(PAGE)
    path.write_bytes(data)


def _swap_pages(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    a, b = (one * PAGE for one in chance.sample(range(1, len(data) // PAGE), 2))
    data[a : a + PAGE], data[b : b + PAGE] = data[b : b + PAGE], data[a : a + PAGE]
    path.write_bytes(data)


def _tear_page(path: Path, chance: random.Random) -> None:
    """The second half of a page never reached the disk."""
    data = bytearray(path.read_bytes())
    start = chance.randrange(len(data) // PAGE) * PAGE + PAGE // 2
    data[start : start + PAGE // 2] = chance.randbytes(PAGE // 2)
    path.write_bytes(data)


def _cut(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as file:
        file.truncate(chance.randrange(path.stat().st_size))


def _remove(path: Path, _: random.Random) -> None:
    path.unlink()


Harm = Callable[[Path, random.Random], None]
FAULTS: tuple[tuple[str, str, Harm], ...] = (
    ("flipped bit", "vault.db", _flip),
    ("zeroed page", "vault.db", _zero_page),
    ("swapped pages", "vault.db", _swap_pages),
    ("torn page", "vault.db", _tear_page),
    ("cut short", "vault.db", _cut),
    ("flipped bit", "vault.keys", _flip),
    ("cut short", "vault.keys", _cut),
    ("missing", "vault.keys", _remove),
    ("flipped bit", "vault.db-wal", _flip),
    ("cut short", "vault.db-wal", _cut),
    ("missing", "vault.db-wal", _remove),
)


def round_of(folder: Path, chance: random.Random, index: int) -> tuple[str, str]:
    how, name, harm = FAULTS[index % len(FAULTS)]
    people = STARTING_PEOPLE
    if name.endswith("-wal"):
        people += _leave_a_log(folder)
    truth = _truth(folder, people)
    harm(folder / name, chance)
    return f"{name} {how}", _judge(look(folder), people, truth, name)


def _leave_a_log(folder: Path) -> int:
    """Work that is in the log only, as after a kill; returns how many people it added."""
    live = folder.with_name("round-live")
    shutil.copytree(folder, live)
    with Vault.unlock(live, PASSPHRASE) as vault:
        ledger = ledger_of(vault)
        for number in range(STARTING_PEOPLE, STARTING_PEOPLE + 5):
            add(ledger, number)
        shutil.rmtree(folder)
        shutil.copytree(live, folder)
    shutil.rmtree(live)
    return 5


def _truth(folder: Path, people: int) -> str:
    """The digest of the records before the harm; for a log it differs each time, for its uids do."""
    whole = folder.with_name("round-whole")
    shutil.copytree(folder, whole)
    seen = look(whole)
    shutil.rmtree(whole)
    assert isinstance(seen, Seen)
    assert seen.people == people
    return seen.digest


def _judge(seen: Seen | str, people: int, truth: str, name: str) -> str:
    if isinstance(seen, str):
        if name == "vault.keys":
            return SHUT  # the generation before is good
        return "refused in words" if seen.startswith(("VaultDamaged", "VaultMissing")) else f"misnamed: {seen}"
    if seen.wrong:
        return "opened, and verify tells"
    if (seen.people, seen.digest) == (people, truth):
        return "mended from the copy before" if seen.told else "no harm"
    return "opened, and says what is missing" if seen.told else SILENT
