"""A vault to import into, and what stands in it afterwards."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, SQLModel

from coordtui.casework import today as queue
from coordtui.casework.promises import Nowhere, nowhere
from coordtui.clock import Clock, Moment
from coordtui.exchange.fhir import ImportReport, import_paths
from coordtui.models.base import Record
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.exchange.build import Resource, write

Row = dict[str, Any]


class Bench:
    """Imports into a real vault whose queue is kept by every act."""

    def __init__(self, vault: Vault, clock: Clock, folder: Path) -> None:
        self.ledger = Ledger(vault, "tester", queue.settle_hook(clock))
        self.clock = clock
        self.folder = folder

    @property
    def moment(self) -> Moment:
        return self.clock.moment()

    def run(self, *paths: Path, **options: Any) -> ImportReport:
        return import_paths(self.ledger, paths, self.moment, **options)

    def take(self, *resources: Resource, name: str = "in.json", **options: Any) -> ImportReport:
        """Write resources to a file and import it."""
        return self.run(write(self.folder / name, *resources), **options)

    def rows(self, table: str, where: str = "1 = 1") -> list[Row]:
        def read(session: Session) -> list[Row]:
            found = session.execute(text(f"SELECT * FROM {table} WHERE {where} ORDER BY id"))
            return [dict(row) for row in found.mappings()]

        return self.ledger.read(read)

    def row(self, table: str, where: str = "1 = 1") -> Row:
        (found,) = self.rows(table, where)
        return found

    def count(self, table: str, where: str = "1 = 1") -> int:
        return len(self.rows(table, where))

    def kinds(self) -> list[str]:
        """The kinds of all open follow-ups."""
        return sorted(row["kind"] for row in self.rows("follow_up", "status = 'open'"))

    def nowhere(self) -> tuple[Nowhere, ...]:
        return self.ledger.read(nowhere)

    def today(self) -> queue.Today:
        return self.ledger.read(queue.today, self.moment.today)

    def digest(self) -> dict[str, str]:
        """Every table of records: how many rows, and a digest of them."""
        return {name: self._digest(name) for name in record_tables()}

    def _digest(self, name: str) -> str:
        rows = [{key: _plain(value) for key, value in row.items()} for row in self.rows(name)]
        return f"{len(rows)} {hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()}"


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def record_tables() -> list[str]:
    tables: list[str] = []
    waiting: list[type[SQLModel]] = [Record]
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        if hasattr(model, "__table__"):
            tables.append(model.__table__.name)
    return sorted(tables)


def problems(report: ImportReport) -> list[tuple[str, str]]:
    """(where, what) of every problem in a report."""
    return [(problem.where, problem.what) for file in report.files for problem in file.problems]


def counts(report: ImportReport) -> Row:
    """What happened to how many, without the fates that nothing met."""
    all_of = {name: getattr(report, name) for name in ("created", "updated", "unchanged", "kept_raw")}
    return {name: dict(found) for name, found in all_of.items() if found}
