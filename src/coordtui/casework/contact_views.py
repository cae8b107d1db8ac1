"""Reading contacts: the history of a person, the last two-way contact, the tries since then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from coordtui.casework.base import Keyed, fetch, local, table, utc, zone_of
from coordtui.models.contact import Channel, Contact, Outcome
from coordtui.rules.contact import label

_C = table(Contact).c


@dataclass(frozen=True, slots=True)
class ContactView:
    """One interaction. `at` is in the zone it was logged in; `words` says the outcome on its channel."""

    contact_id: int
    follow_up_id: int | None
    at: dt.datetime
    channel: Channel
    outcome: Outcome
    words: str
    reached: bool
    counts: bool
    number: str | None
    spoke_with: str | None
    role: str
    minutes: int
    language: str | None
    interpreter: str | None
    note: str | None
    agreed: str | None


_COLUMNS = (
    *(_C.id, _C.follow_up_id, _C.at, _C.zone, _C.channel, _C.outcome, _C.reached, _C.counts, _C.number),
    *(_C.spoke_with, _C.role, _C.minutes, _C.language, _C.interpreter, _C.note, _C.agreed),
)


_NEWEST = (
    select(*_COLUMNS)
    .where(_C.patient_id == bindparam("patient"))
    .order_by(_C.at.desc(), _C.id.desc())
    .limit(bindparam("limit"))
)
_REACHED = select(func.max(_C.at)).where(_C.patient_id == bindparam("patient"), _C.reached)
"""Built once, for every preview reads them: putting a statement together takes longer than running it."""
_ALL = -1
"""No limit, as SQLite says it."""


def contacts(session: Session, patient_id: int, *, limit: int | None = None) -> tuple[ContactView, ...]:
    """The contacts of a patient, the newest first: all of them, or `limit`."""
    return fetch(session, _NEWEST, _view, {"patient": patient_id, "limit": _ALL if limit is None else limit})


def these_contacts(session: Session, keys: Iterable[int]) -> tuple[ContactView, ...]:
    """Some contacts by their keys, in no order."""
    return tuple(_view(*row) for row in _SOME.rows(session, keys))


_SOME = Keyed(lambda within: select(*_COLUMNS).where(within(_C.id)))


def _view(
    contact_id: int,
    follow_up_id: int | None,
    at: dt.datetime,
    zone: str,
    channel: Channel,
    outcome: Outcome,
    *rest: object,
) -> ContactView:
    words = label(outcome, channel)
    return ContactView(contact_id, follow_up_id, local(at, zone), channel, outcome, words, *rest)  # type: ignore[arg-type]


def last_two_way(session: Session, patient_id: int) -> dt.date | None:
    """The day on which the patient or a caregiver was reached last, by the coordinator's clock."""
    at = session.execute(_REACHED, {"patient": patient_id}).scalar()
    return None if at is None else local(at, zone_of(session)).date()


@dataclass(frozen=True, slots=True)
class Tries:
    """The counted attempts since the last reach: local moments, the oldest first, and the channels used."""

    moments: tuple[dt.datetime, ...]
    channels: tuple[Channel, ...]


def tries(session: Session, patient_id: int) -> Tries:
    reach = session.execute(_REACHED, {"patient": patient_id}).scalar()
    since = _BEFORE_ANY if reach is None else utc(reach)
    rows = session.execute(_TRIES, {"patient": patient_id, "since": since}).all()
    return Tries(tuple(local(at, zone) for at, zone, _ in rows), tuple(dict.fromkeys(row[2] for row in rows)))


_BEFORE_ANY = dt.datetime.min.replace(tzinfo=dt.UTC)
_TRIES = (
    select(_C.at, _C.zone, _C.channel)
    .where(_C.patient_id == bindparam("patient"), _C.counts, ~_C.reached, _C.at > bindparam("since"))
    .order_by(_C.at)
)
