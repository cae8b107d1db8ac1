"""Everyone on the caseload, one row each, however many: the queries are always the same few.

Long lists are read in two steps: `opening` gives the order of all rows as keys, with the rows about one place, and
`page` the rows of other keys. `caseload` is the two put together.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select
from sqlalchemy.orm import Session

from coordtui.casework import standings
from coordtui.casework.acuity import standing
from coordtui.casework.base import Keyed, local, table, zone_of
from coordtui.casework.care_plan import plan_states
from coordtui.casework.finding import Scope, where
from coordtui.casework.standings import last_reached
from coordtui.casework.windows import PAGE, Window, around, keys_of, read_keys
from coordtui.errors import InvalidInput
from coordtui.models.acuity import Level
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.queue_row import QueueRow
from coordtui.rules.contact import engagement
from coordtui.rules.dates import age

_P, _Q = table(Patient).c, table(QueueRow).c
_KEPT = _P.id.table.outerjoin(_Q.person.table, _Q.person == _P.id)
_OPEN = func.coalesce(_Q.in_queue + _Q.deferred + _Q.waiting + _Q.scheduled, 0)


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """A patient with an open case, living or dead. `acuity` is the score, `level` what counts on the day.

    `next_due` is the earliest day on which something must be done, `open` the number of open follow-ups, `plan` a word
    (see `care_plan.plan_states`) or None, `engagement` new, engaged, drifting, disengaged or lost.
    """

    patient_id: int
    patient: str
    birth_date: str | None
    age: int | None
    acuity: int | None
    level: Level | None
    next_due: dt.date | None
    last_two_way: dt.date | None
    open: int
    plan: str | None
    engagement: str
    deceased: bool
    language: str | None


@dataclass(frozen=True, slots=True)
class Sums:
    """What the caseload comes to: the living by the level that counts (None: not assessed), the lost, the dead."""

    levels: Mapping[Level | None, int]
    lost: int
    died: int

    @property
    def living(self) -> int:
        return sum(self.levels.values())


def _years(on: dt.date) -> Any:
    """Grows as the age does; NULL for somebody who is not born yet."""
    born = standings.birth_key(_P.birth_date)
    return case((born <= on.isoformat(), -cast(func.replace(born, "-", ""), Integer)))


_PLAIN: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "name": _P.fold,
        "patient": _P.fold,
        "birth_date": standings.birth_key(_P.birth_date),
        "acuity": standings.score(_P.id),
        "next_due": _Q.next_due,
        "last_two_way": last_reached(_P.id),
        "open": _OPEN,
        "deceased": _P.deceased,
        "language": func.nullif(_P.language, ""),
    }
)
"""What sorts a column on any day."""
SORTS: Final = (*_PLAIN, "age", "level", "plan", "engagement")
"""The columns to sort by; what a row does not have comes last either way."""


def _sorting(column: str, on: dt.date, zone: str) -> Any:
    match column:
        case "age":
            return _years(on)
        case "level":
            return standings.level_rank(_P.id, on)
        case "plan":
            return standings.plan_rank(_P.id, on)
        case "engagement":
            return standings.engagement_rank(_P.id, _P.added_on, on, zone)
    return _PLAIN[column]


def caseload(
    session: Session, on: dt.date, *, filter: str = "", sort: str = "name", descending: bool = False
) -> tuple[CaseloadRow, ...]:
    """Every patient whose case is open, the dead among them; of equals by name. A constant number of queries.

    Raises:
        InvalidInput: "filter" is not in the finding language, or "sort" is no column.
    """
    rows = page(session, _order(session, on, filter, sort, descending), on)
    return tuple(row for row in rows if row is not None)


def opening(
    session: Session,
    on: dt.date,
    *,
    filter: str = "",
    sort: str = "name",
    descending: bool = False,
    about: int | None = None,
    at: int = 0,
    sight: int = PAGE,
) -> Window[CaseloadRow | None]:
    """The order of the caseload, and its rows about one patient, or about a place in it: see `around`.

    Raises as `caseload`.
    """
    keys = _order(session, on, filter, sort, descending)
    near = around(keys, about, at, sight)
    return Window(keys, near.start, tuple(page(session, keys[near.start : near.stop], on)))


def page(session: Session, patients: Sequence[int], on: dt.date) -> list[CaseloadRow | None]:
    """A row for each of these patients in their order; None for who is not there any more."""
    levels, plans = standing(session, patients, on), plan_states(session, patients, on)
    zone, rows = zone_of(session), dict[int, CaseloadRow]()
    for patient_id, name, born, added_on, deceased, language, due, open_, last in _PEOPLE.rows(session, patients):
        level, two_way = levels.get(patient_id), None if last is None else local(last, zone).date()
        rows[patient_id] = CaseloadRow(
            patient_id=patient_id,
            patient=name,
            birth_date=born,
            age=age(born, on),
            acuity=level.score if level else None,
            level=level.effective if level else None,
            next_due=due,
            last_two_way=two_way,
            open=open_,
            plan=plans.get(patient_id),
            engagement=engagement(two_way, added_on, on),
            deceased=deceased,
            language=language,
        )
    return [rows.get(key) for key in patients]


_PEOPLE = Keyed(
    lambda within: (
        select(
            *(_P.id, _P.name, _P.birth_date, _P.added_on, _P.deceased, _P.language),
            *(_Q.next_due, _OPEN, last_reached(_P.id)),
        )
        .select_from(_KEPT)
        .where(within(_P.id))
    )
)


def sums(session: Session, on: dt.date, *, filter: str = "") -> Sums:
    """What the rows that match come to. Raises as `caseload`."""
    level = standings.level_rank(_P.id, on)
    lost = standings.engagement_rank(_P.id, _P.added_on, on, zone_of(session)) == standings.ENGAGEMENTS.index("lost")
    each = select(_P.deceased, level, lost, func.count()).select_from(_KEPT).where(_OPEN_CASE)
    each = each.where(_fits(session, on, filter))
    levels, out_of_touch, died = Counter[Level | None](), 0, 0
    for deceased, rank, is_lost, count in session.execute(each.group_by(_P.deceased, level, lost)):
        if deceased:
            died += count
        else:
            levels[None if rank is None else standings.LEVELS[rank]] += count
            out_of_touch += count if is_lost else 0
    return Sums(levels, out_of_touch, died)


def _order(session: Session, on: dt.date, filter: str, sort: str, descending: bool) -> array[int]:
    if sort not in SORTS:
        raise InvalidInput("sort", f'There is no column "{sort}".', f"Columns are {', '.join(SORTS)}.")
    zone = zone_of(session) if sort == "engagement" else ""
    rows, whole = _everyone(sort, on, zone, descending)
    statement = keys_of(rows.where(_fits(session, on, filter))) if filter.strip() else whole
    return read_keys(session.execute(statement).scalar_one())


@lru_cache(maxsize=4)
def _everyone(sort: str, on: dt.date, zone: str, descending: bool) -> tuple[Select[Any], Select[Any]]:
    """The rows of the whole caseload in an order, and the statement for their keys: to make these takes as long as to
    read them."""
    value = _sorting(sort, on, zone)
    by = value.desc() if descending else value.asc()
    order = (by, _P.id) if value is _P.fold else (by.nulls_last(), _P.fold, _P.id)
    rows = select(_P.id).select_from(_KEPT).where(_OPEN_CASE).order_by(*order)
    return rows, keys_of(rows)


_OPEN_CASE = _P.case_status == CaseStatus.OPEN


def _fits(session: Session, on: dt.date, filter: str) -> ColumnElement[bool]:
    return where(session, filter, "people", Scope(_P.id), on)
