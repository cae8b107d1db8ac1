"""Everything that is open, in one list: by state, by who has the ball, by age, by provider, by patient.

Like every long list it is read in two steps (`windows`): `opening` gives the order of all rows with those about one
place, and `page` the rows of other keys. `tracker` is the two put together.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.casework.base import Keyed, among, table
from coordtui.casework.finding import Scope, where
from coordtui.casework.promises import living
from coordtui.casework.referral_groups import GroupBy, Heading, age_code, heading, headings, in_order, receivers
from coordtui.casework.referral_stages import LATE, Clocks, stages
from coordtui.casework.windows import PAGE, Window, around, read_keys, spelled
from coordtui.models.codes import Ball, Urgency
from coordtui.models.patient import Patient
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules import referral as rules
from coordtui.rules.dates import moment_day
from coordtui.rules.referral import OPEN_STATES
from coordtui.rules.referral_ageing import Age

_P, _R = table(Patient).c, table(Referral).c
_LISTED: Final = (_R.state.in_(OPEN_STATES), living())
_SCOPE: Final = Scope(person=_R.patient_id, row=_R.id, kind=table(Referral).name)


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """A referral. `work_id` is its key, `label` its state in words, `group` the heading that it belongs under.

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
    parent_id: int | None
    group: Heading


