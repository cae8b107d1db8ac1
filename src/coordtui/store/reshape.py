"""What a migration does to tables: makes new ones, and rebuilds those that ALTER TABLE could not bring into shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

from sqlalchemy import Connection

from coordtui.store.images import quoted

Fills = Mapping[str, str]
"""By column: the SQL expression of its value in rows from before it existed."""
_MADE = re.compile(r"CREATE (?:TABLE|INDEX|UNIQUE INDEX) (\w+)")
_TABLE = re.compile(r"CREATE TABLE (\w+)")


def reshape(connection: Connection, script: str, fills: Mapping[str, Fills]) -> None:
    """Run the frozen schema `script` (a file beside this one). A table of it that exists keeps its rows.

    Columns that a table had keep their values, new ones get what `fills` says for the table, else NULL. References must
    be off and are checked by the caller. The triggers of a rebuilt table are gone; the caller installs them again.
    """
    for statement in _statements(script):
        table = _TABLE.match(statement)
        if table is None or not _columns(connection, table[1]):
            connection.exec_driver_sql(statement)
        else:
            _rebuild(connection, table[1], statement, fills.get(table[1], {}))


def made_by(script: str) -> frozenset[str]:
    """The tables and indexes that a script makes or gives another shape."""
    return frozenset(found[1] for statement in _statements(script) if (found := _MADE.match(statement)))


def _statements(script: str) -> Iterator[str]:
    text = files("coordtui.store").joinpath(script).read_text(encoding="utf-8")
    sql = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return (one.strip() for one in sql.split(";") if one.strip())


def _columns(connection: Connection, table: str) -> list[str]:
    return [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({quoted(table)})")]


def _rebuild(connection: Connection, table: str, create: str, fills: Fills) -> None:
    """SQLite's own recipe for a change of shape. Row ids that were given out stay given out."""
    fresh = f"{table}_renewed"
    connection.exec_driver_sql(_TABLE.sub(f"CREATE TABLE {fresh}", create, count=1))
    kept = set(_columns(connection, table)) & set(_columns(connection, fresh))
    values = {name: quoted(name) for name in sorted(kept)} | dict(fills)
    into, what = ", ".join(map(quoted, values)), ", ".join(values.values())
    connection.exec_driver_sql(f"INSERT INTO {fresh}({into}) SELECT {what} FROM {quoted(table)}")  # noqa: S608
    highest = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    connection.exec_driver_sql(f"DROP TABLE {quoted(table)}")
    connection.exec_driver_sql(f"ALTER TABLE {fresh} RENAME TO {quoted(table)}")
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    connection.exec_driver_sql("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)", (table, highest or 0))
