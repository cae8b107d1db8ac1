"""Rows for many tables, collected first and inserted at once, with ids and uids that come out the same every time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from itertools import takewhile
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import insert, text
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.casework.base import table


@cache
def _blank(model: type[SQLModel]) -> tuple[str, Mapping[str, Any]]:
    """The table's name, and every column at its default, so that all rows of a table have the same keys."""
    blank = {}
    for name, field in model.model_fields.items():
        default = field.get_default()
        blank[name] = None if default is PydanticUndefined else default
    return table(model).name, blank


class Rows:
    """Collects rows and numbers them after those that the vault ever had, in the order in which they are added."""

    def __init__(self, session: Session, seed: int) -> None:
        self._seed = seed
        self._rows: dict[type[SQLModel], list[dict[str, Any]]] = {}
        used = session.execute(text("SELECT name, seq FROM sqlite_sequence"))
        self._last: dict[str, int] = {name: last for name, last in used}  # noqa: C416 - rows are no pairs to mypy

    def add(self, model: type[SQLModel], **values: Any) -> int:
        """Add a row; returns its id. A name that is no column is a TypeError."""
        name, blank = _blank(model)
        key = self._last[name] = self._last.get(name, 0) + 1
        row = {**blank, **values, "id": key}
        if len(row) > len(blank):
            raise TypeError(f"{name} has no {values.keys() - blank.keys()}")
        if "uid" in blank:
            row["uid"] = hashlib.blake2b(f"{self._seed}/{name}/{key}".encode(), digest_size=16).hexdigest()
        self._rows.setdefault(model, []).append(row)
        return key

    def row(self, model: type[SQLModel], key: int) -> dict[str, Any]:
        """A row that was added and is not written yet."""
        listed = self._rows[model]
        found: dict[str, Any] = listed[key - listed[0]["id"]]
        return found

    def last(self, model: type[SQLModel], patient_id: int) -> list[dict[str, Any]]:
        """The rows that were added last, as long as they are about this patient, in their order."""
        found = list(takewhile(lambda row: row["patient_id"] == patient_id, reversed(self._rows.get(model, []))))
        return found[::-1]

    def insert(self, session: Session) -> None:
        """Write everything, parents before children."""
        order = {found: place for place, found in enumerate(SQLModel.metadata.sorted_tables)}
        for model in sorted(self._rows, key=lambda model: order[table(model)]):
            session.execute(insert(table(model)), self._rows[model])
        self._rows.clear()
