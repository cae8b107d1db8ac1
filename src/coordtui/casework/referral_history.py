"""What happened to referrals, in words."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.models.referral import EventKind, ReferralEvent
from coordtui.rules.referral import STATES
from coordtui.rules.referral_fields import FAILURES, Field, words_of
from coordtui.rules.referral_moves import MOVES

_E = table(ReferralEvent).c
_FIELDS = {field.name: field for move in reversed(MOVES) for field in reversed(move.fields)}
_OTHER_LABELS = {
    "to_whom": "To",
    "next_check_on": "Next check",
    "to": "To",
    "place": "Place",
    "capacity": "Room",
    "met": "Need met",
}
_HIDDEN = ("to_id", "move")
_TITLES: Mapping[EventKind, str] = {
    EventKind.MOVE: "moved",
    EventKind.CHECK: "checked",
    EventKind.CONFIRMED: "patient's word",
    EventKind.ACKNOWLEDGED: "requester knows",
    EventKind.CAPACITY: "asked for room",
    EventKind.REROUTED: "rerouted",
    EventKind.NUDGE: "reminded",
    EventKind.NOTE: "note",
}


@dataclass(frozen=True, slots=True)
class EventView:
    """One entry of the history. `title` is the kind in words; `details` are (label, words) of what was answered."""

    event_id: int
    on: dt.date
    kind: EventKind
    title: str
    text: str
    from_label: str
    to_label: str
    backward: bool
    failure: str
    details: tuple[tuple[str, str], ...]


def history(session: Session, referral_id: int, today: dt.date) -> tuple[EventView, ...]:
    """What happened to one referral, the oldest first."""
    return _histories(session, _OF_REFERRAL, referral_id, today).get(referral_id, ())


def histories_of(session: Session, patient_id: int, today: dt.date) -> dict[int, tuple[EventView, ...]]:
    """What happened to each of a patient's referrals."""
    return _histories(session, _OF_PATIENT, patient_id, today)


_EVENTS = select(
    *(_E.id, _E.referral_id, _E.happened_on, _E.kind, _E.from_state, _E.to_state, _E.backward),
    *(_E.failure, _E.text, _E.details),
).order_by(_E.happened_on, _E.id)
_OF_REFERRAL, _OF_PATIENT = (_EVENTS.where(each == bindparam("key")) for each in (_E.referral_id, _E.patient_id))


def _histories(session: Session, events: Select[Any], of: int, today: dt.date) -> dict[int, tuple[EventView, ...]]:
    """By referral, the oldest first; those of one day as they were written."""
    found: dict[int, list[EventView]] = defaultdict(list)
    rows = session.execute(events, {"key": of})
    for key, referral_id, on, kind, came_from, to, backward, failure, text, details in rows:
        found[referral_id].append(
            EventView(
                event_id=key,
                on=on,
                kind=kind,
                title=_TITLES[kind],
                text=text or "",
                from_label=STATES[came_from].label if came_from else "",
                to_label=STATES[to].label if to else "",
                backward=backward,
                failure=FAILURES[failure] if failure else "",
                details=tuple(_details(details, today)),
            )
        )
    return {key: tuple(events) for key, events in found.items()}


def _details(text: str | None, today: dt.date) -> Iterator[tuple[str, str]]:
    """The kept answers with their labels; what is no JSON object of texts is left out."""
    try:
        kept = json.loads(text or "{}")
    except ValueError:
        return
    if not isinstance(kept, dict):
        return
    own = {field.name: field for move in MOVES if move.id == kept.get("move") for field in move.fields}
    for name, value in kept.items():
        if isinstance(value, str) and name not in _HIDDEN:
            field = (
                own.get(name)
                or _FIELDS.get(name)
                or Field(name, _OTHER_LABELS.get(name, name.replace("_", " ").capitalize()))
            )
            yield field.label, words_of(field, value, today)
