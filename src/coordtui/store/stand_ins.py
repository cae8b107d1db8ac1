"""References between salvaged rows: what a row refers to and is not there gets a stand-in or is let go.

A stand-in says in its words that the record could not be read; so the notes about a person are kept though the person's
own row is lost.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, DateTime, Integer, LargeBinary

from coordtui.clock import utc_now
from coordtui.store.images import journalled_tables, quoted
from coordtui.store.layouts import Layout

WORDS = "Unreadable record"
_ROUNDS = 5
"""So deep a stand-in may ask for further stand-ins: progress → goal → plan → patient."""


def reconnect(connection: Connection, known: Mapping[str, Layout]) -> tuple[dict[str, tuple[int, ...]], dict[str, int]]:
    """Returns the row ids of the stand-ins, and how many rows had to be left out, by table."""
    made: dict[str, tuple[int, ...]] = {}
    dropped: dict[str, int] = {}
    for last in (*[False] * _ROUNDS, True):
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        for table, row_id, parent, key in broken:
            column, needed = _reference(connection, known[table], key)
            if not needed:
                _forget(connection, table, column, row_id)
                continue
            row = _row(connection, known[table], row_id)
            if not row or row[column] in made.get(parent, ()):  # left out or found a home for another reference of it
                continue
            if not last and parent in known and _stand_in(connection, known[parent], row[column], row):
                made[parent] = (*made.get(parent, ()), row[column])
            else:
                connection.exec_driver_sql(f"DELETE FROM {quoted(table)} WHERE rowid = ?", (row_id,))  # noqa: S608
                dropped[table] = dropped.get(table, 0) + 1
        if not broken:
            break
    return made, dropped


def _reference(connection: Connection, layout: Layout, key: int) -> tuple[str, bool]:
    """The column of a table's reference with that number, and whether it must refer to something."""
    rows = connection.exec_driver_sql(f"PRAGMA foreign_key_list({quoted(layout.name)})").all()
    column: str = next(row[3] for row in rows if row[0] == key)
    return column, layout.needed[layout.columns.index(column)]


def _forget(connection: Connection, table: str, column: str, row_id: int) -> None:
    connection.exec_driver_sql(f"UPDATE {quoted(table)} SET {quoted(column)} = NULL WHERE rowid = ?", (row_id,))  # noqa: S608


def _row(connection: Connection, layout: Layout, row_id: int) -> Mapping[str, Any]:
    sql = f"SELECT * FROM {quoted(layout.name)} WHERE rowid = ?"  # noqa: S608
    found = connection.exec_driver_sql(sql, (row_id,)).first()
    return {} if found is None else dict(zip(layout.columns, found, strict=True))


def _stand_in(connection: Connection, parent: Layout, number: int, child: Mapping[str, Any]) -> bool:
    """Make record `number` of a table, to which the row `child` refers; False where too little is known of it."""
    table = journalled_tables().get(parent.name)
    if table is None or not set(parent.columns) <= set(table.columns.keys()):
        return False
    each = list(zip(parent.columns, parent.needed, strict=True))
    values = [_value(table.columns[name], number, child) if needed else None for name, needed in each]
    if any(value is None and needed for value, (_, needed) in zip(values, each, strict=True)):
        return False
    columns, places = ", ".join(map(quoted, parent.columns)), ", ".join("?" * len(values))
    connection.exec_driver_sql(f"INSERT INTO {quoted(parent.name)}({columns}) VALUES ({places})", tuple(values))  # noqa: S608
    return True


def _value(column: Column[Any], number: int, child: Mapping[str, Any]) -> Any:
    """What a stand-in holds where it cannot hold nothing; None where that is not known."""
    if column.primary_key:
        return number
    if column.foreign_keys:
        return child.get(column.name)
    if column.name == "uid":
        return secrets.token_hex(16)
    if column.default is not None and column.default.is_scalar:
        return _raw(getattr(column.default, "arg", None))
    codes = getattr(column.type, "enum", None)
    if codes is not None:
        return _raw(next(iter(codes)))
    if isinstance(column.type, Date):
        return utc_now().date().isoformat()
    if isinstance(getattr(column.type, "impl", None), DateTime):
        return f"{utc_now():%Y-%m-%d %H:%M:%S.%f}"
    if isinstance(column.type, LargeBinary):
        return None
    return 0 if isinstance(column.type, (Integer, Boolean)) else f"{WORDS} {number}"


def _raw(value: Any) -> Any:
    """As the database keeps it: a code by its value, a truth value as a number."""
    return int(value) if isinstance(value, bool) else getattr(value, "value", value)
