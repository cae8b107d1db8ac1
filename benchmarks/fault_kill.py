"""A worker is killed with -9 at a random moment. Whatever it had said was done must be there."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import fault_update
from fault_vault import LOST, NEXT, PASSPHRASE, SHUT, SILENT, STARTING_PEOPLE, Seen, add, ledger_of, look

from coordtui.store.backup import backup
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault

LONGEST = 0.35
"""Seconds until the kill."""


def _only_work(ledger: Ledger, folder: Path) -> None:
    """Nothing but people, one after the other."""


def _rekey(ledger: Ledger, folder: Path) -> None:
    ledger.rekey(NEXT)


def _passphrase(ledger: Ledger, folder: Path) -> None:
    ledger.change_passphrase(NEXT)


def _backup(ledger: Ledger, folder: Path) -> None:
    backup(ledger.vault, folder.parent / "round-backup", replace=True)


MODES: dict[str, Callable[[Ledger, Path], None]] = {
    "at work": _only_work,
    "changing all keys": _rekey,
    "changing the passphrase": _passphrase,
    "writing a backup": _backup,
}


def round_of(folder: Path, chance: random.Random, index: int) -> tuple[str, str]:
    mode = list(MODES)[index % len(MODES)]
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        _work(folder, mode, writing)
    os.close(writing)
    os.read(reading, 1)  # it has opened the vault
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    acknowledged = _drain(reading)
    (folder.parent / "round-backup").unlink(missing_ok=True)
    return mode, _judge(look(folder), STARTING_PEOPLE + acknowledged)


def update_round(folder: Path, chance: random.Random, version: str, longest: float) -> tuple[str, str]:
    """An update is killed at a random moment within `longest` seconds of its begin."""
    worker = os.fork()
    if worker == 0:
        try:
            fault_update.update(folder)
        finally:
            os._exit(0)
    time.sleep(chance.uniform(0, longest))
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    return f"an update from {version}", fault_update.judge(folder, version)


def _work(folder: Path, mode: str, writing: int) -> None:
    """In the worker: a byte for each act that was done; never comes back."""
    try:
        vault = Vault.unlock(folder, PASSPHRASE)
        ledger = ledger_of(vault)
        os.write(writing, b"!")
        number = STARTING_PEOPLE
        while True:
            for _ in range(4):
                add(ledger, number)
                os.write(writing, b".")
                number += 1
            MODES[mode](ledger, folder)
    finally:
        os._exit(1)


def _drain(reading: int) -> int:
    count = 0
    with os.fdopen(reading, "rb") as pipe:
        while chunk := pipe.read(65536):
            count += len(chunk)
    return count


def _judge(seen: Seen | str, least: int) -> str:
    if isinstance(seen, str):
        return SHUT
    if seen.wrong or seen.told:
        return SILENT
    return LOST if seen.people < least else "all acknowledged work is there"
