"""One entry of the directory in full: how to reach it, what it asks for, and how it has performed for us."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, record, table
from coordtui.casework.directory_views import Kind
from coordtui.models.patient import Patient
from coordtui.models.people import Organization, Practitioner
from coordtui.models.referral import EventKind, Referral, ReferralEvent, ReferralState
from coordtui.rules.directory import is_stale
from coordtui.rules.directory_record import ANSWERS, Loop, Performance, performance
from coordtui.rules.referral import OPEN_STATES, STATES

_O, _P, _R, _E, _PATIENT = (table(one).c for one in (Organization, Practitioner, Referral, ReferralEvent, Patient))


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person who works at a place, in use or not."""

    id: int
    name: str
    role: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class OpenThere:
    """An open referral that this place or person has; `since` is when its state began."""

    referral_id: int
    patient_id: int
    patient: str
    what: str
    state: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """All there is to know of an entry. `place` is where a person works, whose phone and fax are `place_...`.

    `stale`: it wants to be checked again. `people` work there; `referrals` are open, the oldest state first.
    """

    kind: Kind
    id: int
    name: str
    role: str | None
    active: bool
    stale: bool
    phone: str | None = None
    other_phones: str | None = None
    fax: str | None = None
    email: str | None = None
    website: str | None = None
    address: str | None = None
    services: str | None = None
    hours: str | None = None
    languages: str | None = None
    asks_for: str | None = None
    note: str | None = None
    verified_on: dt.date | None = None
    place_id: int | None = None
    place: str | None = None
    place_phone: str | None = None
    place_fax: str | None = None
    place_address: str | None = None
    place_asks_for: str | None = None
    place_hours: str | None = None
    people: tuple[Colleague, ...] = ()
    referrals: tuple[OpenThere, ...] = ()
    record: Performance = field(default_factory=Performance)

    @property
    def ref(self) -> str:
        return f"{self.kind}:{self.id}"


_BOTH = (
    *("name", "active", "phone", "other_phones", "fax", "email"),
    *("hours", "languages", "asks_for", "note", "verified_on"),
)
_OF_PLACE = ("website", "address", "services")
_LENT = ("phone", "fax", "address", "asks_for", "hours")


def entry(session: Session, kind: Kind, key: int, today: dt.date) -> EntryDetail:
    """The entry with its record, in the same few queries whatever went there. Raises NotFound."""
    values = _place(session, key) if kind == "organization" else _person(session, key)
    return EntryDetail(
        kind=kind,
        id=key,
        **values,
        stale=is_stale(values["verified_on"], today),
        referrals=_open_there(session, kind, key),
        record=performance(loops(session, kind, key), values["verified_on"], today),
    )


def _place(session: Session, key: int) -> dict[str, Any]:
    held = record(session, Organization, key, "place")
    there = select(_P.id, _P.name, _P.role, _P.active).where(_P.organization_id == key).order_by(_P.name, _P.id)
    return {
        **{name: getattr(held, name) for name in (*_BOTH, *_OF_PLACE)},
        "role": held.type,
        "people": fetch(session, there, Colleague),
    }


def _person(session: Session, key: int) -> dict[str, Any]:
    held = record(session, Practitioner, key, "person of the directory")
    place = None if held.organization_id is None else session.get(Organization, held.organization_id)
    values = {**{name: getattr(held, name) for name in _BOTH}, "role": held.role}
    if place is not None:
        values |= {"place_id": place.id, "place": place.name}
        values |= {f"place_{name}": getattr(place, name) for name in _LENT}
    return values


# --- what went there -------------------------------------------------------------------------------------------------


def whose(kind: Kind, key: int) -> ColumnElement[bool]:
    """The referrals of an entry; a place has those of its people too."""
    if kind == "practitioner":
        return _R.to_practitioner_id == key
    return or_(_R.to_organization_id == key, _R.to_practitioner_id.in_(select(_P.id).where(_P.organization_id == key)))


def loops(session: Session, kind: Kind, key: int) -> tuple[Loop, ...]:
    """Every referral to the entry with the days that count, in one query."""
    return fetch(session, loops_of().where(whose(kind, key)), Loop)


def loops_of(*further: ColumnElement[Any]) -> Select[Any]:
    """A row a referral: the columns of a Loop, then `further` ones of the referral."""
    return (
        select(
            _R.state,
            _R.since,
            func.min(case((_E.to_state == ReferralState.SENT, _E.happened_on))),
            func.min(case((_E.to_state == ReferralState.SCHEDULED, _E.happened_on))),
            _ever(_E.to_state == ReferralState.DECLINED),
            _ever(_E.to_state.in_(ANSWERS)),
            *further,
        )
        .select_from(
            _R.id.table.outerjoin(_E.id.table, and_(_E.referral_id == _R.id, _E.kind == EventKind.MOVE, ~_E.backward))
        )
        .group_by(_R.id)
    )


def _ever(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.max(condition), False)


def _open_there(session: Session, kind: Kind, key: int) -> tuple[OpenThere, ...]:
    statement = (
        select(_R.id, _R.patient_id, _PATIENT.name, _R.what, _R.state, _R.since)
        .join_from(_R.id.table, _PATIENT.id.table, _PATIENT.id == _R.patient_id)
        .where(whose(kind, key), _R.state.in_(OPEN_STATES))
        .order_by(_R.since, _R.id)
    )
    return fetch(session, statement, _there)


def _there(
    referral_id: int, patient_id: int, patient: str, what: str, state: ReferralState, since: dt.date
) -> OpenThere:
    return OpenThere(referral_id, patient_id, patient, what, STATES[state].label, since)
