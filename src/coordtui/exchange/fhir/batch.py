"""Rows gathered and written by the table: a bulk insert costs a fortieth of as many single ones.

Their ids are given out here, above every id the table has ever had, so that rows can point at each other beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pydantic_core import PydanticUndefined
from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite
from sqlmodel import Session, SQLModel

from coordtui.exchange.fhir.mapping import Row
from coordtui.models.base import Record

_DIALECT = sqlite.dialect()


def table_of(model: type[SQLModel]) -> Table:
    return cast("Table", model.__table__)  # type: ignore[attr-defined]


@cache
def name_of(model: type[SQLModel]) -> str:
    """The name of its table. SQLAlchemy's own is no plain `str`, which the driver handles many times slower."""
    return str(table_of(model).name)


def values_of(record: Record) -> Row:
    """A record that is not in the vault yet, as a row to add."""
    return {name: getattr(record, name) for name in type(record).model_fields if name != "id"}


class Batch:
    """Rows to insert within one act. Nothing else may insert into the same tables before `flush`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[type[Record], dict[int, Row]] = {}
        self._highest: dict[str, int] | None = None

    def add(self, model: type[Record], values: Row) -> int:
        """Insert a row at the next flush; columns that are not given have the model's defaults. Returns its id."""
        key = self._take_id(model)
        self._rows.setdefault(model, {})[key] = {**_writing(model).filled(values), "id": key}
        return key

    def waiting(self, model: type[Record], key: int) -> Row | None:
        """A row that is not written yet, to be changed in place."""
        return self._rows.get(model, {}).get(key)

    def flush(self) -> None:
        """Write everything, tables that others point to first."""
        order = _order()
        connection = self._session.connection()
        for model in sorted(self._rows, key=lambda model: order[table_of(model)]):
            writing = _writing(model)
            connection.exec_driver_sql(writing.sql, [writing.bound(row) for row in self._rows[model].values()])
        self._rows.clear()
        self._highest = None

    def _take_id(self, model: type[Record]) -> int:
        if self._highest is None:
            rows = self._session.connection().exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
            self._highest = {row.name: row.seq for row in rows}
        name = name_of(model)
        key = self._highest.get(name, 0) + 1
        self._highest[name] = key
        return key


@dataclass(frozen=True, slots=True)
class _Writing:
    """How the rows of a table are written, worked out once: SQLAlchemy would work it out for every row of a batch.

    `binders` turn the values of their columns, by place, into what the driver is given.
    """

    sql: str
    columns: tuple[str, ...]
    binders: tuple[tuple[int, Callable[[Any], Any]], ...]
    needed: frozenset[str]
    defaults: Row
    factories: tuple[tuple[str, Callable[[], Any]], ...]

    def filled(self, values: Row) -> Row:
        """Raises TypeError when a column has neither a value nor a default."""
        missing = self.needed - values.keys()
        if missing:
            raise TypeError(f"{self.sql.split('(')[0]}needs {', '.join(sorted(missing))}")
        return {**self.defaults, **{name: make() for name, make in self.factories if name not in values}, **values}

    def bound(self, row: Row) -> tuple[Any, ...]:
        values = [row[name] for name in self.columns]
        for place, binder in self.binders:
            values[place] = binder(values[place])
        return tuple(values)


@cache
def _writing(model: type[Record]) -> _Writing:
    table, fields = table_of(model), model.model_fields
    types = [column.type.dialect_impl(_DIALECT) for column in table.columns]
    binders = [(place, type_.bind_processor(_DIALECT)) for place, type_ in enumerate(types)]
    others = {name: field for name, field in fields.items() if name != "id"}
    made = {name: field.default_factory for name, field in others.items() if field.default_factory is not None}
    fixed = {name: field.default for name, field in others.items() if name not in made}
    return _Writing(
        sql=str(insert(table).compile(dialect=_DIALECT)),
        columns=tuple(column.name for column in table.columns),
        binders=tuple((place, binder) for place, binder in binders if binder is not None),
        needed=frozenset(name for name, default in fixed.items() if default is PydanticUndefined),
        defaults={name: default for name, default in fixed.items() if default is not PydanticUndefined},
        factories=cast("tuple[tuple[str, Callable[[], Any]], ...]", tuple(made.items())),
    )


@cache
def _order() -> dict[Table, int]:
    """The place of each table, those that others point to first."""
    return {table: place for place, table in enumerate(SQLModel.metadata.sorted_tables)}
