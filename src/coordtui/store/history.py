"""Undo and redo, computed from the journal alone, so that both survive a restart.

Undo is a stack of undoable acts: it takes back the newest one that still stands. Redo repeats what was taken back,
in order, until a new act is done. Recorded acts (views, exports) are on neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table

from coordtui.errors import UndoRefused
from coordtui.store.images import Shape, image_sql, journalled_tables, parse, quoted, shape
from coordtui.store.journal import UNDONE


@dataclass(frozen=True, slots=True)
class Step:
    """An act, or a batch of them, that can be undone or redone now. `seq` is the only or the first one's."""

    seq: int
    verb: str
    summary: str
    patient_id: int | None


# A batch is shown as its first act, with how many more there are.
_COLUMNS = (
    "coalesce(a.batch, a.seq), a.verb, coalesce(f.summary, a.summary), CASE WHEN f.seq IS NULL THEN a.patient_id END,"
    " (SELECT count(*) - 1 FROM act b WHERE b.batch = a.batch)"
)
_FROM = "FROM act a LEFT JOIN act f ON f.seq = a.batch"
_UNDOABLE = f"SELECT {_COLUMNS} {_FROM} WHERE a.kind = 'do' AND NOT {UNDONE} ORDER BY a.seq DESC LIMIT 1"
# What was undone after the newest act done, and still is; the last one undone is the oldest of them.
_REDOABLE = (
    f"SELECT {_COLUMNS} {_FROM} WHERE a.seq IN"  # noqa: S608
    " (SELECT target FROM act WHERE kind = 'undo' AND target IS NOT NULL"
    " AND seq > (SELECT max(seq) FROM act WHERE kind = 'do'))"
    f" AND {UNDONE} ORDER BY a.seq LIMIT 1"
)


def undoable(connection: Connection) -> Step | None:
    """What undo would take back."""
    return _step(connection, _UNDOABLE)


def redoable(connection: Connection) -> Step | None:
    """What redo would repeat."""
    return _step(connection, _REDOABLE)


def _step(connection: Connection, sql: str) -> Step | None:
    row = connection.exec_driver_sql(sql).first()
    if row is None:
        return None
    seq, verb, summary, patient_id, more = row
    return Step(seq, verb, f"{summary} and {more} more" if more > 0 else summary, patient_id)


def take_back(connection: Connection, seq: int) -> None:
    """Restore every row that act `seq`, or the batch it begins, changed to its state before. Runs inside an open act.

    Raises:
        UndoRefused: a row is no longer as that act left it; the transaction must be rolled back.
    """
    for one in reversed(_together(connection, seq)):
        _check(connection, one, newest=True)
        _apply(connection, _changes(connection, one, backwards=True))


def repeat(connection: Connection, seq: int) -> None:
    """Change every row again as act `seq`, or its batch, did. Runs inside an open act; refuses as `take_back` does."""
    for one in _together(connection, seq):
        _check(connection, one, newest=False)
        _apply(connection, _changes(connection, one, backwards=False))


def _together(connection: Connection, seq: int) -> list[int]:
    """The acts of the batch that `seq` begins, oldest first; itself, where it stands alone."""
    found = connection.exec_driver_sql("SELECT seq FROM act WHERE batch = ? ORDER BY seq", (seq,)).scalars().all()
    return [int(one) for one in found] or [seq]


@dataclass(frozen=True, slots=True)
class _Change:
    """A row's way from one image to another; None where it does not exist."""

    table: str
    row_id: int
    source: str | None
    target: str | None


def _changes(connection: Connection, seq: int, *, backwards: bool) -> list[_Change]:
    images, order = ("after, before", "DESC") if backwards else ("before, after", "ASC")
    sql = f"SELECT tbl, row_id, {images} FROM change WHERE act = ? ORDER BY id {order}"  # noqa: S608
    return [_Change(*row) for row in connection.exec_driver_sql(sql, (seq,))]


