"""What a referral packet and a nudge say, ready for a template: plain strings and dates, no record and no session.

The names of `PacketView` are what a user's own template may use.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from coordtui.documents.view import MedicineLine, Person


@dataclass(frozen=True, slots=True)
class Place:
    """Who receives it or who asks. All but `name` may be ""."""

    name: str
    role: str
    phone: str
    fax: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the receiver always asks for. `mark` is a ticked or an empty box, `where` what that means."""

    text: str
    here: bool
    mark: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketView:
    """`health` is False where no health facts belong in the packet: a social referral, or when none were wanted.

    `parts` are the parts of the chart that go along, `notice` is what the law wants said beside them, or "".

    `cautions` are for the coordinator before the packet leaves, never printed.
    """

    document: ClassVar[str] = "packet"

    patient_id: int
    referral_id: int
    title: str
    made_on: dt.date
    made: str
    to: Place
    requester: Place
    coordinator: Person
    name: str
    born: str
    phones: tuple[str, ...]
    address: str
    language: str
    reaching: tuple[str, ...]
    what: str
    urgency: str
    reason: str
    question: str
    dates: tuple[str, ...]
    consent: str
    authorization: str
    health: bool
    health_note: str
    problems: tuple[str, ...]
    no_problems: str
    medicines: tuple[MedicineLine, ...]
    no_medicines: str
    allergies: tuple[str, ...]
    no_allergies: str
    coverage: tuple[str, ...]
    asks: tuple[Asked, ...]
    replies: tuple[str, ...]
    privacy: str
    parts: frozenset[str]
    notice: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NudgeView:
    """A draft for whoever has the ball. `advice` is for the coordinator, not part of the text."""

    patient_id: int
    referral_id: int
    to_whom: str
    phone: str
    fax: str
    subject: str
    text: str
    advice: str
