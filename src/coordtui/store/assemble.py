"""Putting rows that were read page by page into an empty database, so that every reference leads somewhere again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, OperationalError

from coordtui.store import journal, migrations, salvage_journal, search
from coordtui.store.images import journalled_tables, quoted
from coordtui.store.layouts import DERIVED, SEQUENCE, Layout, layouts
from coordtui.store.readable import Readable, Rows
from coordtui.store.salvage_journal import Kept
from coordtui.store.second_copy import Images, Merged
from coordtui.store.stand_ins import reconnect

_JOURNAL = ("act", "change")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How one table came through: rows read, rebuilt from the journal, not put in because another one has what only one
    may have or because they belong to nothing; and the numbers of rows that are missing. `stand_ins` are records made
    for those that others refer to and that could not be read; `patients` had a row rebuilt. Where it is `uncertain`,
    more rows may be missing, of which not even the numbers are known. The rows `unsure` may have been changed later.
    """

    name: str
    read: int
    rebuilt: int
    refused: int
    unsure: tuple[int, ...]
    missing: tuple[int, ...]
    stand_ins: tuple[int, ...]
    patients: frozenset[int]
    uncertain: bool

    @property
    def whole(self) -> bool:
        return not (self.unsure or self.missing or self.refused or self.stand_ins or self.uncertain)


@dataclass(frozen=True, slots=True)
class Assembled:
    tables: tuple[Table, ...]
    kept: Kept


def assemble(connection: Connection, found: Readable, audit_key: bytearray) -> Assembled:
    """Fill a new database (guards and references off, in a write transaction) with what was read of another.

    It gets the schema of the other, where that is an earlier one and readable.
    """
    triggers = _without_triggers(connection)
    version = found.version or migrations.latest()
    if version < migrations.latest():
        _earlier_schema(connection, found, version)
    known = layouts(connection)
    given = _numbers_given(found)
    changes = _held(found, known["change"])
    acts, lost = salvage_journal.filled(_held(found, known["act"]), changes)
    _insert(connection, known["act"], acts)
    _insert(connection, known["change"], changes)
    hurt = found.damage().keys()
    numbered = bool(given) and SEQUENCE not in hurt  # then a table without a number never had a row
    highest = given.get("change", 0) if numbered else None
    images = Images.of(changes, highest, hurt=not hurt.isdisjoint({"change", ""}))
    merged, refused = {}, {}
    for name in sorted(journalled_tables()):
        if name in known:
            merged[name] = images.merged(known[name], found.rows.get(name, {}), given.get(name, 0))
            refused[name] = _insert(connection, known[name], merged[name].rows)
        else:  # of a later version, or lost with its definition
            merged[name], refused[name] = images.only_heard_of(name), 0
    _insert(connection, known["meta"], found.rows.get("meta", {}))
    stand_ins, dropped = reconnect(connection, known)
    _give_numbers(connection, given | {name: max(given.get(name, 0), *one.rows, 0) for name, one in merged.items()})
    kept = salvage_journal.settle(connection, audit_key, lost)
    for name, sql in triggers.items():
        if version == migrations.latest() or name in journal.OWN_TRIGGERS:
            connection.exec_driver_sql(sql)
    connection.exec_driver_sql(f"PRAGMA user_version={version}")
    tables = [
        _told(
            name,
            one,
            refused[name] + dropped.get(name, 0),
            stand_ins.get(name, ()),
            uncertain=not images.complete and not numbered and not hurt.isdisjoint({name, ""}),
        )
        for name, one in merged.items()
    ]
    return Assembled(tuple(tables), kept)


def _told(name: str, one: Merged, refused: int, stand_ins: tuple[int, ...], *, uncertain: bool) -> Table:
    missing = tuple(key for key in one.missing if key not in stand_ins)
    return Table(
        name=name,
        read=one.read,
        rebuilt=len(one.rebuilt),
        refused=refused,
        unsure=tuple(one.unsure),
        missing=missing,
        stand_ins=stand_ins,
        patients=frozenset(one.patients),
        uncertain=uncertain,
    )


def _held(found: Readable, layout: Layout) -> Rows:
    """The rows of a table of the journal that are as they should be, with their numbers."""
    rows = found.rows.get(layout.name, {})
    return {key: layout.whole(key, row) for key, row in rows.items() if layout.holds(row)}


def _without_triggers(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all()
    for name, _ in rows:
        connection.exec_driver_sql(f"DROP TRIGGER {quoted(name)}")
    return {name: sql for name, sql in rows}  # noqa: C416 - rows are no pairs to the type checker


def _earlier_schema(connection: Connection, found: Readable, version: int) -> None:
    """The tables and indexes of an earlier version in place of the present ones.

    A definition that could not be read is the one of now, where no later step changed it.
    """
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL").all()
    changed = migrations.changed_since(version)
    read = {name: (kind, sql) for kind, name, sql in found.schema if sql}
    present = {name: (kind, sql) for kind, name, of, sql in rows if changed.isdisjoint({name, of})}
    if not changed.isdisjoint(search.TABLES):
        search.drop(connection)
    for kind, name, _, _ in rows:
        if kind == "table" and not _is_kept(name):
            connection.exec_driver_sql(f"DROP TABLE {quoted(name)}")
    for wanted in ("table", "index"):
        for name, (kind, sql) in (present | read).items():
            if kind == wanted and not _is_kept(name):
                with suppress(OperationalError):  # an index of a table whose definition is lost
                    connection.exec_driver_sql(sql)
    connection.exec_driver_sql("INSERT INTO current_act VALUES (1, NULL)")


def _is_kept(name: str) -> bool:
    """What is made with others, and not by itself."""
    return name.startswith("sqlite_") or name in search.TABLES


def _numbers_given(found: Readable) -> dict[str, int]:
    """The highest row id that each table ever gave out, as far as readable."""
    rows = found.rows.get(SEQUENCE, {}).values()
    return {str(row[0]): row[1] for row in rows if len(row) == 2 and isinstance(row[1], int)}


def _give_numbers(connection: Connection, given: dict[str, int]) -> None:
    """A row id that was given out is never given out again."""
    highest = connection.exec_driver_sql("SELECT tbl, max(row_id) FROM change GROUP BY tbl").all()
    last = connection.exec_driver_sql("SELECT max(id) FROM change").scalar() or 0
    wanted = given | {"change": max(last, given.get("change", 0))}
    for name, row_id in highest:
        wanted[name] = max(row_id, wanted.get(name, 0))
    connection.exec_driver_sql("DELETE FROM sqlite_sequence")
    for name, number in sorted(wanted.items()):
        if name not in DERIVED:
            connection.exec_driver_sql("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)", (name, number))


def _insert(connection: Connection, layout: Layout, rows: Rows) -> int:
    """Returns how many rows the database refused, such as a second one of what may be there once."""
    columns = ", ".join(map(quoted, layout.columns))
    sql = f"INSERT INTO {quoted(layout.name)}({columns}) VALUES ({', '.join('?' * len(layout.columns))})"  # noqa: S608
    values: list[Any] = list(rows.values())
    try:
        with connection.begin_nested():
            if values:
                connection.exec_driver_sql(sql, values)
            return 0
    except IntegrityError:
        return sum(_one_refused(connection, sql, row) for row in values)


def _one_refused(connection: Connection, sql: str, row: Any) -> bool:
    try:
        connection.exec_driver_sql(sql, row)
    except IntegrityError:
        return True
    return False
