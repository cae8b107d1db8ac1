"""The whole directory as a list, with what tells its entries apart: open referrals, days to a visit, last checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from coordtui.casework.base import among, table
from coordtui.casework.directory_entry import loops_of
from coordtui.casework.directory_views import PLACE, Kind, haystack, people_with_places, whole_haystack
from coordtui.casework.finding import Scope, asks, where
from coordtui.models.people import Organization, Practitioner
from coordtui.models.referral import Referral
from coordtui.rules.directory import is_stale
from coordtui.rules.directory_record import Loop, Performance, performance

_O, _P, _R = table(Organization).c, table(Practitioner).c, table(Referral).c


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the directory. `place` is the address, or where a person works; `record` is ours of it."""

    kind: Kind
    id: int
    name: str
    role: str | None
    place: str | None
    phone: str | None
    languages: str | None
    active: bool
    verified_on: dt.date | None
    stale: bool
    record: Performance

    @property
    def ref(self) -> str:
        return f"{self.kind}:{self.id}"


def all_entries(session: Session, on: dt.date, *, filter: str = "", retired: bool = False) -> tuple[Listed, ...]:
    """Every entry that the filter lets through, by name; the retired only where it or `retired` asks for them.

    A few queries, however many entries. Raises InvalidInput("filter") when it is not in the finding language.
    """
    in_use = not retired and not asks(filter, "directory", "retired")
    found: list[tuple[str, Listed]] = []
    for kind, statement, held in _BOTH:
        fits = where(session, filter, "directory", Scope(row=held.id, kind=kind), on)
        chosen = statement.where(fits, held.active) if in_use else statement.where(fits)
        for text, key, name, role, place, phone, languages, active, verified_on in session.execute(chosen):
            about = (key, name, role, place, phone, languages, active, verified_on)
            found.append((text, Listed(kind, *about, is_stale(verified_on, on), Performance())))
    records = _records(session, on, *({one.id for _, one in found if one.kind == kind} for kind, *_ in _BOTH))
    found.sort(key=lambda item: (item[0], item[1].kind, item[1].id))
    return tuple(_with_record(one, records.get((one.kind, one.id), one.record)) for _, one in found)


def _with_record(one: Listed, record: Performance) -> Listed:
    return replace(one, record=replace(record, last_verified=one.verified_on))


_PLACES: Final = select(
    *(haystack(_O), _O.id, _O.name, _O.type, _O.address, _O.phone, _O.languages, _O.active, _O.verified_on)
)
_PEOPLE: Final = select(
    *(whole_haystack(), _P.id, _P.name, _P.role, PLACE.name),
    *(func.coalesce(_P.phone, PLACE.phone), _P.languages, _P.active, _P.verified_on),
).select_from(people_with_places())


_BOTH: Final[tuple[tuple[Kind, Any, Any], ...]] = (("organization", _PLACES, _O), ("practitioner", _PEOPLE, _P))


def _records(
    session: Session, on: dt.date, places: Collection[int], persons: Collection[int]
) -> dict[tuple[Kind, int], Performance]:
    """The record of each of these entries to which anything was ever sent; a place's counts what its people got."""
    place_of_person = select(_P.organization_id).where(_P.id == _R.to_practitioner_id).scalar_subquery()
    there = select(_P.id).where(among(_P.organization_id, places))
    linked = or_(
        among(_R.to_organization_id, places), among(_R.to_practitioner_id, persons), _R.to_practitioner_id.in_(there)
    )
    statement = loops_of(_R.to_organization_id, _R.to_practitioner_id, place_of_person).where(linked)
    held: dict[tuple[Kind, int], list[Loop]] = {}
    for *columns, place, person, its_place in session.execute(statement):
        loop = Loop(*columns)
        for key in {place, its_place} & set(places):
            held.setdefault(("organization", key), []).append(loop)
        if person in persons:
            held.setdefault(("practitioner", person), []).append(loop)
    return {key: performance(loops, None, on) for key, loops in held.items()}
