"""Everything that is open, in one list: by state, by who has the ball, by age, by provider, by patient."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, table
from coordtui.casework.finding import Scope, where
from coordtui.casework.promises import living
from coordtui.casework.referral_stages import LATE, Clocks
from coordtui.models.codes import Ball, Urgency
from coordtui.models.patient import Patient
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules import referral as rules
from coordtui.rules.dates import FAR, moment_day
from coordtui.rules.fold import fold
from coordtui.rules.priority import BALL_WORDS
from coordtui.rules.referral import OPEN_STATES
from coordtui.rules.referral_ageing import Age

_P, _R = table(Patient).c, table(Referral).c
GroupBy = Literal["state", "ball", "age", "provider", "patient"]
_STATES, _BALLS = tuple(ReferralState), tuple(Ball)
_AGES: tuple[Age, ...] = ("escalate", "red", "amber", "in time")
_AGE_TITLES: Mapping[Age, str] = MappingProxyType(
    {"escalate": "escalate: twice its time", "red": "past its time", "amber": "nearly due", "in time": "in time"}
)
_NOBODY = "nobody chosen yet"


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """An open referral. `work_id` is its key, `label` its state in words, `group` the key of its group.

    `limit_on` is the day by which it has to move on: its state's limit, or the outer clock where that ends earlier.
    `age_days` run from the clinically indicated date, else from the order, else from the state; never below 0.
    """

    work_id: int
    patient_id: int
    patient: str
    what: str
    to_name: str | None
    urgency: Urgency
    social: bool
    state: ReferralState
    label: str
    ball: Ball
    since: dt.date
    next_check_on: dt.date | None
    indicated_on: dt.date | None
    limit_on: dt.date | None
    age_days: int
    stage_age: Age
    parent_id: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the list; `late` counts the rows past their limit."""

    key: str
    title: str
    count: int
    late: int


@dataclass(frozen=True, slots=True)
class Tracker:
    """The rows group by group, in the order of `groups`; within one the next check first."""

    rows: tuple[TrackerRow, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """The columns that are read, as the rules take them."""

    work_id: int
    patient_id: int
    patient: str
    what: str
    to_name: str | None
    to_organization_id: int | None
    to_practitioner_id: int | None
    urgency: Urgency
    social: bool
    state: ReferralState
    ball: Ball
    since: dt.date
    next_check_on: dt.date | None
    ordered_on: str | None
    indicated_on: dt.date | None
    limit_on: dt.date | None
    parent_id: int | None


_OPEN = (
    select(
        *(_R.id, _R.patient_id, _P.name, _R.what, _R.to_name, _R.to_organization_id),
        *(_R.to_practitioner_id, _R.urgency, _R.social, _R.state, _R.ball, _R.since, _R.next_check_on),
        *(_R.ordered_on, _R.indicated_on, _R.limit_on, _R.parent_id),
    )
    .join_from(_R.id.table, _P.id.table, _P.id == _R.patient_id)
    .where(_R.state.in_(OPEN_STATES), living())
)
_SCOPE = Scope(person=_R.patient_id, row=_R.id, kind=table(Referral).name)


def tracker(session: Session, on: dt.date, *, filter: str = "", group: GroupBy = "state") -> Tracker:
    """Every open referral of living people on the caseload that the filter lets through.

    Raises:
        InvalidInput: "filter" is not in the finding language.
    """
    clocks, place = Clocks(session, on), _PLACES[group]
    placed = []
    for found in fetch(session, _OPEN.where(where(session, filter, "referrals", _SCOPE, on)), _Found):
        limit_on, age = clocks.of(found)
        order, key, title = place(found, age)
        placed.append((order, title, _row(found, on, limit_on, age, key)))
    placed.sort(key=lambda one: (one[0], one[2].next_check_on or FAR, fold(one[2].patient), one[2].work_id))
    rows = tuple(row for *_, row in placed)
    titles = {row.group: title for _, title, row in placed}
    counts = Counter(row.group for row in rows)
    late = Counter(row.group for row in rows if row.stage_age in LATE)
    return Tracker(rows, tuple(Group(key, title, counts[key], late[key]) for key, title in titles.items()))


def _row(found: _Found, on: dt.date, limit_on: dt.date | None, age: Age, group: str) -> TrackerRow:
    begun = found.indicated_on or moment_day(found.ordered_on) or found.since
    return TrackerRow(
        work_id=found.work_id,
        patient_id=found.patient_id,
        patient=found.patient,
        what=found.what,
        to_name=found.to_name,
        urgency=found.urgency,
        social=found.social,
        state=found.state,
        label=rules.STATES[found.state].label,
        ball=found.ball,
        since=found.since,
        next_check_on=found.next_check_on,
        indicated_on=found.indicated_on,
        limit_on=limit_on,
        age_days=max((on - begun).days, 0),
        stage_age=age,
        parent_id=found.parent_id,
        group=group,
    )


Placed = tuple[tuple[int, str], str, str]
"""Where a group stands, its key and its title."""


def _by_state(found: _Found, _: Age) -> Placed:
    return (_STATES.index(found.state), ""), found.state.value, rules.STATES[found.state].label


def _by_ball(found: _Found, _: Age) -> Placed:
    words = "your turn" if found.ball is Ball.ME else f"waiting for {BALL_WORDS[found.ball]}"
    return (_BALLS.index(found.ball), ""), found.ball.value, words


def _by_age(_: _Found, age: Age) -> Placed:
    return (_AGES.index(age), ""), age, _AGE_TITLES[age]


def _by_provider(found: _Found, _: Age) -> Placed:
    name = found.to_name or _NOBODY
    key = fold(name)
    if found.to_organization_id is not None:
        key = f"organization:{found.to_organization_id}"
    elif found.to_practitioner_id is not None:
        key = f"practitioner:{found.to_practitioner_id}"
    return (int(found.to_name is None), f"{fold(name)} {key}"), key, name


def _by_patient(found: _Found, _: Age) -> Placed:
    return (0, f"{fold(found.patient)} {found.patient_id:012}"), str(found.patient_id), found.patient


_PLACES: Mapping[GroupBy, Callable[[_Found, Age], Placed]] = MappingProxyType(
    {"state": _by_state, "ball": _by_ball, "age": _by_age, "provider": _by_provider, "patient": _by_patient}
)
