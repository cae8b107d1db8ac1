"""How the tables of a database lay out their rows, as SQLite itself says; and which table a stray row can be of."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from coordtui.store.btree import Value
from coordtui.store.images import quoted
from coordtui.store.search import TABLES

DERIVED = frozenset({"queue_row", "current_act"})
"""Tables that are made anew from the others, or hold nothing between acts."""
SEQUENCE = "sqlite_sequence"
"""SQLite's table of the highest row id that each table gave out: (name, number)."""
_OWN = "sqlite_"
_TYPES: dict[str, type] = {"INTEGER": int, "BOOLEAN": int, "BLOB": bytes}


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's columns in order. `types` are what a value can be besides None, `needed` those that cannot be None.

    `key` is the place of the column that is the row id (stored as None in a row), -1 without one.
    """

    name: str
    columns: tuple[str, ...]
    types: tuple[type, ...]
    needed: tuple[bool, ...]
    key: int

    def holds(self, values: tuple[Value, ...]) -> bool:
        """Whether a stored row can be of this table."""
        if len(values) != len(self.columns):
            return False
        each = zip(values, self.types, self.needed, strict=True)
        return all(
            value is None if at == self.key else not needed if value is None else isinstance(value, kind)
            for at, (value, kind, needed) in enumerate(each)
        )

    def whole(self, row_id: int, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """The row with its id in place."""
        return values if self.key < 0 else (*values[: self.key], row_id, *values[self.key + 1 :])


def layouts(connection: Connection) -> dict[str, Layout]:
    """Of every table but SQLite's own and the search index."""
    names = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").scalars()
    return {name: _layout(connection, name) for name in names.all() if not name.startswith(_OWN) and name not in TABLES}


def _layout(connection: Connection, name: str) -> Layout:
    rows = connection.exec_driver_sql(f"PRAGMA table_info({quoted(name)})").all()
    key = next((at for at, row in enumerate(rows) if row[5] and row[2].upper() == "INTEGER"), -1)
    return Layout(
        name=name,
        columns=tuple(row[1] for row in rows),
        types=tuple(_TYPES.get(row[2].upper(), str) for row in rows),
        needed=tuple(bool(row[3] or row[5]) for row in rows),
        key=key,
    )


def only_table(known: dict[str, Layout], values: tuple[Value, ...]) -> str:
    """The one table that the row can be of, "" where none or several can be."""
    if len(values) == 2 and values[0] in known and isinstance(values[1], int):
        return SEQUENCE
    names = [layout.name for layout in known.values() if layout.holds(values)]
    return names[0] if len(names) == 1 else ""
