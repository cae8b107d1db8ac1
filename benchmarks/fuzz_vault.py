"""The files of a vault that another hand could have touched: the key file, a backup, an encrypted file."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz_mutate import NASTY, altered, junk, spelled, spoiled, zipped
from fuzz_run import ACCEPTED, PartialWrite, Try
from tests.conftest import PASSPHRASE
from tests.exchange.bench import Bench
from tests.world import DAY, clock_on, demo_vault

from coordtui.errors import CoordError
from coordtui.store import keydoc
from coordtui.store.backup import restore
from coordtui.store.folder import FAILURES, KEYS, KEYS_BEFORE, KEYS_NEXT, LOCK
from coordtui.store.vault import Vault

SMALL = 4
"""Costs of the slow derivation stay this small: what a dear one costs is bounded in keydoc, and not the question."""

_TOUCHED = ((KEYS,), (KEYS_BEFORE,), (KEYS_NEXT,), (FAILURES,), (KEYS, KEYS_BEFORE), (KEYS, KEYS_BEFORE))


@contextlib.contextmanager
def key_files(home: Path, _: Path | None) -> Iterator[Try]:
    """Unlocked with the right passphrase, after the key file, the one before it or the list of failures was altered."""
    base, live = _base(home), home / "live"
    keep = {path.name: path.read_bytes() for path in base.iterdir()}
    body = json.loads(keep[KEYS])
    truth = _records(base)

    def attempt(chance: random.Random) -> str:
        shutil.rmtree(live, ignore_errors=True)
        shutil.copytree(base, live)
        for name in chance.choice(_TOUCHED):
            data = _failures(chance) if name == FAILURES else _keys(keep.get(name, keep[KEYS]), body, chance)
            (live / name).write_bytes(data)
        before = _inside(live)
        try:
            with Vault.unlock(live, PASSPHRASE) as vault:
                vault.failed_unlocks_journalled()
                found = _digest(vault)
        finally:
            changed = {name for name, data in _inside(live).items() if before.get(name) != data}
            if not changed.isdisjoint(before) and not _opens(live):
                raise PartialWrite(f"a vault that was not opened has changed: {sorted(changed)}")
        if found != truth:
            raise PartialWrite("the vault opened with other records in it")
        return ACCEPTED

    yield attempt


def _base(home: Path) -> Path:
    """A vault whose key file has a generation before it."""
    with demo_vault(home, patients=12) as vault:
        vault.change_passphrase(PASSPHRASE)
        return vault.folder


def _digest(vault: Vault) -> dict[str, str]:
    return Bench(vault, clock_on(DAY), vault.folder).digest()


def _records(folder: Path) -> dict[str, str]:
    with Vault.unlock(folder, PASSPHRASE) as vault:
        return _digest(vault)


def _opens(folder: Path) -> bool:
    try:
        _records(folder)
    except CoordError:
        return False
    return True


def _inside(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in (FAILURES, LOCK)}


def _keys(data: bytes, body: dict[str, Any], chance: random.Random) -> bytes:
    """Spoiled; or altered and then given a right checksum, as someone would who means it."""
    if chance.random() < 0.4:
        return spoiled(data, chance)
    made = altered({key: value for key, value in body.items() if key != "sum"}, chance)
    if chance.random() < 0.3:
        made["slots"] = [*_slots(made), *_slots(body) * chance.choice((1, 2, 9))]
    for slot in _slots(made):
        kdf = slot.get("kdf") if isinstance(slot, dict) else None
        if isinstance(kdf, dict) and isinstance(kdf.get("t"), int):
            kdf["t"] = min(kdf["t"], SMALL)
        if isinstance(kdf, dict) and isinstance(kdf.get("m_kib"), int):
            kdf["m_kib"] = min(kdf["m_kib"], 1024)
    try:
        return keydoc._spell(made)
    except (ValueError, UnicodeError):
        return spelled(made, chance)


def _slots(body: dict[str, Any]) -> list[Any]:
    found = body.get("slots")
    return found if isinstance(found, list) else []


def _failures(chance: random.Random) -> bytes:
    lines = [chance.choice(("2026-03-04T09:00:00+00:00", *NASTY)) for _ in range(chance.randint(1, 6))]
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    return spoiled(data, chance) if chance.random() < 0.3 else data


@contextlib.contextmanager
def backups(home: Path, _: Path | None) -> Iterator[Try]:
    """Restored to a new place. What is refused leaves no folder behind."""
    from coordtui.store.backup import backup

    base, file, target = _base(home), home / "copy.ctbackup", home / "new"
    with Vault.unlock(base, PASSPHRASE) as vault:
        backup(vault, file)
    whole, truth = file.read_bytes(), _records(base)
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}

    def attempt(chance: random.Random) -> str:
        file.write_bytes(_backup(whole, members, chance))
        before = set(home.iterdir())
        try:
            restore(file, target, PASSPHRASE)
        finally:
            made = set(home.iterdir()) - before
            restored = _records(target) if target in made else None
            shutil.rmtree(target, ignore_errors=True)
            if made - {target}:
                raise PartialWrite(f"left behind: {sorted(path.name for path in made)}")
        if restored != truth:
            raise PartialWrite("the backup restored to other records")
        return ACCEPTED

    yield attempt


def _backup(whole: bytes, members: dict[str, bytes], chance: random.Random) -> bytes:
    """Most damage of a file as large as this one would hit a page: the small members and the frame get their share."""
    match chance.randrange(4):
        case 0:
            return spoiled(whole, chance)
        case 1:
            return (
                spoiled(whole[-400:], chance) if chance.random() < 0.1 else whole[:-400] + spoiled(whole[-400:], chance)
            )
        case 2:
            name = chance.choice(sorted(members))
            return zipped(members | {name: spoiled(members[name], chance)}, chance)
        case _:
            manifest = json.loads(members["manifest.json"])
            made = altered(manifest, chance) if chance.random() < 0.7 else junk(chance)
            return zipped(members | {"manifest.json": spelled(made, chance)})


@contextlib.contextmanager
def age_files(home: Path, _: Path | None) -> Iterator[Try]:
    """Opened with the right passphrase. Only the whole file opens, and to what was put in."""
    from tests.documents.age_files import made

    from coordtui.documents.sealing import unseal

    text = b"A summary, and nothing that may be read." * 5000
    whole = made(text, PASSPHRASE)
    head = whole[: whole.index(b"\n---") + 1]

    def attempt(chance: random.Random) -> str:
        data = spoiled(whole, chance) if chance.random() < 0.5 else spoiled(head, chance) + whole[len(head) :]
        if unseal(data, PASSPHRASE) != text:
            raise PartialWrite("an altered file opened to something else")
        return ACCEPTED

    yield attempt
