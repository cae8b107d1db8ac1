"""By what open referrals are grouped: the heading that each stands under, and the order of the headings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, Protocol

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from coordtui.casework.base import Keyed, table
from coordtui.models.codes import Ball
from coordtui.models.patient import Patient
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.fold import fold
from coordtui.rules.priority import BALL_WORDS
from coordtui.rules.referral import OPEN_STATES, STATES
from coordtui.rules.referral_ageing import Age

GroupBy = Literal["state", "ball", "age", "provider", "patient"]
_P, _R = table(Patient).c, table(Referral).c
_NOBODY: Final = "nobody chosen yet"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a group. `key` names it for scripts ("sent", "organization:3"), `code` among those of its
    grouping as a number from 1 on; a provider's number is good for as long as the program runs.
    """

    code: int
    key: str
    title: str


class Grouped(Protocol):
    """What the heading of a referral is made of."""

    @property
    def patient_id(self) -> int: ...
    @property
    def patient(self) -> str: ...
    @property
    def state(self) -> ReferralState: ...
    @property
    def ball(self) -> Ball: ...
    @property
    def to_name(self) -> str | None: ...
    @property
    def to_organization_id(self) -> int | None: ...
    @property
    def to_practitioner_id(self) -> int | None: ...


def _numbered(titles: Mapping[Any, str]) -> Mapping[Any, Heading]:
    return MappingProxyType(
        {one: Heading(code, str(one), title) for code, (one, title) in enumerate(titles.items(), 1)}
    )


_BY_STATE: Final = _numbered({state: STATES[state].label for state in ReferralState})
_BY_BALL: Final = _numbered(
    {ball: "your turn" if ball is Ball.ME else f"waiting for {BALL_WORDS[ball]}" for ball in Ball}
)
_BY_AGE: Final[Mapping[Age, Heading]] = _numbered(
    {"escalate": "escalate: twice its time", "red": "past its time", "amber": "nearly due", "in time": "in time"}
)
_FIXED: Final[Mapping[GroupBy, Mapping[Any, Heading]]] = MappingProxyType(
    {"state": _BY_STATE, "ball": _BY_BALL, "age": _BY_AGE}
)


def heading(group: GroupBy, one: Grouped, age: Age) -> Heading:
    """The heading that a referral of this age belongs under."""
    match group:
        case "state":
            return _BY_STATE[one.state]
        case "ball":
            return _BY_BALL[one.ball]
        case "age":
            return _BY_AGE[age]
        case "patient":
            return Heading(one.patient_id, str(one.patient_id), one.patient)
    return _receiver(one.to_name, one.to_organization_id, one.to_practitioner_id)


def headings(session: Session, group: GroupBy, codes: Collection[int]) -> Mapping[int, Heading]:
    """The headings with these codes, so far as there are any. At most one query."""
    if not codes:
        return {}
    if group == "patient":
        return {key: Heading(key, str(key), name) for key, name in _NAMES.rows(session, codes)}
    known = _FIXED[group].values() if group in _FIXED else reversed([one for one, _ in receivers(session)])
    return {one.code: one for one in known if one.code in codes}


_NAMES: Final = Keyed(lambda within: select(_P.id, _P.name).where(within(_P.id)))


def age_code(age: Age) -> int:
    """The code of the heading of an age; they stand in the order of the codes."""
    return _BY_AGE[age].code


# --- in SQL ----------------------------------------------------------------------------------------------------------


def in_order(group: GroupBy) -> tuple[Any, tuple[Any, ...]]:
    """The code of a referral's heading as a column, and by what headings are sorted, so far as columns tell it."""
    match group:
        case "state":
            code = _code_of(_R.state, _BY_STATE)
            return code, (code,)
        case "ball":
            code = _code_of(_R.ball, _BY_BALL)
            return code, (code,)
        case "patient":
            return _R.patient_id, (_P.fold, _R.patient_id)
    return literal(0), ()


def _code_of(column: Any, known: Mapping[Any, Heading]) -> Any:
    return case({value: one.code for value, one in known.items()}, value=column)


def receivers(session: Session) -> list[tuple[Heading, list[int]]]:
    """To whom anything open was sent with the ids of those referrals, by name; what was sent to nobody comes last.

    A place that is written in several ways is there several times, with the same heading but for its title.
    """
    found = []
    for name, place, person, ids in session.execute(_RECEIVERS):
        one = _receiver(name, place, person)
        found.append(((name is None, fold(one.title), one.key), one, [int(key) for key in ids.split(",")]))
    return [(one, ids) for _, one, ids in sorted(found, key=lambda each: each[0])]


_WHOM: Final = (_R.to_name, _R.to_organization_id, _R.to_practitioner_id)
_RECEIVERS: Final = select(*_WHOM, func.group_concat(_R.id)).where(_R.state.in_(OPEN_STATES)).group_by(*_WHOM)


def _receiver(name: str | None, place: int | None, person: int | None) -> Heading:
    title = " ".join((name or _NOBODY).split())
    key = fold(title)
    if place is not None:
        key = f"organization:{place}"
    elif person is not None:
        key = f"practitioner:{person}"
    return Heading((hash(key) >> 4 & 2**60 - 1) + 1, key, title)
