"""What a visit summary says, ready for a template: plain strings and dates, no record and no session.

These names are what a user's own template may use.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: `when` and `how` in words, `with_whom` ("" for the patient), what was said and agreed."""

    on: dt.date
    when: str
    how: str
    with_whom: str
    discussed: str
    agreed: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """`text` is the patient's words where `own_words`, else as recorded; `progress` and `due` are sentences or ""."""

    text: str
    own_words: bool
    progress: str
    due: str


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """As recorded. `dosage` and `remark` ("on hold") may be ""."""

    text: str
    dosage: str
    remark: str


@dataclass(frozen=True, slots=True)
class Step:
    """`when` is in words; `who` does it ("You", the coordinator's name, an office)."""

    when: str
    what: str
    who: str
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to call. `phone` may be ""."""

    name: str
    role: str
    phone: str


@dataclass(frozen=True, slots=True)
class HelpLine:
    number: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView:
    """`prose` is the text whose reading grade is `grade` (None when there is none).

    `reading` is the line that is printed; `parts` are the parts of the chart that may go along (rules/disclosure.py),
    `notice` is what the law wants said beside them, or ""; `cautions` are for the coordinator before the page leaves,
    never printed: a "one line was left out" on paper would itself tell something.
    """

    document: ClassVar[str] = "summary"
    patient_id: int
    name: str
    title: str
    intro: str
    period: str
    start: dt.date
    end: dt.date
    made_on: dt.date
    made: str
    coordinator: Person
    talks: tuple[Talk, ...]
    no_talks: str
    goals: tuple[GoalLine, ...]
    no_goals: str
    medicines: tuple[MedicineLine, ...]
    no_medicines: str
    medicine_caution: str
    steps: tuple[Step, ...]
    no_steps: str
    team: tuple[Person, ...]
    help_lines: tuple[HelpLine, ...]
    help_lines_checked: str
    ask: str
    prose: str
    grade: float | None
    reading: str
    language: str
    parts: frozenset[str]
    notice: str
    cautions: tuple[str, ...]
