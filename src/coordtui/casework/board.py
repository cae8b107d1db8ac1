"""The ranking of a day as rows to select from: the kept one, or one made in memory where that is out of date."""

from __future__ import annotations

import datetime as dt
import json
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from coordtui.casework.base import Keyed, table
from coordtui.casework.promises import living
from coordtui.casework.ranking import KEPT, NOBODY, Ranking, gather, kept, kept_values, rank_all, ranking_of
from coordtui.casework.windows import read_keys, spelled
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.queue_row import QueueRow

_P, _Q = table(Patient).c, table(QueueRow).c
TIERS = range(5)


@dataclass(frozen=True, slots=True)
class Board:
    """`rows` has the columns of `queue_row`; `fresh` is a ranking made in memory, by person."""

    rows: FromClause
    fresh: Mapping[int, Ranking] | None = None


KEPT_BOARD = Board(_Q.person.table)
"""The ranking as it is kept."""


def board(session: Session, on: dt.date, *, stored: bool = True) -> Board:
    """The ranking of a day. Made in memory when `stored` is False or a kept row may differ on that day."""
    if stored and not is_late(session, on):
        return KEPT_BOARD
    fresh = {one.person: one for one in rank_all(session, on)}
    return Board(board_of(fresh.values()), fresh)


def is_late(session: Session, on: dt.date) -> bool:
    """Whether a kept row may differ on that day; two searches of an index."""
    return bool(session.execute(_STALE, {"on": on}).scalar_one())


def rankings(session: Session, persons: Iterable[int], on: dt.date, ranked: Board | None = None) -> dict[int, Ranking]:
    """How these persons rank, by person: as kept, but ranked anew where the kept row may differ on that day."""
    keys = frozenset(persons)
    if ranked is not None and ranked.fresh is not None:
        return {key: ranked.fresh[key] for key in keys & ranked.fresh.keys()}
    found = {row[0]: kept(row) for row in _ROWS.rows(session, keys)}
    stale = {key for key, one in found.items() if one.changes_on <= on or one.ranked_on > on}
    if stale:
        found.update((key, ranking_of(one, on)) for key, one in gather(session, stale, on).items())
    return found


_ROWS = Keyed(lambda within: select(*KEPT).where(within(_Q.person)))


def order(
    session: Session, ranked: Board, condition: ColumnElement[bool] | None = None
) -> tuple[dict[int, int], array[int]]:
    """How many rows fulfil the condition by tier, and whose they are, best first. A sort key begins with its tier."""
    whole = ranked is KEPT_BOARD and condition is None
    statement = _WHOLE if whole else _ordering(ranked.rows, true() if condition is None else condition)
    persons, tiers = session.execute(statement).one()
    return {tier: (tiers or "").count(str(tier)) for tier in TIERS}, read_keys(persons)


def _ordering(ranked: FromClause, condition: ColumnElement[bool]) -> Select[Any]:
    row = ranked.c
    rows = select(row.person, func.substr(row.sort_key, 1, 1).label("tier"))
    each = rows.where(row.tier.is_not(None), condition).order_by(row.sort_key).subquery().c
    return select(spelled(each.person), func.group_concat(each.tier, ""))


_WHOLE = _ordering(KEPT_BOARD.rows, true())
"""Made once: to make it takes as long as to read a few rows."""

_ON = bindparam("on", type_=_Q.ranked_on.type)
_STALE = select(or_(exists().where(_Q.changes_on <= _ON), exists().where(_Q.ranked_on > _ON)))


@dataclass(frozen=True, slots=True)
class Sums:
    """A day's sums over everyone. `total` counts rows of the queue; `deferred`, `waiting` and `scheduled` follow-ups;
    `later` the living people on the caseload with no row.
    """

    total: int
    deferred: int
    waiting: int
    scheduled: int
    later: int


def sums(session: Session, ranked: Board) -> Sums:
    """Counts of indexes, of which none looks at a record."""
    row = ranked.rows.c
    aside = tuple(map(func.sum, (row.deferred, row.waiting, row.scheduled)))
    queued = select(func.count()).select_from(ranked.rows).where(row.tier.is_not(None))
    others = queued.where(or_(row.person == NOBODY, row.person.in_(_GONE))).scalar_subquery()
    found = session.execute(select(func.count(row.tier), *aside, _ALIVE.scalar_subquery(), others)).one()
    total, deferred, waiting, scheduled, alive, strangers = (each or 0 for each in found)
    return Sums(total, deferred, waiting, scheduled, alive - (total - strangers))


_ALIVE = select(func.count()).select_from(_P.id.table).where(living())
_GONE = union_all(
    select(_P.id).where(_P.case_status == CaseStatus.CLOSED),
    select(_P.id).where(_P.case_status == CaseStatus.OPEN, _P.deceased),
)
"""Who is not `living`."""


def board_of(ranked: Iterable[Ranking]) -> CTE:
    """Rankings as rows with the columns of `queue_row`."""
    rows = json.dumps([kept_values(one) for one in ranked], default=dt.date.isoformat)
    each = func.json_each(literal(rows)).table_valued("value").c.value
    columns = (func.json_extract(each, f"$.{one.name}", type_=one.type).label(one.name) for one in _Q)
    return select(*columns).cte("ranked").prefix_with("MATERIALIZED")
