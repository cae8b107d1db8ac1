"""What is asked about a person: who they are, and when they were last reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select, union_all

from coordtui.casework.base import table, zone_of
from coordtui.casework.finding_terms import (
    Asked,
    Compile,
    any_of,
    held,
    listed,
    numbered,
)
from coordtui.models.contact import Contact
from coordtui.models.patient import Alert, CaseStatus, Patient
from coordtui.rules.contact import DISENGAGED_DAYS, DRIFTING_DAYS, ENGAGED_DAYS
from coordtui.rules.dates import day_begin, days_in
from coordtui.rules.directory import speaks
from coordtui.rules.finding import Term
from coordtui.rules.finding_days import between
from coordtui.rules.finding_keys import NEVER, NONE

_P, _C, _ALERT = (
    table(model).alias(name).c for model, name in ((Patient, "whose"), (Contact, "reached"), (Alert, "warned"))
)
_REACHED: Final = _C.reached == literal_column("1")
_DAY: Final = dt.timedelta(days=1)
_MOST_YEARS: Final = 9999
_FIRST_YEAR: Final = "0001"


# --- when they were last reached -------------------------------------------------------------------------------------


def _last(term: Term, asked: Asked) -> ColumnElement[bool]:
    """The last two-way contact. Who was never reached counts as reached longest ago."""
    return any_of(
        _never(asked) if value == NEVER else _reached_within(asked, *between(term.op, value, asked.today, past=True))
        for value in term.values
    )


def _never(asked: Asked) -> ColumnElement[bool]:
    return asked.lacks(_C.patient_id, _REACHED)


def _reached_within(asked: Asked, first: dt.date | None, last: dt.date | None) -> ColumnElement[bool]:
    parts = [asked.scope.person != 0]
    parts += [] if first is None else [_reached_from(asked, first)]
    parts += [] if last is None else [~_reached_from(asked, last + _DAY)]
    return and_(*parts)


def _reached_from(asked: Asked, day: dt.date) -> ColumnElement[bool]:
    """Reached on that day of the coordinator's clock or later."""
    return asked.has(_C.patient_id, _REACHED, _C.at >= day_begin(day, zone_of(asked.session)))


def _engagement(term: Term, asked: Asked) -> ColumnElement[bool]:
    """As `rules.contact.engagement` says it: by days since two-way contact, else since the case was opened."""
    return any_of(_engaged(value, asked) for value in term.values)


def _engaged(value: str, asked: Asked) -> ColumnElement[bool]:
    def ago(days: int) -> dt.date:
        return asked.today - dt.timedelta(days=days)

    if value in ("new", "engaged"):
        begun = ago(ENGAGED_DAYS - 1)
        return _added(asked, begun, None) if value == "new" else _reached_within(asked, begun, None)
    first, last = {
        "drifting": (ago(DRIFTING_DAYS - 1), ago(ENGAGED_DAYS)),
        "disengaged": (ago(DISENGAGED_DAYS), ago(DRIFTING_DAYS)),
        "lost": (None, ago(DISENGAGED_DAYS + 1)),
    }[value]
    reached = _reached_within(asked, first, last)
    ever = reached if first is not None else and_(asked.has(_C.patient_id, _REACHED), reached)
    return or_(ever, _added(asked, first, last))


def _added(asked: Asked, first: dt.date | None, last: dt.date | None) -> ColumnElement[bool]:
    """Never reached, and on the caseload since a day within these."""
    since = [] if first is None else [_P.added_on >= first]
    since += [] if last is None else [_P.added_on <= last]
    return and_(_never(asked), asked.among(select(_P.id).where(*since)))


# --- who they are ----------------------------------------------------------------------------------------------------


def _age(term: Term, asked: Asked) -> ColumnElement[bool]:
    """Whole years as `rules.dates.age` counts them: a birth date that lacks its day or month counts from its first."""

    def at_least(years: int) -> ColumnElement[bool]:
        year = max(asked.today.year - min(years, _MOST_YEARS), 0)
        return _P.birth_date <= f"{year:04}-{asked.today:%m-%d}"

    born = select(_P.id).where(at_least(0), _P.birth_date >= _FIRST_YEAR)
    return any_of(
        and_(asked.scope.person != 0, ~asked.among(born))
        if value == NONE
        else asked.among(born.where(numbered(term.op, value, at_least)))
        for value in term.values
    )


def _born(term: Term, asked: Asked) -> ColumnElement[bool]:
    """The whole of what is known of the birth date lies within: "1957" is not known to be in March 1957."""
    return any_of(
        asked.among(select(_P.id).where(_P.birth_date.is_(None)))
        if value == NONE
        else asked.among(_born_within(*between(term.op, value, asked.today, past=True)))
        for value in term.values
    )


def _born_within(first: dt.date | None, last: dt.date | None) -> Any:
    low, high = first or dt.date.min, last or dt.date.max
    months = low if low.day == 1 else _next_month(low)
    years = low.year if (low.month, low.day) == (1, 1) else low.year + 1
    whole_month = high.day == days_in(high.year, high.month)
    before = high if whole_month else high.replace(day=1) - _DAY
    until = high.year if (high.month, high.day) == (12, 31) else high.year - 1
    spans = (
        (10, low.isoformat(), high.isoformat()),
        (7, months.isoformat()[:7], before.isoformat()[:7]),
        (4, f"{years:04}", f"{until:04}"),
    )
    return union_all(
        *(
            select(_P.id).where(_P.birth_date.between(begins, ends), func.length(_P.birth_date) == length)
            for length, begins, ends in spans
        )
    )


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + 4 * _DAY).replace(day=1)


def _language(term: Term, asked: Asked) -> ColumnElement[bool]:
    return any_of(
        asked.among(select(_P.id).where(_P.language.is_(None)))
        if value == NONE
        else asked.among(select(_P.id).where(listed(_P.language, _speaking(asked, value))))
        for value in term.values
    )


def _speaking(asked: Asked, value: str) -> list[str]:
    return [tag for tag in held(asked.session, _P.language) if speaks(tag, value)]


def _deceased(term: Term, asked: Asked) -> ColumnElement[bool]:
    dead = asked.among(select(_P.id).where(_P.case_status.in_(tuple(CaseStatus)), _P.deceased))
    return any_of(dead if value == "yes" else ~dead for value in term.values)


def _alert(term: Term, asked: Asked) -> ColumnElement[bool]:
    warned = asked.has(_ALERT.patient_id, _ALERT.active)
    return any_of(warned if value == "yes" else ~warned for value in term.values)


TERMS: Final[Mapping[str, Compile]] = MappingProxyType(
    {
        "last": _last,
        "engagement": _engagement,
        "age": _age,
        "born": _born,
        "lang": _language,
        "deceased": _deceased,
        "alert": _alert,
    }
)
