"""What every term of the finding language is made of: the row that it is asked of, and conditions that are never NULL.

A condition is true or false of every row, so that a filter and its negation split a list. Values are always bound.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.models.queue_row import QueueRow
from coordtui.rules.finding import Op, Term
from coordtui.rules.fold import fold

_NOBODY: ColumnElement[int] = literal_column("0")


@dataclass(frozen=True, slots=True)
class Scope:
    """The columns of a row that a filter is asked of, all of tables in the statement's own FROM.

    `person` is the patient's id, 0 for nobody (never NULL). `row` is the row's own id and `kind` its table's name, for
    lists of something else than people. `board` has the columns of `queue_row`, the table or a ranking in memory; None
    where the list itself shows no rank.
    """

    person: ColumnElement[Any] = _NOBODY
    row: ColumnElement[Any] = _NOBODY
    kind: str = ""
    board: FromClause | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Where, and on which day, a filter is asked. `everywhere`: short words too are looked for in all records."""

    session: Session
    scope: Scope
    today: dt.date
    everywhere: bool = False

    def ranked(self) -> Any:
        """The columns of the ranking, apart from those of the row."""
        board = table(QueueRow) if self.scope.board is None else self.scope.board
        return board.alias().c

    def among(self, people: Any) -> ColumnElement[bool]:
        """The row's person is one of those that a statement selects."""
        return self.scope.person.in_(people)

    def lacks(self, whose: ColumnElement[Any], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        """The row is a person's, and no record (`whose` is its patient) is theirs that fulfils the conditions."""
        return and_(self.scope.person != 0, ~self.has(whose, *conditions))

    def has(self, whose: ColumnElement[Any], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        """Some record is theirs: one search of its index by patient for each row."""
        return exists(literal_column("1")).where(whose == self.scope.person, *conditions)


Compile: TypeAlias = Callable[[Term, Asked], ColumnElement[bool]]
"""The condition of a term."""


def any_of(parts: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *parts)


def all_of(parts: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    return and_(true(), *parts)


def listed(column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """`column` is one of `values`, however many, as one bound value."""
    one = func.json_each(literal(json.dumps(list(values)))).table_valued("value").c.value
    return column.in_(select(one))


def numbered(op: Op, value: str, at_least: Callable[[int], ColumnElement[bool]]) -> ColumnElement[bool]:
    """A comparison of a whole number, told by `at_least` alone."""
    number = int(value)
    below = {"<": number, "<=": number + 1, "is": number + 1}
    above = {">=": number, ">": number + 1, "is": number}
    parts = [at_least(above[op])] if op in above else []
    parts += [~at_least(below[op])] if op in below else []
    return and_(*parts)


def chosen(op: Op, value: str, order: Sequence[str]) -> tuple[str, ...]:
    """The values of an ordered choice that a comparison with one of them lets through."""
    at = order.index(value)
    span = {"is": (at, at + 1), "<": (0, at), "<=": (0, at + 1), ">": (at + 1, None), ">=": (at, None)}
    return tuple(order[slice(*span[op])])


def within(column: ColumnElement[Any], first: dt.date | None, last: dt.date | None) -> ColumnElement[bool]:
    """The column holds a day from `first` to `last`, both included; None is an open end."""
    parts: list[ColumnElement[bool]] = [column.is_not(None)]
    parts += [] if first is None else [column >= first]
    parts += [] if last is None else [column <= last]
    return and_(*parts)


def begun_in(value: str, text: str | None) -> bool:
    """The typed words stand in the text in a row, the first of them at the beginning of a word."""
    words = fold(value)
    return bool(words) and f" {words}" in f" {fold(text or '')}"


def held(session: Session, column: ColumnElement[Any]) -> tuple[str, ...]:
    """The different values of an indexed column, in order."""
    return tuple(session.scalars(different(column)))


def different(column: ColumnElement[Any]) -> Select[Any]:
    """The same as a statement: each value is found by one search of the index, however many rows have it."""
    of, after = (column.table.alias().c[column.name] for _ in range(2))
    found = select(func.min(of).label("value")).cte("held", recursive=True)
    following = select(func.min(after)).where(after > found.c.value).scalar_subquery()
    found = found.union_all(select(following).where(found.c.value.is_not(None)))
    return select(found.c.value).where(found.c.value.is_not(None))
