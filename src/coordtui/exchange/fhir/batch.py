"""Rows gathered and written by the table: a bulk insert costs a fortieth of as many single ones.

Their ids are given out here, above every id the table has ever had, so that rows can point at each other beforehand.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from pydantic_core import PydanticUndefined
from sqlalchemy import Insert, Table, insert, text
from sqlmodel import Session, SQLModel

from coordtui.exchange.fhir.mapping import Row
from coordtui.models.base import Record


def table_of(model: type[SQLModel]) -> Table:
    return cast("Table", model.__table__)  # type: ignore[attr-defined]


class Batch:
    """Rows to insert within one act. Nothing else may insert into the same tables before `flush`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[type[Record], dict[int, Row]] = {}
        self._highest: dict[str, int] | None = None

    def add(self, model: type[Record], values: Row) -> int:
        """Insert a row at the next flush; columns that are not given have the model's defaults. Returns its id."""
        key = self._take_id(model)
        row = {name: values[name] if name in values else _default(model, name) for name in _columns(model)}
        self._rows.setdefault(model, {})[key] = {**row, "id": key}
        return key

    def waiting(self, model: type[Record], key: int) -> Row | None:
        """A row that is not written yet, to be changed in place."""
        return self._rows.get(model, {}).get(key)

    def flush(self) -> None:
        """Write everything, tables that others point to first."""
        order = _order()
        for model in sorted(self._rows, key=lambda model: order[table_of(model)]):
            self._session.execute(_insert(model), list(self._rows[model].values()))
        self._rows.clear()
        self._highest = None

    def _take_id(self, model: type[Record]) -> int:
        if self._highest is None:
            rows = self._session.execute(text("SELECT name, seq FROM sqlite_sequence"))
            self._highest = {row.name: row.seq for row in rows}
        name = table_of(model).name
        key = self._highest.get(name, 0) + 1
        self._highest[name] = key
        return key


@cache
def _order() -> dict[Table, int]:
    """The place of each table, those that others point to first."""
    return {table: place for place, table in enumerate(SQLModel.metadata.sorted_tables)}


@cache
def _insert(model: type[Record]) -> Insert:
    return insert(table_of(model))


@cache
def _columns(model: type[Record]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def _default(model: type[Record], name: str) -> Any:
    field = model.model_fields[name]
    if field.default_factory is not None:
        return field.default_factory()  # type: ignore[call-arg]
    if field.default is PydanticUndefined:
        raise TypeError(f"{model.__name__}.{name} needs a value")
    return field.default
