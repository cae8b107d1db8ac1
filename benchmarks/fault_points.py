"""Every point at which a piece of work writes: there the disk is full, a write fails, the worker is killed, a write is
torn in two, or the power fails. Needs Linux and a C compiler for `fault_shim.c`.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fault_update
from fault_rescue import BACKUPS, finish
from fault_update import VERSIONS
from fault_vault import (
    LOST,
    NEXT,
    PASSPHRASE,
    SHUT,
    SILENT,
    STARTING_PEOPLE,
    Seen,
    add,
    ledger_of,
    look,
    rubbish,
)

from coordtui.errors import CoordError
from coordtui.store.backup import backup, restore
from coordtui.store.keys import open_root
from coordtui.store.ledger import Ledger
from coordtui.store.salvage import salvage
from coordtui.store.vault import Vault

Ack = Callable[[], None]
COUNT = 0
HOWS = {"disk full": 1, "a write fails": 2, "kill -9 at a write": 3, "torn write": 4, "power cut": 5}
SHIM = "COORDTUI_FAULT_SHIM"


@dataclass(frozen=True)
class Work:
    """`begin(folder)` is done in peace, `go(what it gave, folder, acknowledge)` under faults. `base` is what it begins
    with; `judge` says what a vault shows afterwards, given how many acts were acknowledged."""

    base: str
    begin: Callable[[Path], Any]
    go: Callable[[Any, Path, Ack], None]
    judge: Callable[[Path, int], str]


def available() -> bool:
    return SHIM in os.environ


def load_shim(home: Path) -> None:
    """Begin this program anew with the shim before the C library; comes back where that is not possible."""
    if available() or sys.platform != "linux" or (compiler := shutil.which("cc")) is None:
        return
    built, source = home / "fault_shim.so", Path(__file__).with_name("fault_shim.c")
    done = subprocess.run(  # noqa: S603 - the system's compiler, on a file of ours
        [compiler, "-O2", "-shared", "-fPIC", "-o", built, source, "-ldl"], check=False
    )
    if done.returncode == 0:
        os.execve(  # noqa: S606 - this very program
            sys.executable, [sys.executable, *sys.argv], {**os.environ, "LD_PRELOAD": str(built), SHIM: str(home)}
        )


def _ledger(folder: Path) -> Ledger:
    return ledger_of(Vault.unlock(folder, PASSPHRASE))


def _acts(ledger: Ledger, _: Path, ack: Ack) -> None:
    for number in range(STARTING_PEOPLE, STARTING_PEOPLE + 3):
        add(ledger, number)
        ack()
    ledger.vault.lock()


def _unlock(_: None, folder: Path, __: Ack) -> None:
    with Vault.unlock(folder, PASSPHRASE) as vault:
        ledger_of(vault)


def _rekey(ledger: Ledger, _: Path, __: Ack) -> None:
    ledger.rekey(NEXT)


def _backup(ledger: Ledger, folder: Path, __: Ack) -> None:
    backup(ledger.vault, folder.with_name("round-backup"))


def _restore(_: None, folder: Path, __: Ack) -> None:
    restore(max(folder.with_name(BACKUPS).iterdir()), folder, PASSPHRASE)


def _salvage(root: Any, folder: Path, __: Ack) -> None:
    salvage(folder, root, folder.with_name("round-salvaged"), "Nora", finish)


def _found(_: None, folder: Path, __: Ack) -> None:
    Vault.create(folder.with_name("round-new"), PASSPHRASE)[0].lock()


def _judge(folder: Path, acks: int) -> str:
    seen = look(folder)
    if isinstance(seen, str):
        return SHUT
    if seen.wrong:
        return SILENT
    if seen.people < STARTING_PEOPLE + acks:
        return LOST
    told = ", a torn log is told" if seen.told else ""
    return f"all acknowledged work is there{told}{rubbish(folder)}"


def _judge_salvage(folder: Path, acks: int) -> str:
    made = folder.with_name("round-salvaged")
    if made.exists() and (not isinstance(seen := look(made), Seen) or seen.wrong or seen.people != STARTING_PEOPLE):
        return SILENT
    return f"{'made' if made.exists() else 'not made'}; {_judge(folder, acks)}"


def _judge_new(folder: Path, acks: int) -> str:
    seen = look(folder.with_name("round-new"))
    if isinstance(seen, str):
        return "not made, and said so" if seen.startswith(("VaultMissing", "VaultDamaged")) else f"misnamed: {seen}"
    return SILENT if seen.wrong else "made"


def _update(_: None, folder: Path, __: Ack) -> None:
    fault_update.update(folder)


def _judge_update(version: str) -> Callable[[Path, int], str]:
    return lambda folder, _: fault_update.judge(folder, version)


def _nothing(_: Path) -> None:
    return None


WORKS: dict[str, Work] = {
    "acts and locking": Work("plain", _ledger, _acts, _judge),
    "unlocking after a kill": Work("killed", _nothing, _unlock, lambda folder, _: _judge(folder, 5)),
    "a new passphrase": Work("plain", _ledger, lambda ledger, *_: ledger.change_passphrase(NEXT), _judge),
    "new keys": Work("plain", _ledger, _rekey, _judge),
    "a backup": Work("plain", _ledger, _backup, _judge),
    "a restore": Work("plain", _nothing, _restore, _judge),
    "a salvage": Work("plain", lambda folder: open_root(folder, PASSPHRASE), _salvage, _judge_salvage),
    "making a vault": Work("plain", _nothing, _found, _judge_new),
    **{f"an update from {version}": Work(version, _nothing, _update, _judge_update(version)) for version in VERSIONS},
}


_POINTS: dict[str, int] = {}
"""How often each work writes."""


def sweep(name: str, work: Work, how: str, make: Callable[[str], Path], limit: int) -> Iterator[str]:
    """The outcome at `limit` points at most, evenly spread; `make(base)` gives a fresh folder."""
    if name not in _POINTS:
        _, _POINTS[name], end = run(work, make(work.base), COUNT, 0)
        assert end == "done", f"{name} does not even work in peace: {end}"
    every = max(1, -(-_POINTS[name] // limit))
    for nth in range(1 + (every - 1) // 2, _POINTS[name] + 1, every):
        folder = make(work.base)
        acks, _, end = run(work, folder, HOWS[how], nth)
        seen = work.judge(folder, acks)
        yield seen if end == "killed" else f"{end}; {seen}"


def run(work: Work, folder: Path, how: int, nth: int) -> tuple[int, int, str]:
    """In a worker: acts acknowledged, points passed, and how it ended."""
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(reading)
        _worker(work, folder, how, nth, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(worker, 0)
    acks = said.count(b".")
    if b"!" not in said:
        return acks, nth, "killed"
    points, _, end = said.rpartition(b"!")[2].decode().partition(" ")
    return acks, int(points), end


def _worker(work: Work, folder: Path, how: int, nth: int, writing: int) -> None:
    shim = ctypes.CDLL(None)
    end = "a fault of the program"
    try:
        ready = work.begin(folder)
        shim.fault_arm(how, ctypes.c_long(nth), ctypes.c_uint(nth))
        work.go(ready, folder, lambda: _say(writing, b"."))
        end = "done"
    except CoordError:
        end = "told in words"
    except BaseException as error:  # noqa: BLE001 - told apart by the parent
        end = f"a fault of the program ({type(error).__name__})"
    finally:
        os.write(writing, f"!{shim.fault_count()} {end}".encode())
        os._exit(0)


def _say(writing: int, what: bytes) -> None:
    os.write(writing, what)
