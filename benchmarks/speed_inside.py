"""What is measured inside a process: readings against the same SQL on the same SQLite without a key, and ranking.

    python benchmarks/speed_inside.py PLACE PLAIN [--rank]      prints one JSON object of figures in ms

PLACE holds a vault of benchmarks/big_vault.py; PLAIN is a copy of its database without a key, made when it is missing.
All in one process, one after another and in turn, so that both sides see the same machine.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as cipher
from sqlalchemy import event

from coordtui.casework import caseload, today
from coordtui.casework.profile import profile
from coordtui.casework.ranking import rank_all, refresh
from coordtui.clock import Clock
from coordtui.store import keys
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault

_TIMES = 15
Statements = list[tuple[str, tuple[Any, ...]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place", type=Path)
    parser.add_argument("plain", type=Path)
    parser.add_argument("--rank", action="store_true", help="rank everyone too, which takes seconds")
    args = parser.parse_args()
    sys.stdout.write(json.dumps(measured(args.place, args.plain, rank=args.rank)))


def measured(place: Path, plain: Path, *, rank: bool) -> dict[str, float]:
    passphrase = (place / "passphrase.txt").read_text().strip()
    begun = time.perf_counter()
    root = keys.open_root(place / "vault", passphrase)
    figures = {"key": (time.perf_counter() - begun) * 1000}
    with Vault.open(place / "vault", root) as vault:
        if not plain.exists():
            copy_without_key(vault, plain)
        ledger = Ledger(vault, "benchmark")
        me = ledger.read(profile)
        clock = Clock(me.zone if me else "UTC")
        ledger.derive(refresh, clock.today())
        figures |= _against_raw(ledger, plain, "queue", lambda: ledger.read(today.opening, clock.today()))
        figures |= _against_raw(ledger, plain, "caseload", lambda: ledger.read(caseload.opening, clock.today()))
        if rank:
            figures |= _ranked(ledger, clock)
    return figures


def copy_without_key(vault: Vault, plain: Path) -> None:
    """The same database unencrypted: made-up data, for the floor only."""
    connection = cipher.connect(vault.database)
    connection.set_key(bytearray(b"x'" + bytes(vault._db_key).hex().encode() + vault.salt.hex().encode() + b"'"))
    unfinished = plain.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (os.fspath(unfinished),))
    connection.execute("SELECT sqlcipher_export('plain')").fetchall()
    connection.close()
    unfinished.rename(plain)


def _against_raw(ledger: Ledger, plain: Path, name: str, read: Callable[[], object]) -> dict[str, float]:
    """A reading with its objects, and its statements alone on the copy: by the same SQLite, and by Python's own.

    Every value is the median of so many runs in turn, all of them warm.
    """
    statements = statements_of(ledger, read)
    same = cipher.connect(plain)
    figures: dict[str, list[float]] = {"ours": [], "raw": []}
    runs: dict[str, Callable[[], object]] = {"ours": read, "raw": lambda: _run(same, statements)}
    own = sqlite3.connect(plain)
    try:
        _run(own, statements)
    except sqlite3.Error:  # an older SQLite may lack a function
        pass
    else:
        figures["python"] = []
        runs["python"] = lambda: _run(own, statements)
    for _ in range(_TIMES):
        for each, run in runs.items():
            begun = time.perf_counter()
            run()
            figures[each].append((time.perf_counter() - begun) * 1000)
    same.close()
    own.close()
    return {f"{name}.{each}": statistics.median(times) for each, times in figures.items()}


def statements_of(ledger: Ledger, read: Callable[[], object]) -> Statements:
    """The SQL that a reading sends, with its values."""
    seen: Statements = []

    def note(_c: object, _cursor: object, statement: str, values: Any, _context: object, _many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append((statement, tuple(values)))

    event.listen(ledger.vault.reader, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(ledger.vault.reader, "before_cursor_execute", note)
    return seen


def _run(connection: Any, statements: Statements) -> None:
    for statement, values in statements:
        connection.execute(statement, values).fetchall()


def _ranked(ledger: Ledger, clock: Clock) -> dict[str, float]:
    """Everyone ranked anew in memory: how many open items a second, and how many there are."""

    def everyone() -> int:
        return ledger.read(lambda session: sum(1 for _ in rank_all(session, clock.today())))

    def items(session: Any) -> int:
        number: int = (
            session.connection().exec_driver_sql("SELECT count(*) FROM follow_up WHERE status = 'open'").scalar_one()
        )
        return number

    begun = time.perf_counter()
    everyone()
    taken = time.perf_counter() - begun
    number = ledger.read(items)
    return {"rank.items": number, "rank.per_second": number / taken}


if __name__ == "__main__":
    main()
