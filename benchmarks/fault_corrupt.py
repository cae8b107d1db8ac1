"""Random damage to a file of a closed vault: told, mended from a good copy, or harmless.

Where it is told, the backup that is offered must restore, and a salvage must bring back what is readable.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from fault_rescue import BACKUPS, kept_aside, ways_out
from fault_vault import BAD, PASSPHRASE, SHUT, SILENT, STARTING_PEOPLE, Seen, add, ledger_of, look

from coordtui.store.rescue import newest_good
from coordtui.store.vault import Vault

PAGE = 4096
REFUSED, TELLS, SAYS = "refused in words", "opened, and verify tells", "opened, and says what is missing"


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


def _scatter(path: Path, chance: random.Random) -> None:
    """A bit in each of a tenth of the pages."""
    data = bytearray(path.read_bytes())
    for page in chance.sample(range(len(data) // PAGE), len(data) // PAGE // 10):
        data[page * PAGE + chance.randrange(PAGE)] ^= 1
    path.write_bytes(data)


def _cut(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as file:
        file.truncate(chance.randrange(path.stat().st_size))


def _fill(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(chance.randrange(1, 100_000)))


def _remove(path: Path, _: random.Random) -> None:
    path.unlink()


def _both(harm: Callable[[Path, random.Random], None]) -> Callable[[Path, random.Random], None]:
    def on_both(path: Path, chance: random.Random) -> None:
        harm(path, chance)
        harm(path.with_name(f"{path.name}.bak"), chance)

    return on_both


Harm = Callable[[Path, random.Random], None]
FAULTS: tuple[tuple[str, str, Harm], ...] = (
    ("flipped bit", "vault.db", _flip),
    ("zeroed page", "vault.db", _zero_page),
    ("swapped pages", "vault.db", _swap_pages),
    ("torn page", "vault.db", _tear_page),
    ("a tenth of its pages flipped", "vault.db", _scatter),
    ("cut short", "vault.db", _cut),
    ("missing", "vault.db", _remove),
    ("flipped bit", "vault.keys", _flip),
    ("cut short", "vault.keys", _cut),
    ("missing", "vault.keys", _remove),
    ("and vault.keys.bak flipped", "vault.keys", _both(_flip)),
    ("and vault.keys.bak missing", "vault.keys", _both(_remove)),
    ("flipped bit", "vault.keys.bak", _flip),
    ("missing", "vault.keys.bak", _remove),
    ("full of rubbish", "vault.lock", _fill),
    ("full of rubbish", "vault.failed", _fill),
    ("flipped bit", "vault.db-wal", _flip),
    ("cut short", "vault.db-wal", _cut),
    ("missing", "vault.db-wal", _remove),
    ("flipped bit", "vault.db-shm", _flip),
    ("missing", "vault.db-shm", _remove),
    ("flipped bit", "newest backup", _flip),
    ("cut short", "newest backup", _cut),
)


def round_of(folder: Path, chance: random.Random, index: int) -> tuple[str, str]:
    how, name, harm = FAULTS[index % len(FAULTS)]
    if name == "newest backup":
        return f"{name} {how}", _backup_round(folder, chance, harm)
    people = STARTING_PEOPLE
    if name.endswith(("-wal", "-shm")):
        people += _leave_a_log(folder)
    return f"{name} {how}", _outcome(folder, people, lambda: harm(folder / name, chance))


def page_round(folder: Path, number: int) -> tuple[str, str]:
    """A bit is flipped in that page of the database, from 1."""

    def harm() -> None:
        data = bytearray((folder / "vault.db").read_bytes())
        data[(number - 1) * PAGE + number * 37 % PAGE] ^= 4
        (folder / "vault.db").write_bytes(data)

    return "a bit in every page of vault.db in turn", _outcome(folder, STARTING_PEOPLE, harm)


def pages(folder: Path) -> int:
    return (folder / "vault.db").stat().st_size // PAGE


def _outcome(folder: Path, people: int, harm: Callable[[], None]) -> str:
    truth = _truth(folder, people)
    keys = (folder / "vault.keys.bak").read_bytes()
    harm()
    damaged = folder.with_name("round-damaged")
    shutil.copytree(folder, damaged)  # as it was found: opening mends some of it
    whole_before = damaged.joinpath("vault.keys.bak").is_file() and (damaged / "vault.keys.bak").read_bytes() == keys
    outcome = _judge(look(folder), people, truth)
    if outcome == REFUSED and whole_before and _same_database(folder, damaged):
        return SHUT
    if any(folder.glob("broken-log-*")):
        return f"{outcome}; {kept_aside(folder, people)}"
    if outcome in (REFUSED, TELLS):
        ways = ways_out(damaged, people)
        return next((bad for bad in BAD if bad in ways), f"{outcome}; {ways}")
    return outcome


def _same_database(folder: Path, damaged: Path) -> bool:
    """Only the key file was harmed, so its generation before opens the vault."""
    base = folder.with_name("base") / "vault.db"
    return (damaged / "vault.db").is_file() and base.read_bytes() == (damaged / "vault.db").read_bytes()


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


_BASE: list[str] = []
"""The digest of the vault that most rounds begin with, once it was taken."""


def _truth(folder: Path, people: int) -> str:
    """The digest of the records before the harm; for a log it differs each time, for its uids do."""
    if people == STARTING_PEOPLE and _BASE:
        return _BASE[0]
    whole = folder.with_name("round-whole")
    shutil.copytree(folder, whole)
    seen = look(whole)
    shutil.rmtree(whole)
    assert isinstance(seen, Seen)
    assert seen.people == people
    if people == STARTING_PEOPLE:
        _BASE.append(seen.digest)
    return seen.digest


def _judge(seen: Seen | str, people: int, truth: str) -> str:
    if isinstance(seen, str):
        return REFUSED if seen.startswith(("VaultDamaged", "VaultMissing")) else f"misnamed: {seen}"
    if seen.wrong:
        return TELLS
    if (seen.people, seen.digest) == (people, truth):
        return "mended from the copy before" if seen.told else "no harm"
    return SAYS if seen.told else SILENT


def _backup_round(folder: Path, chance: random.Random, harm: Harm) -> str:
    """The newest backup is damaged: it is never offered, and the one before it is."""
    backups = folder.with_name("round-backups")
    shutil.copytree(folder.with_name(BACKUPS), backups)
    newest = max(backups.iterdir())
    before = newest_good(folder, (backups,)).good
    harm(newest, chance)
    after = newest_good(folder, (backups,)).good
    if before is None or before.path != newest or after is None:
        return SHUT
    return SILENT if after.path == newest else "not offered; the one before it is"
