"""What the readings and acts share: columns instead of entities, one record by key, times as they are stored."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Executable,
    Table,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.errors import InvalidInput, NotFound
from coordtui.models.profile import Profile
from coordtui.rules.dates import parse_partial

V = TypeVar("V")
M = TypeVar("M", bound=SQLModel)


def table(model: type[SQLModel]) -> Table:
    """The Core table of a model: readings select its columns, so that no entity is built."""
    return cast("Table", model.__table__)  # type: ignore[attr-defined]


def is_code(column: ColumnElement[Any], codes: Iterable[str]) -> ColumnElement[bool]:
    """`column` holds one of these codes of ours, which stand in the statement: bound, they would have to be spelled out
    anew whenever it is run, which takes longer than to run it."""
    return column.in_([literal_column(f"'{one}'") for one in sorted(codes)])


OPEN: ColumnElement[str] = literal_column("'open'")
"""The status of an open follow-up as a literal: SQLite uses a partial index only where it can see the value."""


def fetch(
    session: Session, statement: Executable, view: Callable[..., V], bound: Mapping[str, Any] | None = None
) -> tuple[V, ...]:
    """One view a row; the selected columns are its arguments in order. `bound` are values for its parameters."""
    return tuple(view(*row) for row in session.execute(statement, bound))


def pairs(session: Session, statement: Executable) -> dict[Any, Any]:
    """The two selected columns as keys and values."""
    return {row[0]: row[1] for row in session.execute(statement)}


def among(column: ColumnElement[Any], keys: Iterable[int] | None) -> ColumnElement[bool]:
    """`column` is one of `keys`, however many, as one bound value; everything when `keys` is None."""
    return true() if keys is None else _listed(column, literal(_json(keys)))


def _listed(column: ColumnElement[Any], keys: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.in_(select(func.json_each(keys).table_valued("value").c.value))


def _json(keys: Iterable[int]) -> str:
    return json.dumps(sorted(keys))


class Keyed:
    """A statement over some keys, or over all, for what every act asks: building it takes longer than running it.

    `build(within)` makes it; `within(column)` is the condition that a column is among the keys.
    """

    def __init__(self, build: Callable[[Callable[[ColumnElement[Any]], ColumnElement[bool]]], Executable]) -> None:
        self._some = build(lambda column: _listed(column, bindparam("keys")))
        self._all = build(lambda _: true())

    def rows(self, session: Session, keys: Iterable[int] | None) -> Sequence[Any]:
        """The rows of these keys; of all when `keys` is None."""
        if keys is None:
            return session.execute(self._all).all()
        return session.execute(self._some, {"keys": _json(keys)}).all()


def record(session: Session, model: type[M], key: int, what: str) -> M:
    """The entity to edit.

    Raises:
        NotFound: there is no such row; `what` names it in words ("follow-up").
    """
    found = session.get(model, key)
    if found is None:
        raise NotFound(f"There is no {what} {key}.", "It may have been undone; refresh the list.")
    return found


def utc(at: dt.datetime) -> dt.datetime:
    """A stored moment with its zone again: the store keeps UTC without saying so."""
    return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)


def utc_or_none(at: dt.datetime | None) -> dt.datetime | None:
    return None if at is None else utc(at)


def local(at: dt.datetime, zone: str) -> dt.datetime:
    """A stored moment on the clock of an IANA zone."""
    return utc(at).astimezone(ZoneInfo(zone))


def zone_of(session: Session) -> str:
    """The coordinator's zone; UTC before a profile is made."""
    zones = session.execute(_ZONE)
    return zones.scalar() or "UTC"


_ZONE = table(Profile).select().with_only_columns(table(Profile).c.zone).order_by(table(Profile).c.id)


def shorten(words: str, width: int = 60) -> str:
    """One line of at most `width` characters, for labels."""
    line = " ".join(words.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def said(note: str | None) -> str | None:
    """A note as kept: None instead of nothing, and no character that a terminal obeys or UTF-8 cannot hold."""
    kept = "".join(c for c in note or "" if c in "\n\t" or ord(c) > 0x9F or c.isprintable())
    return kept.encode("utf-8", "ignore").decode().strip() or None


def partial_day(field: str, text: str | None) -> str | None:
    """What was typed into a form as a day, a month or a year; None for nothing. Raises InvalidInput at the field."""
    if not (text or "").strip():
        return None
    try:
        return parse_partial(text or "")
    except ValueError as reason:
        raise InvalidInput(field, str(reason)) from None
