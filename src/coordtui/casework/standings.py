"""What a person's row shows of other records, as SQL over a whole list, made of the same numbers as the rules.

Each takes the column of a patient's id and is answered by an index. A rank is a place in the words named with it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from coordtui.casework.base import table
from coordtui.models.acuity import Acuity, Level
from coordtui.models.care_plan import CarePlan, PlanStatus
from coordtui.models.contact import Contact
from coordtui.rules.care_plan import OPEN
from coordtui.rules.contact import DISENGAGED_DAYS, DRIFTING_DAYS, ENGAGED_DAYS
from coordtui.rules.dates import day_begin

_A, _C, _L = table(Acuity).c, table(Contact).c, table(CarePlan).c
LEVELS: Final = tuple(Level)
PLANS: Final = ("draft", "on-hold", "active", "overdue")
ENGAGEMENTS: Final = ("new", "engaged", "drifting", "disengaged", "lost")


def last_reached(person: ColumnElement[Any]) -> Any:
    """The moment of the last two-way contact, UTC; NULL for never."""
    return select(func.max(_C.at)).where(_C.patient_id == person, _C.reached).scalar_subquery()


def score(person: ColumnElement[Any]) -> Any:
    """The score of the newest assessment; NULL without one."""
    return _newest(person, _A.score)


def level_rank(person: ColumnElement[Any], on: dt.date) -> Any:
    """The place in LEVELS of the level that counts on that day (`rules.acuity.effective`); NULL when not assessed."""
    overridden = and_(_A.override.is_not(None), or_(_A.override_until.is_(None), _A.override_until >= on))
    ranks = {level: place for place, level in enumerate(LEVELS)}
    return _newest(person, case(ranks, value=case((overridden, _A.override), else_=_A.level)))


def _newest(person: ColumnElement[Any], column: ColumnElement[Any]) -> Any:
    return select(column).where(_A.patient_id == person).order_by(_A.id.desc()).limit(1).scalar_subquery()


def plan_rank(person: ColumnElement[Any], on: dt.date) -> Any:
    """The place in PLANS of what `care_plan.plan_states` says of the person; NULL without an open plan."""
    overdue = and_(_L.status == PlanStatus.ACTIVE, _L.review_on < on)
    ranks = {PlanStatus.DRAFT: 0, PlanStatus.ON_HOLD: 1, PlanStatus.ACTIVE: 2}
    rank = func.max(case((overdue, 3), else_=case(ranks, value=_L.status)))
    return select(rank).where(_L.patient_id == person, _L.status.in_(tuple(OPEN))).scalar_subquery()


def engagement_rank(person: ColumnElement[Any], added_on: ColumnElement[Any], on: dt.date, zone: str) -> Any:
    """The place in ENGAGEMENTS of what `rules.contact.engagement` says on that day in the coordinator's zone."""
    last = last_reached(person)
    silent = (ENGAGED_DAYS - 1, DRIFTING_DAYS - 1, DISENGAGED_DAYS)
    days = [on - dt.timedelta(each) for each in silent]
    reached = [(last >= day_begin(day, zone), place) for place, day in enumerate(days, 1)]
    waited = [(added_on >= day, place) for place, day in zip((0, 2, 3), days, strict=True)]
    return case(*reached, (last.is_not(None), 4), *waited, else_=4)


def birth_key(born: ColumnElement[Any]) -> Any:
    """As `rules.dates.partial_key`; NULL when unknown."""
    vague = {4: born + "-00-00", 7: born + "-00"}
    return func.nullif(case(vague, value=func.length(born), else_=born), "")
