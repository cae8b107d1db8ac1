"""Who a referral goes to, or comes from, as the directory knows them: the person, and the place where they work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.models.people import Organization, Practitioner


@dataclass(frozen=True, slots=True)
class Receiver:
    """The directory's entry of the place it goes to."""

    kind: str
    entry_id: int
    name: str
    role: str | None
    phone: str | None
    fax: str | None
    email: str | None
    hours: str | None
    languages: str | None
    asks_for: str | None
    note: str | None
    verified_on: dt.date | None


_SHARED = ("phone", "fax", "email", "hours", "languages", "asks_for", "note", "verified_on")


def receivers(session: Session, organization_id: int | None, practitioner_id: int | None) -> tuple[Receiver, ...]:
    """The person first, then the place: the one that is chosen, else where the person works. Either may be missing."""
    person = _entry(session, Practitioner, practitioner_id)
    place = _entry(session, Organization, organization_id or (person and person[1]))
    return tuple(found[0] for found in (person, place) if found)


def receiver(session: Session, organization_id: int | None, practitioner_id: int | None) -> Receiver | None:
    """Both as one: what the person's entry does not say comes from their place."""
    found = receivers(session, organization_id, practitioner_id)
    if not found:
        return None
    missing = {name: getattr(found[-1], name) for name in _SHARED if getattr(found[0], name) is None}
    return replace(found[0], **missing)


def _entry(session: Session, model: type[Any], key: int | None) -> tuple[Receiver, int | None] | None:
    if key is None:
        return None
    columns = table(model).c
    role = columns["role" if "role" in columns else "type"]
    above = columns.get("organization_id", columns.id)
    chosen = select(columns.id, columns.name, role, *(columns[name] for name in _SHARED), above)
    row = session.execute(chosen.where(columns.id == key)).one_or_none()
    return None if row is None else (Receiver(str(columns.id.table.name), *row[:-1]), row[-1])
