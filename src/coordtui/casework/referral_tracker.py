"""Everything that is open, in one list: by state, by who has the ball, by age, by provider, by patient."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, table
from coordtui.casework.promises import living
from coordtui.casework.referral_steps import overrides
from coordtui.models.codes import Ball, Urgency
from coordtui.models.patient import Patient
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules import finding
from coordtui.rules import referral as rules
from coordtui.rules.dates import FAR, moment_day
from coordtui.rules.fold import fold
from coordtui.rules.priority import BALL_WORDS
from coordtui.rules.referral import OPEN_STATES
from coordtui.rules.referral_ageing import Age, Overrides

_P, _R = table(Patient).c, table(Referral).c
GroupBy = Literal["state", "ball", "age", "provider", "patient"]
LATE: frozenset[Age] = frozenset({"red", "escalate"})
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
    language: str | None
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
        *(_R.id, _R.patient_id, _P.name, _P.language, _R.what, _R.to_name, _R.to_organization_id),
        *(_R.to_practitioner_id, _R.urgency, _R.social, _R.state, _R.ball, _R.since, _R.next_check_on),
        *(_R.ordered_on, _R.indicated_on, _R.limit_on, _R.parent_id),
    )
    .join_from(_R.id.table, _P.id.table, _P.id == _R.patient_id)
    .where(_R.state.in_(OPEN_STATES), living())
)


def tracker(session: Session, on: dt.date, *, filter: str = "", group: GroupBy = "state") -> Tracker:
    """Every open referral of living people on the caseload. Raises InvalidInput for the filter.

    Beside the filter's own keys, words find the state, the urgency, "social" and the age ("amber", "red", "escalate").
    """
    matches, own = finding.parse(filter, on), overrides(session)
    place = _PLACES[group]
    placed = []
    for found in fetch(session, _OPEN, _Found):
        row = _row(found, on, own)
        if matches(_facts(found, row)):
            placed.append((*place(found, row), row))
    placed.sort(key=lambda one: (one[0], one[3].next_check_on or FAR, fold(one[3].patient), one[3].work_id))
    rows = tuple(replace(row, group=key) for _, key, _, row in placed)
    titles = {key: title for _, key, title, _ in placed}
    counts = Counter(row.group for row in rows)
    late = Counter(row.group for row in rows if row.stage_age in LATE)
    return Tracker(rows, tuple(Group(key, title, counts[key], late[key]) for key, title in titles.items()))


def _row(found: _Found, on: dt.date, own: Overrides) -> TrackerRow:
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
        limit_on=rules.due_by(found, own),
        age_days=max((on - begun).days, 0),
        stage_age=rules.age_of(found, on, own),
        parent_id=found.parent_id,
    )


def _facts(found: _Found, row: TrackerRow) -> finding.Facts:
    social = "social" if row.social else "clinical"
    words = (row.patient, row.what, row.to_name or "", row.label, row.urgency.value, row.stage_age, social)
    return finding.Facts(
        fold(" ".join(words)),
        due_on=row.next_check_on,
        language=found.language,
        ball=(row.ball,),
        kind=(rules.kind_for(row.urgency, row.social),),
        open=1,
    )


Placed = tuple[tuple[int, str], str, str]
"""Where a group stands, its key and its title."""


def _by_state(_: _Found, row: TrackerRow) -> Placed:
    return (list(ReferralState).index(row.state), ""), row.state.value, row.label


def _by_ball(_: _Found, row: TrackerRow) -> Placed:
    words = "your turn" if row.ball is Ball.ME else f"waiting for {BALL_WORDS[row.ball]}"
    return (list(Ball).index(row.ball), ""), row.ball.value, words


def _by_age(_: _Found, row: TrackerRow) -> Placed:
    return (_AGES.index(row.stage_age), ""), row.stage_age, _AGE_TITLES[row.stage_age]


def _by_provider(found: _Found, row: TrackerRow) -> Placed:
    name = row.to_name or _NOBODY
    key = fold(name)
    if found.to_organization_id is not None:
        key = f"organization:{found.to_organization_id}"
    elif found.to_practitioner_id is not None:
        key = f"practitioner:{found.to_practitioner_id}"
    return (int(row.to_name is None), f"{fold(name)} {key}"), key, name


def _by_patient(_: _Found, row: TrackerRow) -> Placed:
    return (0, f"{fold(row.patient)} {row.patient_id:012}"), str(row.patient_id), row.patient


_PLACES: Mapping[GroupBy, Callable[[_Found, TrackerRow], Placed]] = MappingProxyType(
    {"state": _by_state, "ball": _by_ball, "age": _by_age, "provider": _by_provider, "patient": _by_patient}
)
