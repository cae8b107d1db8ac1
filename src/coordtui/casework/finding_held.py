"""What the vault holds of the open keys of the finding language, for completion while typing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.casework.finding_terms import different, held
from coordtui.casework.sensitivity import all_tags
from coordtui.models.clinical import Condition, Coverage
from coordtui.models.patient import Patient
from coordtui.models.people import Organization, Practitioner
from coordtui.models.referral import Referral
from coordtui.rules.directory import split_languages
from coordtui.rules.finding import Subject

_P, _COVER, _CONDITION, _R = (table(model).c for model in (Patient, Coverage, Condition, Referral))
MOST: Final = 200
"""Values of a key."""
_LOOKED_AT: Final = 2000
_COUNTED: Final = 100
"""Different values that are looked at, and uses of each that are counted: neither grows with the vault."""


def held_values(session: Session, subject: Subject) -> Mapping[str, tuple[str, ...]]:
    """By key, the values that are there, the most used ones first; at most `MOST` of each."""
    if subject == "directory":
        return {"lang": _languages(session)}
    found = {
        "payer": tuple(dict.fromkeys((*by_use(session, _COVER.payer), *by_use(session, _COVER.plan_type))))[:MOST],
        "dx": by_use(session, _CONDITION.code),
        "lang": by_use(session, _P.language),
        "tag": tuple(one.code for one in all_tags(session))[:MOST],
    }
    return found | ({"to": by_use(session, _R.to_name)} if subject == "referrals" else {})


def by_use(session: Session, column: ColumnElement[Any]) -> tuple[str, ...]:
    """The different values of an indexed column, the most used first."""
    value = different(column).limit(_LOOKED_AT).subquery().c.value
    of = column.table.alias().c[column.name]
    some = select(literal_column("1")).where(of == value).limit(_COUNTED).correlate(value.table).subquery()
    uses = select(func.count()).select_from(some).correlate(value.table).scalar_subquery()
    return tuple(session.scalars(select(value).order_by(uses.desc(), value).limit(MOST)))


def _languages(session: Session) -> tuple[str, ...]:
    """Those spoken somewhere in the directory, by name of the tag."""
    spoken = (one for model in (Organization, Practitioner) for one in held(session, table(model).c.languages))
    return tuple(sorted({language for text in spoken for language in split_languages(text)}))[:MOST]
