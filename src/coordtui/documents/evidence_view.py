"""What an accounting of disclosures and an access report say, ready for a template: plain strings, no record.

The names of `AccountingView` and `AccessView` are what a user's own templates may use.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from coordtui.documents.view import Person


@dataclass(frozen=True, slots=True)
class GivenLine:
    """One disclosure: the day, what of, to whom and where they are ("" if not known), what for, on what ground."""

    on: str
    what: str
    to: str
    address: str
    why: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """What both say. `nothing` is said where there is no row; `parts` are the parts of the chart that go along.

    `cautions` are for the coordinator before the paper leaves, never printed.
    """

    document: ClassVar[str]

    patient_id: int
    title: str
    name: str
    born: str
    period: str
    made_on: dt.date
    made: str
    coordinator: Person
    nothing: str
    parts: frozenset[str]
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountingView(EvidenceView):
    """`rows` have the oldest first. `law` is what 45 CFR 164.528 leaves out, "" where everything is listed."""

    document: ClassVar[str] = "accounting"

    rows: tuple[GivenLine, ...]
    law: str


@dataclass(frozen=True, slots=True)
class LookLine:
    """What one person did on one day: "Opened the chart (3 times)"; `records` are those changed, in words."""

    when: str
    who: str
    did: str
    what: str
    records: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessView(EvidenceView):
    """`rows` have the newest first, what was done alike on one day together. `around` concerns everybody's records."""

    document: ClassVar[str] = "access"

    rows: tuple[LookLine, ...]
    around: tuple[str, ...]
