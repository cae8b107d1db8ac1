"""A row as JSON and back again, exactly; and the triggers that write such images for every change of a record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.dialects import sqlite

from coordtui.models.base import Record

_DIALECT = sqlite.dialect()
_INEXACT = ("FLOAT", "REAL", "DOUBLE", "NUMERIC", "DECIMAL")

Row = dict[str, Any]


def quoted(identifier: str) -> str:
    """An identifier of the metadata as SQL."""
    return _DIALECT.identifier_preparer.quote_identifier(identifier)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def journalled_tables() -> dict[str, Table]:
    """Every table of records by name: the tables of all subclasses of Record."""
    found: dict[str, Table] = {}
    waiting: list[type] = [Record]
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        table = getattr(model, "__table__", None)
        if isinstance(table, Table):
            found[table.name] = table
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Shape:
    """What restoring a row of a table takes. `blobs` are the columns whose image is hex."""

    table: str
    key: str
    columns: tuple[str, ...]
    blobs: frozenset[str]

    def values(self, image: Row) -> list[Any]:
        """The raw values of an image, in the order of `columns`; a missing or extra column is a KeyError."""
        if image.keys() != set(self.columns):
            raise KeyError(self.table)
        return [bytes.fromhex(image[name]) if self._is_hex(name, image) else image[name] for name in self.columns]

    def _is_hex(self, name: str, image: Row) -> bool:
        return name in self.blobs and image[name] is not None


@cache
def shape(table: Table) -> Shape:
    """Raises TypeError for a table whose rows JSON cannot hold exactly."""
    keys = list(table.primary_key.columns)
    if len(keys) != 1 or _kind(keys[0]) != "INTEGER":
        raise TypeError(f"{table.name} needs one integer primary key to be journalled")
    for column in table.columns:
        if _kind(column).startswith(_INEXACT):
            raise TypeError(f"{table.name}.{column.name} is no exact number or text")
    blobs = frozenset(column.name for column in table.columns if _kind(column) == "BLOB")
    return Shape(table.name, keys[0].name, tuple(column.name for column in table.columns), blobs)


def _kind(column: Column[Any]) -> str:
    return str(column.type.compile(dialect=_DIALECT)).upper()


def parse(image: str) -> Row:
    row: Row = json.loads(image)
    return row


def image_sql(table: Table, alias: str) -> str:
    """The SQL of a row's image; `alias` is "new", "old" or a table alias."""
    blobs = shape(table).blobs
    parts = []
    for name in shape(table).columns:
        value = f"{alias}.{quoted(name)}"
        # hex(NULL) is '', so a missing value has to be told apart from an empty one
        shown = f"CASE WHEN {value} IS NULL THEN NULL ELSE hex({value}) END" if name in blobs else value
        parts.append(f"{_literal(name)}, {shown}")
    return f"json_object({', '.join(parts)})"


def _patient_sql(table: Table, alias: str) -> str:
    """The patient under whom a change is filed."""
    if table.name == "patient":
        return f"{alias}.{quoted(shape(table).key)}"
    return f"{alias}.{quoted('patient_id')}" if "patient_id" in table.columns else "NULL"


def trigger_name(table: Table, event: str) -> str:
    return f"journal_{table.name}_{event.lower()}"


EVENTS = ("INSERT", "UPDATE", "DELETE")


def trigger_sql(table: Table) -> list[str]:
    """The three triggers of a table, which file every change under the open act and refuse it when none is open."""
    return [_trigger(table, event) for event in EVENTS]


def _trigger(table: Table, event: str) -> str:
    key = quoted(shape(table).key)
    alias = "old" if event == "DELETE" else "new"
    before = "NULL" if event == "INSERT" else image_sql(table, "old")
    after = "NULL" if event == "DELETE" else image_sql(table, "new")
    when, guard = "", ""
    if event == "UPDATE":
        columns = [quoted(name) for name in shape(table).columns]
        # compared by bytes, whatever the column's collation: a change of case is a change
        when = " WHEN " + " OR ".join(f"old.{name} IS NOT new.{name} COLLATE BINARY" for name in columns)
        guard = f" SELECT RAISE(ABORT, 'a record keeps its number') WHERE old.{key} IS NOT new.{key};"
    return (  # every name in it comes from the metadata
        f"CREATE TRIGGER {quoted(trigger_name(table, event))} AFTER {event} ON {quoted(table.name)}{when} BEGIN"  # noqa: S608
        " SELECT RAISE(ABORT, 'no act is open') WHERE (SELECT seq FROM current_act) IS NULL;"
        f"{guard}"
        " INSERT INTO change(act, tbl, row_id, patient_id, before, after)"
        f" SELECT seq, {_literal(table.name)}, {alias}.{key}, {_patient_sql(table, alias)}, {before}, {after}"
        " FROM current_act; END"
    )