Line = TrackerRow | Heading


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the list; `late` counts the rows past their limit."""

    heading: Heading
    count: int
    late: int


@dataclass(frozen=True, slots=True)
class Tracker:
    """The rows group by group, in the order of `groups`; within one the next check first."""

    rows: tuple[TrackerRow, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """The keys of a window are the ids of referrals and, before each group, its heading's code below zero.

    `moved` has those that stand under another heading than theirs, with the code of theirs.
    """

    window: Window[Line | None]
    moved: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Sums:
    """What some referrals come to: how many wait for whom, how many are how old, and the ids of the late ones."""

    turns: Mapping[Ball, int]
    ages: Mapping[Age, int]
    late: frozenset[int]


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


_ROWS: Final = Keyed(
    lambda within: (
        select(
            *(_R.id, _R.patient_id, _P.name, _R.what, _R.to_name, _R.to_organization_id),
            *(_R.to_practitioner_id, _R.urgency, _R.social, _R.state, _R.ball, _R.since, _R.next_check_on),
            *(_R.ordered_on, _R.indicated_on, _R.limit_on, _R.parent_id),
        )
        .join_from(_R.id.table, _P.id.table, _P.id == _R.patient_id)
        .where(within(_R.id))
    )
)


def tracker(session: Session, on: dt.date, *, filter: str = "", group: GroupBy = "state") -> Tracker:
    """Every open referral of living people on the caseload that the filter lets through.

    Raises:
        InvalidInput: "filter" is not in the finding language.
    """
    lines = page(session, _laid_out(_order(session, on, filter, group)), on, group=group)
    rows = tuple(line for line in lines if isinstance(line, TrackerRow))
    counts = Counter(row.group.code for row in rows)
    late = Counter(row.group.code for row in rows if row.stage_age in LATE)
    groups = (Group(one, counts[one.code], late[one.code]) for one in lines if isinstance(one, Heading))
    return Tracker(rows, tuple(groups))


def opening(
    session: Session,
    on: dt.date,
    *,
    filter: str = "",
    group: GroupBy = "state",
    about: int | None = None,
    at: int = 0,
    sight: int = PAGE,
    after: Sequence[int] = (),
) -> Opening:
    """The order of the list, and its rows about one key, or about a place in it (`around`). Raises as `tracker`.

    With the keys of an earlier order in `after`, all that is still there keeps its place, whatever became of it, and
    what is new comes at the end of its group.
    """
    found = _order(session, on, filter, group)
    under = _in_place(found, after) if after else found
    keys = _laid_out(under)
    near = around(keys, about, at, sight)
    window = Window(keys, near.start, tuple(page(session, keys[near.start : near.stop], on, group=group)))
    return Opening(window, {key: found[key] for key, code in under.items() if code != found[key]})


def page(session: Session, keys: Sequence[int], on: dt.date, *, group: GroupBy) -> list[Line | None]:
    """A row or a heading for each of these keys in their order; None for what is gone."""
    clocks = Clocks(session, on)
    found = (_Found(*row) for row in _ROWS.rows(session, [key for key in keys if key > 0]))
    rows = {one.work_id: _row(one, on, group, clocks) for one in found}
    titles = headings(session, group, {-key for key in keys if key < 0})
    return [rows.get(key) if key > 0 else titles.get(-key) for key in keys]


def sums(session: Session, on: dt.date, keys: Collection[int]) -> Sums:
    """What the referrals with these keys come to."""
    turns, ages, late = Counter[Ball](), Counter[Age](), set[int]()
    for age, ball, ids in stages(session, on, keys):
        turns[ball] += len(ids)
        ages[age] += len(ids)
        late.update(ids if age in LATE else ())
    return Sums(turns, ages, frozenset(late))


def keys_of(session: Session, patients: Collection[int]) -> frozenset[int]:
    """The ids of all referrals of these patients, open or not."""
    return frozenset(session.scalars(select(_R.id).where(among(_R.patient_id, patients))))


def oldest(session: Session, keys: Collection[int]) -> dt.date | None:
    """The day since which the one that stands longest in its state of these stands there."""
    ((since,),) = _SINCE.rows(session, keys)
    return since  # type: ignore[no-any-return]


_SINCE: Final = Keyed(lambda within: select(func.min(_R.since)).where(within(_R.id)))


# --- the order -------------------------------------------------------------------------------------------------------


def _order(session: Session, on: dt.date, filter: str, group: GroupBy) -> dict[int, int]:
    """The ids of the referrals in their order, each with the code of its heading."""
    code, first = in_order(group)
    rows = (
        select(_R.id, code.label("code"))
        .join_from(_R.id.table, _P.id.table, _P.id == _R.patient_id)
        .where(*_LISTED, where(session, filter, "referrals", _SCOPE, on))
        .order_by(*first, _R.next_check_on.asc().nulls_last(), _P.fold, _R.id)
        .subquery()
    ).c
    texts = session.execute(select(spelled(rows.id), spelled(rows.code))).one()
    found = dict(zip(*map(read_keys, texts), strict=True))
    if group == "age":
        aged = ((age_code(age), ids) for age, _, ids in stages(session, on, None))
        return _regrouped(found, sorted(aged, key=lambda one: one[0]))
    if group == "provider":
        return _regrouped(found, [(one.code, ids) for one, ids in receivers(session)])
    return found


def _regrouped(found: Collection[int], groups: Sequence[tuple[int, Iterable[int]]]) -> dict[int, int]:
    """Those of `found` in their order, group by group; a code may come often."""
    place = {code: at for at, code in enumerate(dict.fromkeys(code for code, _ in groups))}
    codes = {key: code for code, ids in groups for key in ids}
    return {key: codes[key] for key in sorted(found, key=lambda key: place[codes[key]])}


def _in_place(found: Mapping[int, int], after: Sequence[int]) -> dict[int, int]:
    """What was found under the headings of an earlier order, in its order."""
    groups: dict[int, list[int]] = {}
    seen, code = set[int](), 0
    for key in after:
        if key < 0:
            code = -key
        elif key in found:
            groups.setdefault(code, []).append(key)
            seen.add(key)
    for key, code in found.items():
        if key not in seen:
            groups.setdefault(code, []).append(key)
    return {key: code for code, keys in groups.items() for key in keys}


def _laid_out(found: Mapping[int, int]) -> array[int]:
    """The keys with the headings between them."""
    keys, last = array("q"), 0
    for key, code in found.items():
        if code != last:
            keys.append(-code)
            last = code
        keys.append(key)
    return keys


def _row(found: _Found, on: dt.date, group: GroupBy, clocks: Clocks) -> TrackerRow:
    limit_on, age = clocks.of(found)
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
        group=heading(group, found, age),
    )
