"""What is asked about the rows themselves, of referrals, of plans and of the directory. Rows stand in for themselves:
the statement that is narrowed reads their table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, false, func, literal_column, select, true, type_coerce

from coordtui.casework.base import table
from coordtui.casework.finding_terms import Asked, Compile, any_of, begun_in, chosen, held, listed, numbered, within
from coordtui.casework.referral_stages import at_stage
from coordtui.models.care_plan import CarePlan, Goal, PlanStatus
from coordtui.models.codes import Urgency
from coordtui.models.people import Organization, Practitioner
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.directory import VERIFY_DAYS, speaks
from coordtui.rules.finding import Subject, Term, Word
from coordtui.rules.finding_days import between
from coordtui.rules.finding_keys import NONE
from coordtui.rules.fold import fold
from coordtui.rules.goal import OPEN_GOALS
from coordtui.rules.referral import STATES

_R, _C, _G, _O, _P = (table(model).c for model in (Referral, CarePlan, Goal, Organization, Practitioner))
_DAY: Final = dt.timedelta(days=1)


def _day_of(column: ColumnElement[Any]) -> Compile:
    """The term asks for the day in a column."""
    return lambda term, asked: any_of(
        column.is_(None) if value == NONE else within(column, *between(term.op, value, asked.today, past=False))
        for value in term.values
    )


def _one_of(column: ColumnElement[Any]) -> Compile:
    """The term names what a column that is never empty holds."""
    return lambda term, _: column.in_(term.values)


def _yes_no(condition: Callable[[Asked], ColumnElement[bool]]) -> Compile:
    def compiled(term: Term, asked: Asked) -> ColumnElement[bool]:
        holds = condition(asked)
        return any_of(holds if value == "yes" else ~holds for value in term.values)

    return compiled


# --- referrals -------------------------------------------------------------------------------------------------------


def _urgency(term: Term, _: Asked) -> ColumnElement[bool]:
    return any_of(_R.urgency.in_(chosen(term.op, value, tuple(Urgency))) for value in term.values)


def _receiver(term: Term, asked: Asked) -> ColumnElement[bool]:
    names = held(asked.session, _R.to_name)
    return any_of(
        _R.to_name.is_(None)
        if value == NONE
        else and_(_R.to_name.is_not(None), listed(_R.to_name, [name for name in names if begun_in(value, name)]))
        for value in term.values
    )


_STAGES: Final = ("in-time", "amber", "red", "escalate")


def _stage(term: Term, asked: Asked) -> ColumnElement[bool]:
    wanted = {stage.replace("-", " ") for value in term.values for stage in chosen(term.op, value, _STAGES)}
    own = _R.id.op("+")(literal_column("0"))  # by the key, SQLite would walk through the whole list for each patient
    return listed(own, at_stage(asked.session, asked.today, wanted))


def _days_old(term: Term, asked: Asked) -> ColumnElement[bool]:
    """As the tracker shows it: since it was clinically indicated, else ordered, else since its state began."""
    whole = _R.ordered_on.op("GLOB")("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*")
    ordered = case((whole, func.substr(_R.ordered_on, 1, len("2026-11-27"))))
    begun = func.coalesce(type_coerce(_R.indicated_on, String), ordered, type_coerce(_R.since, String))

    def at_least(days: int) -> ColumnElement[bool]:
        if days <= 0:
            return true()
        reach = (asked.today - dt.date.min).days
        return begun <= (asked.today - days * _DAY).isoformat() if days <= reach else false()

    return any_of(numbered(term.op, value, at_least) for value in term.values)


def _referral_kind(term: Term, _: Asked) -> ColumnElement[bool]:
    """As `rules.referral.kind_for` calls its follow-up."""
    routine = _R.urgency == Urgency.ROUTINE
    kinds = {
        "urgent_referral": ~routine,
        "social_referral": and_(routine, _R.social),
        "referral": and_(routine, ~_R.social),
    }
    return any_of(kinds[value] for value in term.values)


def told_as(word: Word) -> Term | None:
    """The term for a word that a referral's row says of itself: its state, urgency or age, "social" or "clinical"."""
    return _SAID.get(fold(word.text))


def _said() -> dict[str, Term]:
    words = {fold(stage): Term("stage", "is", (stage,)) for stage in _STAGES}
    words |= {fold(state.label): Term("state", "is", (code.value,)) for code, state in STATES.items()}
    words |= {urgency.value: Term("urgency", "is", (urgency.value,)) for urgency in Urgency}
    return words | {"social": Term("social", "is", ("yes",)), "clinical": Term("social", "is", ("no",))}


_SAID: Final = _said()


# --- plans -----------------------------------------------------------------------------------------------------------


def _plan_status(term: Term, asked: Asked) -> ColumnElement[bool]:
    overdue = and_(_C.status == PlanStatus.ACTIVE, within(_C.review_on, None, asked.today - _DAY))
    return any_of(overdue if value == "overdue" else _C.status == PlanStatus(value) for value in term.values)


def _goals(term: Term, _: Asked) -> ColumnElement[bool]:
    """How many goals of the plan are still worked on."""
    goal = table(Goal).alias("worked").c
    count = (
        select(func.count())
        .where(goal.plan_id == _C.id, goal.status.in_(tuple(OPEN_GOALS)))
        .correlate(_C.id.table)
        .scalar_subquery()
    )
    return any_of(numbered(term.op, value, lambda number: count >= number) for value in term.values)


# --- the directory ---------------------------------------------------------------------------------------------------


def _entry(asked: Asked) -> Any:
    """The columns of the entry that the row is."""
    return _P if asked.scope.kind == table(Practitioner).name else _O


def _entry_kind(term: Term, asked: Asked) -> ColumnElement[bool]:
    kind = "person" if asked.scope.kind == table(Practitioner).name else "place"
    return true() if kind in term.values else false()


def _entry_language(term: Term, asked: Asked) -> ColumnElement[bool]:
    spoken = _entry(asked).languages
    known = held(asked.session, spoken)
    return any_of(
        func.coalesce(spoken, "") == ""
        if value == NONE
        else and_(spoken.is_not(None), listed(spoken, [one for one in known if speaks(one, value)]))
        for value in term.values
    )


def _checked(asked: Asked) -> ColumnElement[bool]:
    """As `rules.directory.is_stale` turned around."""
    return within(_entry(asked).verified_on, asked.today - (VERIFY_DAYS - 1) * _DAY, None)


def _retired(term: Term, asked: Asked) -> ColumnElement[bool]:
    active = _entry(asked).active
    held = {"yes": ~active, "no": active, "any": true()}
    return any_of(held[value] for value in term.values)


# --- by list ---------------------------------------------------------------------------------------------------------

TERMS: Final[Mapping[Subject, Mapping[str, Compile]]] = MappingProxyType(
    {
        "people": {},
        "referrals": {
            "state": lambda term, _: _R.state.in_([ReferralState(value) for value in term.values]),
            "urgency": _urgency,
            "to": _receiver,
            "stage": _stage,
            "days": _days_old,
            "due": _day_of(_R.next_check_on),
            "ball": _one_of(_R.ball),
            "kind": _referral_kind,
            "social": _yes_no(lambda _: _R.social),
        },
        "plans": {"status": _plan_status, "due": _day_of(_C.review_on), "goals": _goals},
        "directory": {
            "kind": _entry_kind,
            "lang": _entry_language,
            "verified": _yes_no(_checked),
            "retired": _retired,
        },
    }
)
