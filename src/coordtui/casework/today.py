"""The queue of a day: one row a person, ranked, each with its reasons; and what stands behind a row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from coordtui.casework.acuity import standing
from coordtui.casework.base import among, table, utc_or_none
from coordtui.casework.preview import Preview, preview
from coordtui.casework.promises import living
from coordtui.casework.ranking import (
    KEPT,
    NOBODY,
    NOBODY_NAME,
    RankFault,
    Ranking,
    check_rank,
    gather,
    is_stale,
    kept,
    rank_all,
    ranking_of,
    rebuild,
    refresh,
    rerank,
    settle_hook,
    why,
)
from coordtui.casework.reach import best_phones
from coordtui.casework.row_facts import facts_of
from coordtui.models.acuity import Level
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Patient
from coordtui.models.queue_row import QueueRow
from coordtui.rules import finding
from coordtui.rules.priority import Reason

__all__ = [
    "NOBODY",
    "OpenItem",
    "Preview",
    "RankFault",
    "Row",
    "Today",
    "check_rank",
    "preview",
    "rebuild",
    "refresh",
    "rerank",
    "rows_of",
    "settle_hook",
    "today",
    "why",
]

_F, _P, _Q = table(FollowUp).c, table(Patient).c, table(QueueRow).c
TIERS = range(5)


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


def today(session: Session, on: dt.date, *, filter: str = "", limit: int | None = None, stored: bool = True) -> Today:
    """The queue of a day, best first. A constant number of queries.

    Reads the kept ranking; ranks in memory when `stored` is False or a kept row is out of date (see `refresh`).

    Raises:
        InvalidInput: "filter" is not in the finding language.
    """
    matches = finding.parse(filter, on)
    narrow = bool(filter.strip())
    board = (_kept_board(session, on, None if narrow else limit) if stored else None) or _fresh_board(session, on)
    if narrow:
        facts = facts_of(session, board.ranked, on)
        found = [one for one, told in zip(board.ranked, facts, strict=True) if matches(told)]
        counts: Mapping[int, int] = _count(one.tier for one in found if one.tier is not None)
        rows = tuple(_rows(session, found[:limit], on))
    else:
        counts, rows = board.counts, tuple(_rows(session, board.ranked[:limit], on))
    total = sum(board.counts.values())
    return Today(on, counts, board.deferred, board.waiting, board.scheduled, board.later, total, rows)


def rows_of(session: Session, persons: Iterable[int], on: dt.date) -> dict[int, Row]:
    """The rows of some persons as they rank now, by person; who has none today is left out. For after an act."""
    ranked = [ranking_of(one, on) for one in gather(session, persons, on).values()]
    rows = _rows(session, [one for one in ranked if one.tier is not None], on)
    return {row.patient_id or NOBODY: row for row in rows}


@dataclass(frozen=True, slots=True)
class _Board:
    """The sums of a day over everyone, and the ranked rows (the first of them, when only a window was asked for)."""

    counts: Mapping[int, int]
    deferred: int
    waiting: int
    scheduled: int
    later: int
    ranked: Sequence[Ranking]


def _kept_board(session: Session, on: dt.date, limit: int | None) -> _Board | None:
    """From the derived table, or None when a row of it is out of date."""
    stale = func.sum(case((is_stale(on), 1), else_=0))
    aside = (func.sum(_Q.deferred), func.sum(_Q.waiting), func.sum(_Q.scheduled))
    sums = session.execute(select(_Q.tier, func.count(), stale, *aside).group_by(_Q.tier)).all()
    if any(row[2] for row in sums):
        return None
    window = select(*KEPT).where(_Q.tier.is_not(None)).order_by(_Q.sort_key).limit(limit)
    resting = select(func.count()).select_from(_P.id.table.outerjoin(_Q.person.table, _Q.person == _P.id))
    return _Board(
        counts={**dict.fromkeys(TIERS, 0), **{row[0]: row[1] for row in sums if row[0] is not None}},
        deferred=sum(row[3] for row in sums),
        waiting=sum(row[4] for row in sums),
        scheduled=sum(row[5] for row in sums),
        later=session.execute(resting.where(living(), _Q.tier.is_(None))).scalar_one(),
        ranked=[kept(tuple(row)) for row in session.execute(window)],
    )


def _fresh_board(session: Session, on: dt.date) -> _Board:
    """Ranked in memory; nothing is stored."""
    everyone = tuple(rank_all(session, on))
    ranked = sorted((one for one in everyone if one.tier is not None), key=lambda one: one.sort_key or "")
    shown = {one.person for one in ranked}
    resting = select(func.count()).select_from(_P.id.table).where(living(), ~among(_P.id, shown))
    return _Board(
        counts=_count(one.tier for one in ranked if one.tier is not None),
        deferred=sum(one.deferred for one in everyone),
        waiting=sum(one.waiting for one in everyone),
        scheduled=sum(one.scheduled for one in everyone),
        later=session.execute(resting).scalar_one(),
        ranked=ranked,
    )


def _count(tiers: Iterable[int]) -> dict[int, int]:
    return {**dict.fromkeys(TIERS, 0), **Counter(tiers)}


class _Top(NamedTuple):
    """What a row shows of a follow-up."""

    due_on: dt.date
    limit_at: dt.datetime | None
    ball: Ball
    kind: str
    text: str
    next_check_on: dt.date | None
    attempts: int


def _rows(session: Session, ranked: Sequence[Ranking], on: dt.date) -> list[Row]:
    """The rows of some rankings in their order, with what they show joined: four queries, however many rows."""
    persons = {one.person for one in ranked}
    shown = {follow_up_id for one in ranked for follow_up_id in one.items}
    top = select(_F.id, _F.due_on, _F.limit_at, _F.ball, _F.kind, _F.text, _F.next_check_on, _F.attempts)
    steps = {row[0]: _Top(*row[1:]) for row in session.execute(top.where(among(_F.id, shown)))}
    people = {
        row[0]: (row[1], row[2])
        for row in session.execute(select(_P.id, _P.name, _P.language).where(among(_P.id, persons)))
    }
    people[NOBODY] = (NOBODY_NAME, None)
    phones, levels = best_phones(session, persons), standing(session, persons, on)
    rows = []
    for one in ranked:
        name, language = people[one.person]
        level = levels.get(one.person)
        rows.append(_row(one, name, language, steps, phones.get(one.person), level.effective if level else None))
    return rows


def _row(
    one: Ranking,
    name: str,
    language: str | None,
    steps: Mapping[int, _Top],
    phone: str | None,
    level: Level | None,
) -> Row:
    first, *others = one.items
    top = steps[first]
    return Row(
        patient_id=one.person or None,
        patient=name,
        tier=one.tier or 0,
        points=one.points,
        reasons=one.reasons,
        due_on=top.due_on,
        limit_at=utc_or_none(top.limit_at),
        ball=top.ball,
        kind=top.kind,
        follow_up_id=first,
        text=top.text,
        phone=phone,
        language=language,
        level=level,
        more=tuple(OpenItem(each, steps[each].kind, steps[each].due_on, steps[each].text) for each in others),
        next_check_on=top.next_check_on,
        attempts=top.attempts,
    )
