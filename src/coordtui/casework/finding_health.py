"""What is asked about a person's health and coverage: acuity, conditions, payers, sensitivity tags."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union_all

from coordtui.casework.base import table
from coordtui.casework.finding_terms import Asked, Compile, any_of, begun_in, chosen, held, listed
from coordtui.casework.search import rows_holding
from coordtui.casework.sensitivity import labels
from coordtui.models.acuity import Acuity, Level
from coordtui.models.clinical import Condition, Coverage
from coordtui.models.sensitivity import TaggedRecord
from coordtui.rules.finding import Term, Word
from coordtui.rules.finding_keys import NONE

_A, _NEWER, _COVER, _CONDITION, _TAG = (
    table(model).alias(name).c
    for model, name in (
        (Acuity, "assessed"),
        (Acuity, "newer"),
        (Coverage, "covered"),
        (Condition, "suffered"),
        (TaggedRecord, "tagged"),
    )
)
_ICD_UNDOTTED: Final = re.compile(r"([A-TV-Z][0-9][0-9AB])([0-9A-Z]{1,4})", re.ASCII)


def _acuity(term: Term, asked: Asked) -> ColumnElement[bool]:
    """The level of the newest assessment, or its override up to and including the last day of that."""
    return any_of(
        asked.lacks(_A.patient_id) if value == NONE else _at_level(asked, chosen(term.op, value, tuple(Level)))
        for value in term.values
    )


def _at_level(asked: Asked, levels: tuple[str, ...]) -> ColumnElement[bool]:
    newest = ~exists().where(_NEWER.patient_id == _A.patient_id, _NEWER.id > _A.id)
    overridden = _A.override.is_not(None) & (_A.override_until.is_(None) | (_A.override_until >= asked.today))
    by_score = select(_A.patient_id).where(_A.level.in_(levels), ~overridden, newest)
    by_person = select(_A.patient_id).where(_A.override.in_(levels), overridden, newest)
    return asked.among(union_all(by_score, by_person))


def _payer(term: Term, asked: Asked) -> ColumnElement[bool]:
    """By the payer's name or the kind of plan, of coverage in force."""
    return any_of(
        asked.lacks(_COVER.patient_id, *in_force(asked.today)) if value == NONE else _paid_by(asked, value)
        for value in term.values
    )


def _paid_by(asked: Asked, value: str) -> ColumnElement[bool]:
    parts = (
        select(_COVER.patient_id).where(
            listed(column, [name for name in held(asked.session, column) if begun_in(value, name)]),
            *in_force(asked.today),
        )
        for column in (_COVER.payer, _COVER.plan_type)
    )
    return asked.among(union_all(*parts))


def in_force(today: dt.date) -> tuple[ColumnElement[bool], ...]:
    """Coverage that holds: its status says so or nothing, and its last day, where there is one, has not passed."""
    active = or_(_COVER.status.is_(None), _COVER.status == "active")
    lasts = or_(
        _COVER.ends_on.is_(None),
        func.length(_COVER.ends_on) < len("2026-11-27"),
        _COVER.ends_on >= today.isoformat(),
    )
    return active, lasts


def covered(asked: Asked) -> ColumnElement[bool]:
    return asked.has(_COVER.patient_id, *in_force(asked.today))


def _condition(term: Term, asked: Asked) -> ColumnElement[bool]:
    """By the beginning of a code ("e11" finds E11.9), or by words; what was ruled out does not count."""
    return any_of(
        asked.lacks(_CONDITION.patient_id, _stands()) if value == NONE else asked.among(_suffering(value))
        for value in term.values
    )


def _suffering(value: str) -> Any:
    code = value.upper().encode("utf-8", "replace").decode()  # a shell may pass bytes that are no text
    undotted = _ICD_UNDOTTED.fullmatch(code)
    code = f"{undotted[1]}.{undotted[2]}" if undotted else code
    coded = _CONDITION.code.between(code, f"{code}\U0010ffff")
    worded = _CONDITION.id.in_(rows_holding("condition", Word(value)))
    return union_all(*(select(_CONDITION.patient_id).where(found, _stands()) for found in (coded, worded)))


def _stands() -> ColumnElement[bool]:
    ruled_out = _CONDITION.verification.in_(("refuted", "entered-in-error"))
    return or_(_CONDITION.verification.is_(None), ~ruled_out)


def _tag(term: Term, asked: Asked) -> ColumnElement[bool]:
    return any_of(
        asked.lacks(_TAG.patient_id) if value == NONE else asked.among(_tagged(asked, value)) for value in term.values
    )


def _tagged(asked: Asked, value: str) -> Select[Any]:
    codes = [code for code, label in labels(asked.session).items() if value == code or begun_in(value, label)]
    return select(_TAG.patient_id).where(listed(_TAG.tag, codes))


TERMS: Final[Mapping[str, Compile]] = MappingProxyType(
    {"acuity": _acuity, "payer": _payer, "dx": _condition, "tag": _tag}
)
