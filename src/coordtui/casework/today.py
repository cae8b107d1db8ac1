"""The queue of a day: one row a person, ranked, each with its reasons; and what stands behind a row.

Long lists are read in two steps: `opening` gives the order of all rows as keys, with the rows about one place, and
`page` the rows of other keys. `today` is the two put together.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from coordtui.casework.acuity import standing
from coordtui.casework.base import Keyed, table, utc_or_none
from coordtui.casework.board import KEPT_BOARD, TIERS, Board, Sums, board, is_late, order, rankings, sums
from coordtui.casework.finding import Scope, where
from coordtui.casework.preview import Preview, preview
from coordtui.casework.ranking import (
    NOBODY,
    NOBODY_NAME,
    RankFault,
    Ranking,
    check_rank,
    rebuild,
    refresh,
    rerank,
    settle_hook,
    why,
)
from coordtui.casework.reach import best_phones
from coordtui.casework.windows import PAGE, Window, around
from coordtui.models.acuity import Level
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Patient
from coordtui.rules.priority import Reason

__all__ = [
    "NOBODY",
    "OpenItem",
    "Opening",
    "Preview",
    "RankFault",
    "Row",
    "Today",
    "check_rank",
    "opening",
    "page",
    "preview",
    "rebuild",
    "refresh",
    "rerank",
    "rows_of",
    "settle_hook",
    "sums_of",
    "today",
    "why",
]

_F, _P = table(FollowUp).c, table(Patient).c


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A further follow-up of the same person in the queue."""

    follow_up_id: int
    kind: str
    due_on: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the queue. Dates, ball, kind and text are of the top follow-up; `limit_at` is UTC.

    `patient_id` is None for notes that belong to nobody yet. `phone` is the best one that is not known to be bad.
    A `clear` row tells of a person whom a list held when it was sorted and who has no row any more.
    """

    patient_id: int | None
    patient: str
    tier: int
    points: int
    reasons: tuple[Reason, ...]
    due_on: dt.date
    limit_at: dt.datetime | None
    ball: Ball
    kind: str
    follow_up_id: int
    text: str
    phone: str | None
    language: str | None
    level: Level | None
    more: tuple[OpenItem, ...]
    next_check_on: dt.date | None = None
    attempts: int = 0
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """`counts` are the matching rows by tier, whatever `limit` shows; `total` is all rows of the day, unfiltered.

    `deferred`, `waiting` and `scheduled` count follow-ups; `later` the living people on the caseload with no row.
    """

    on: dt.date
    counts: Mapping[int, int]
    deferred: int
    waiting: int
    scheduled: int
    later: int
    total: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """The order of a day's queue, persons as keys, with the rows about one place. `counts` are all rows by tier.

    `late`: the order is that of the last ranking, which was for another day; the rows are of this one.
    """

    on: dt.date
    counts: Mapping[int, int]
    window: Window[Row]
    late: bool = False


def today(session: Session, on: dt.date, *, filter: str = "", limit: int | None = None, stored: bool = True) -> Today:
    """The queue of a day, best first. A constant number of queries.

    Reads the kept ranking; ranks in memory when `stored` is False or a kept row is out of date (see `refresh`).

    Raises:
        InvalidInput: "filter" is not in the finding language.
    """
    ranked = board(session, on, stored=stored)
    counts, persons = _order(session, ranked, on, filter)
    everyone = sums(session, ranked)
    return Today(
        on,
        counts,
        everyone.deferred,
        everyone.waiting,
        everyone.scheduled,
        everyone.later,
        everyone.total,
        tuple(page(session, persons[:limit], on, ranked)),
    )


def opening(
    session: Session,
    on: dt.date,
    *,
    filter: str = "",
    about: int | None = None,
    at: int = 0,
    sight: int = PAGE,
    as_kept: bool = False,
) -> Opening:
    """The order of a day's queue, and its rows about the person `about`, or about a place in it: see `around`.

    `as_kept` takes the kept order even where it is out of date: to show something before all are ranked again.
    Raises as `today`.
    """
    late = as_kept and is_late(session, on)
    ranked = KEPT_BOARD if as_kept else board(session, on)
    counts, persons = _order(session, ranked, on, filter)
    near = around(persons, about, at, sight)
    rows = page(session, persons[near.start : near.stop], on, ranked)
    return Opening(on, counts, Window(persons, near.start, tuple(rows)), late)


def page(session: Session, persons: Sequence[int], on: dt.date, ranked: Board | None = None) -> list[Row]:
    """A row for each of these persons in their order, as they rank now; one that is `clear` for who has none today."""
    found = rankings(session, persons, on, ranked)
    rows = {row.patient_id or NOBODY: row for row in _rows(session, found.values(), on)}
    if gone := set(persons) - rows.keys():
        names = {NOBODY: NOBODY_NAME, **{row[0]: row[1] for row in _PEOPLE.rows(session, gone)}}
        rows |= {person: _clear(person, names.get(person, ""), on) for person in gone}
    return [rows[person] for person in persons]


def rows_of(session: Session, persons: Iterable[int], on: dt.date) -> dict[int, Row]:
    """The rows of some persons as they rank now, by person; who has none today is left out. For after an act."""
    return {row.patient_id or NOBODY: row for row in _rows(session, rankings(session, persons, on).values(), on)}


def sums_of(session: Session, on: dt.date) -> Sums:
    """The sums of a day over everyone."""
    return sums(session, board(session, on))


def _order(session: Session, ranked: Board, on: dt.date, filter: str) -> tuple[dict[int, int], array[int]]:
    """How many rows match by tier, and whose they are, best first.

    The sum keeps SQLite from looking up person by person who fits, to sort them afterwards: to walk the order and ask
    of everyone costs a millisecond where nobody fits, and saves five where all ten thousand do.
    """
    scope = Scope(ranked.rows.c.person + literal_column("0"), board=ranked.rows)
    return order(session, ranked, where(session, filter, "people", scope, on) if filter.strip() else None)


_STEPS = Keyed(
    lambda within: select(
        *(_F.id, _F.kind, _F.due_on, _F.text),  # an OpenItem
        *(_F.limit_at, _F.ball, _F.next_check_on, _F.attempts),
    ).where(within(_F.id))
)
_PEOPLE = Keyed(lambda within: select(_P.id, _P.name, _P.language).where(within(_P.id)))


def _rows(session: Session, rankings: Iterable[Ranking], on: dt.date) -> list[Row]:
    """The rows of those rankings that have one, with what they show joined: four queries, however many rows."""
    ranked = [one for one in rankings if one.tier is not None]
    persons = {one.person for one in ranked}
    shown = {follow_up_id for one in ranked for follow_up_id in one.items}
    steps = {row[0]: row for row in _STEPS.rows(session, shown)}
    people = {row[0]: (row[1], row[2]) for row in _PEOPLE.rows(session, persons)}
    people[NOBODY] = (NOBODY_NAME, None)
    phones, levels = best_phones(session, persons), standing(session, persons, on)
    rows = []
    for one in ranked:
        name, language = people[one.person]
        level = levels.get(one.person)
        rows.append(_row(one, name, language, steps, phones.get(one.person), level.effective if level else None))
    return rows


def _clear(person: int, name: str, on: dt.date) -> Row:
    return Row(
        patient_id=person or None,
        patient=name,
        tier=TIERS[-1],
        points=0,
        reasons=(),
        due_on=on,
        limit_at=None,
        ball=Ball.ME,
        kind="",
        follow_up_id=0,
        text="",
        phone=None,
        language=None,
        level=None,
        more=(),
        clear=True,
    )


def _row(
    one: Ranking,
    name: str,
    language: str | None,
    steps: Mapping[int, Sequence[Any]],
    phone: str | None,
    level: Level | None,
) -> Row:
    first, *others = one.items
    _, kind, due_on, text, limit_at, ball, next_check_on, attempts = steps[first]
    return Row(
        patient_id=one.person or None,
        patient=name,
        tier=one.tier or 0,
        points=one.points,
        reasons=one.reasons,
        due_on=due_on,
        limit_at=utc_or_none(limit_at),
        ball=ball,
        kind=kind,
        follow_up_id=first,
        text=text,
        phone=phone,
        language=language,
        level=level,
        more=tuple([OpenItem(*steps[each][:4]) for each in others]),
        next_check_on=next_check_on,
        attempts=attempts,
    )
