"""The disk is full a little later each round: a limit on how long a file may become, as `ulimit -f` sets it.

A write beyond it fails as on a full disk, though the system names the reason otherwise (EFBIG for ENOSPC).
"""

from __future__ import annotations

import os
import random
import resource
import signal
from pathlib import Path

from fault_kill import MODES
from fault_vault import LOST, PASSPHRASE, SHUT, SILENT, STARTING_PEOPLE, Seen, add, ledger_of, look

from coordtui.errors import CoordError
from coordtui.store.vault import Vault

STEP = 4096 * 3


def round_of(folder: Path, chance: random.Random, index: int) -> tuple[str, str]:
    mode = list(MODES)[index % len(MODES)]
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        _work(folder, mode, writing, STEP * (1 + index // len(MODES)))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(worker, 0)
    for left in folder.parent.glob("round-backup*"):
        left.unlink()
    words = "told in words" if said.endswith(b"w") else "a fault of the program" if said.endswith(b"x") else "had room"
    return mode, _judge(look(folder), STARTING_PEOPLE + said.count(b"."), words)


def _work(folder: Path, mode: str, writing: int, room: int) -> None:
    """In the worker: a byte for each act done, then w for an error in words or x for any other."""
    end = b""
    try:
        vault = Vault.unlock(folder, PASSPHRASE)
        ledger = ledger_of(vault)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        for number in range(STARTING_PEOPLE, STARTING_PEOPLE + 40):
            add(ledger, number)
            os.write(writing, b".")
            if number % 4 == 0:
                MODES[mode](ledger, folder)
    except CoordError:
        end = b"w"
    except BaseException:  # noqa: BLE001 - told apart by the parent
        end = b"x"
    finally:
        os.write(writing, end)
        os._exit(0)


def _judge(seen: Seen | str, least: int, words: str) -> str:
    if isinstance(seen, str):
        return SHUT
    if seen.wrong or seen.told:
        return SILENT
    return LOST if seen.people < least else f"{words}, all acknowledged work is there"
