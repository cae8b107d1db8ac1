"""What a reading asks of the database: its statements, and how SQLite answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.casework.world import World
from tests.world import DemoWorld


@dataclass
class Asked:
    """The statements of a reading with their parameters, in order."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def plans(self, world: World | DemoWorld) -> list[str]:
        """The lines of EXPLAIN QUERY PLAN of all of them."""

        def explain(session: Session) -> list[str]:
            connection = session.connection()
            return [
                str(row[3])
                for statement, parameters in self.statements
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]

        return world.read(explain)

    def rows(self, world: World | DemoWorld) -> int:
        """How many rows all of them give, asked again."""

        def count(session: Session) -> int:
            connection = session.connection()
            found = (connection.exec_driver_sql(*each).fetchall() for each in self.statements)
            return sum(map(len, found))

        return world.read(count)


@contextmanager
def listening(world: World | DemoWorld) -> Iterator[Asked]:
    asked = Asked()

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.statements.append((statement, parameters))

    engines = (world.ledger.vault.reader, world.ledger.vault.writer)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def asked_by(world: World | DemoWorld, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Asked:
    with listening(world) as asked:
        world.read(fn, *args, **kwargs)
    return asked


def costs(
    world: World, readings: Mapping[str, tuple[Callable[..., Any], dict[str, Any]]]
) -> dict[str, tuple[int, int]]:
    """How many statements and rows each of these readings takes, of the world's day, by its name."""
    asked = {name: asked_by(world, fn, world.day, **more) for name, (fn, more) in readings.items()}
    return {name: (len(one.statements), one.rows(world)) for name, one in asked.items()}