def _check(connection: Connection, seq: int, *, newest: bool) -> None:
    """Every row must stand as the act left it (`newest`) or found it, to the last byte."""
    for name in connection.exec_driver_sql("SELECT DISTINCT tbl FROM change WHERE act = ?", (seq,)).scalars().all():
        table = journalled_tables().get(name)
        row_id = 0 if table is None else connection.exec_driver_sql(_differing(table, newest), (seq, name)).scalar()
        if row_id is not None and table is not None and _reshaped(connection, seq, table):
            raise UndoRefused("This was done before coordtui was updated and its records were given more fields.")
        if row_id is not None:
            which = f"{name.replace('_', ' ')} {row_id}".removesuffix(" 0")
            raise UndoRefused(f"The record {which} has changed since, so its earlier state was not put back.")


def _reshaped(connection: Connection, seq: int, table: Table) -> bool:
    """Whether the act's images are those of an earlier schema's table."""
    sql = "SELECT coalesce(after, before) FROM change WHERE act = ? AND tbl = ? LIMIT 1"
    image = connection.exec_driver_sql(sql, (seq, table.name)).scalar_one()
    return parse(image).keys() != set(shape(table).columns)


def _differing(table: Table, newest: bool) -> str:
    """SQL (act, table name) -> a row whose present image is not the act's last (or first) one."""
    key = f"t.{quoted(shape(table).key)}"
    end, image = ("max", "after") if newest else ("min", "before")
    return (
        f"SELECT c.row_id FROM (SELECT row_id, {image} AS image, {end}(id) FROM change"  # noqa: S608
        " WHERE act = ?1 AND tbl = ?2 GROUP BY row_id) c"  # max and min make SQLite take `image` from that same row
        f" LEFT JOIN {quoted(table.name)} t ON {key} = c.row_id"
        f" WHERE c.image IS NOT CASE WHEN {key} IS NULL THEN NULL ELSE {image_sql(table, 't')} END LIMIT 1"
    )


def _apply(connection: Connection, changes: Iterable[_Change]) -> None:
    # Each step passes through a state that once held, but references may dangle until the last one.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    tables = journalled_tables()
    for kind, name, rows in _batches(changes, tables):
        connection.exec_driver_sql(_SQL[kind](shape(tables[name])), rows)


_Batch = tuple[str, str, list[tuple[object, ...]]]


def _batches(changes: Iterable[_Change], tables: dict[str, Table]) -> Iterator[_Batch]:
    """Neighbouring changes of one kind in one table together: an import is undone in few statements."""
    batch: _Batch | None = None
    for change in changes:
        kind = "insert" if change.source is None else "delete" if change.target is None else "update"
        if batch is None or batch[:2] != (kind, change.table):
            if batch is not None:
                yield batch
            batch = (kind, change.table, [])
        batch[2].append(_bound(change, shape(tables[change.table])))
    if batch is not None:
        yield batch


def _bound(change: _Change, of: Shape) -> tuple[object, ...]:
    if change.target is None:
        return (change.row_id,)
    values = of.values(parse(change.target))
    return tuple(values) if change.source is None else (*values, change.row_id)


def _insert(of: Shape) -> str:
    marks = ", ".join("?" for _ in of.columns)
    return f"INSERT INTO {quoted(of.table)}({', '.join(map(quoted, of.columns))}) VALUES ({marks})"  # noqa: S608


def _update(of: Shape) -> str:
    assignments = ", ".join(f"{quoted(name)} = ?" for name in of.columns)
    return f"UPDATE {quoted(of.table)} SET {assignments} WHERE {quoted(of.key)} = ?"  # noqa: S608


def _delete(of: Shape) -> str:
    return f"DELETE FROM {quoted(of.table)} WHERE {quoted(of.key)} = ?"  # noqa: S608


_SQL = {"insert": _insert, "update": _update, "delete": _delete}
