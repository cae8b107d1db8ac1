"""The whole directory as a list, with what tells its entries apart: open referrals, days to a visit, last checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.casework.directory_entry import loops_of
from coordtui.casework.directory_views import PLACE, Kind, haystack, people_with_places, whole_haystack
from coordtui.models.people import Organization, Practitioner
from coordtui.models.referral import Referral
from coordtui.rules import directory_finding as finding
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
    """Every entry that the filter lets through, by name. Three queries, however many there are.

    Raises:
        InvalidInput: "filter" is not understood.
    """
    matches = finding.parse(filter, retired=retired)
    records = _records(session, on)
    found: list[tuple[str, Listed]] = []
    for kind, statement in _BOTH:
        for text, key, name, role, place, phone, languages, active, verified_on in session.execute(statement):
            stale = is_stale(verified_on, on)
            if matches(finding.Facts(text, kind == "practitioner", languages, active, stale)):
                mine = replace(records.get((kind, key), _NOTHING), last_verified=verified_on)
                one = Listed(kind, key, name, role, place, phone, languages, active, verified_on, stale, mine)
                found.append((text, one))
    found.sort(key=lambda item: (item[0], item[1].kind, item[1].id))
    return tuple(one for _, one in found)


_PLACES: Final = select(
    *(haystack(_O), _O.id, _O.name, _O.type, _O.address, _O.phone, _O.languages, _O.active, _O.verified_on)
)
_PEOPLE: Final = select(
    *(whole_haystack(), _P.id, _P.name, _P.role, PLACE.name),
    *(func.coalesce(_P.phone, PLACE.phone), _P.languages, _P.active, _P.verified_on),
).select_from(people_with_places())


_NOTHING: Final = Performance()
_BOTH: Final[tuple[tuple[Kind, Any], ...]] = (("organization", _PLACES), ("practitioner", _PEOPLE))


def _records(session: Session, on: dt.date) -> dict[tuple[Kind, int], Performance]:
    """The record of every entry to which anything was ever sent."""
    place_of_person = select(_P.organization_id).where(_P.id == _R.to_practitioner_id).scalar_subquery()
    linked = or_(_R.to_organization_id.is_not(None), _R.to_practitioner_id.is_not(None))
    statement = loops_of(_R.to_organization_id, _R.to_practitioner_id, place_of_person).where(linked)
    held: dict[tuple[Kind, int], list[Loop]] = {}
    for *columns, place, person, its_place in session.execute(statement):
        loop = Loop(*columns)
        for key in {place, its_place} - {None}:
            held.setdefault(("organization", key), []).append(loop)
        if person is not None:
            held.setdefault(("practitioner", person), []).append(loop)
    return {key: performance(loops, None, on) for key, loops in held.items()}
