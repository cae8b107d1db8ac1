"""A folder that cannot be written, and a second program at the same vault: told in words, and nothing is lost."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

from fault_vault import LOST, PASSPHRASE, SHUT, SILENT, STARTING_PEOPLE, Seen, add, ledger_of, look

from coordtui.errors import CoordError, VaultInUse, VaultReadOnly
from coordtui.store.backup import backup
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault

NOBODY = 65534
"""A user who owns nothing: to root every folder can be written."""


def _open(folder: Path) -> None:
    Vault.unlock(folder, PASSPHRASE).lock()


def _add(folder: Path) -> None:
    with Vault.unlock(folder, PASSPHRASE) as vault:
        add(ledger_of(vault), STARTING_PEOPLE)


def _backup(folder: Path) -> None:
    with Vault.unlock(folder, PASSPHRASE) as vault:
        backup(vault, folder / "b")


TRIES: dict[str, Callable[[Path], None]] = {"opening": _open, "an act": _add, "a backup": _backup}


def read_only_round(folder: Path, _: random.Random, index: int) -> tuple[str, str]:
    name = list(TRIES)[index % len(TRIES)]
    folder.chmod(0o555)
    for path in folder.iterdir():
        path.chmod(0o444)
    said = _as_nobody(lambda: TRIES[name](folder), VaultReadOnly)
    folder.chmod(0o700)
    for path in folder.iterdir():
        path.chmod(0o600)
    return f"read-only folder: {name}", _judge(folder, said)


def second_round(folder: Path, _: random.Random, index: int) -> tuple[str, str]:
    name = list(TRIES)[index % len(TRIES)]
    with Vault.unlock(folder, PASSPHRASE) as vault:
        ledger: Ledger = ledger_of(vault)
        said = _in_worker(lambda: TRIES[name](folder), VaultInUse)
        add(ledger, STARTING_PEOPLE)
    seen = _judge(folder, said)
    grown = isinstance(found := look(folder), Seen) and found.people == STARTING_PEOPLE + 1
    return f"second program: {name}", seen if grown else LOST


def _as_nobody(work: Callable[[], None], expected: type[CoordError]) -> str:
    def lowered() -> None:
        if os.getuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        work()

    return _in_worker(lowered, expected)


def _in_worker(work: Callable[[], None], expected: type[CoordError]) -> str:
    """What a process of its own said, with its exit code: all is well only where it named the reason."""
    worker = os.fork()
    if worker == 0:
        code = 1
        try:
            work()
            code = 2
        except expected:
            code = 0
        except BaseException:  # noqa: BLE001 - told apart by the parent
            code = 1
        finally:
            os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    return {0: "named in words", 2: SILENT}.get(status, "a fault of the program")


def _judge(folder: Path, said: str) -> str:
    seen = look(folder)
    if isinstance(seen, str):
        return SHUT
    if seen.wrong:
        return SILENT
    return f"{said}, all acknowledged work is there" if seen.people >= STARTING_PEOPLE else LOST
