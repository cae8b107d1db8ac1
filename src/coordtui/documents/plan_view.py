"""What the two copies of a care plan say, ready for a template: plain strings and dates, no record and no session.

These names are what a user's own template may use.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from coordtui.documents.view import HelpLine, MedicineLine, Person, Step


@dataclass(frozen=True, slots=True)
class PatientGoal:
    """A goal as its patient reads it. Every sentence but `text` may be "".

    `seen` says how progress is seen. The patient's own steps stand first.
    """

    number: int
    text: str
    own_words: bool
    why: str
    seen: str
    progress: str
    due: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientPlanView:
    """One page. `more` says how many goals and steps the coordinator keeps besides these; `reached`, what was reached.

    `large` asks for large print. `parts` and `notice` are as in a summary. `cautions` are for the coordinator before
    the page leaves, never printed.
    """

    document: ClassVar[str] = "plan-patient"

    patient_id: int
    plan_id: int
    name: str
    title: str
    intro: str
    agreed: str
    matters: str
    made_on: dt.date
    made: str
    coordinator: Person
    goals: tuple[PatientGoal, ...]
    no_goals: str
    more: str
    reached: str
    next_look: str
    help_lines: tuple[HelpLine, ...]
    help_lines_checked: str
    ask: str
    prose: str
    grade: float | None
    reading: str
    language: str
    large: bool
    parts: frozenset[str]
    notice: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamGoal:
    """A measurable goal. All but `text` and `status` may be ""; `facts` are measure, baseline, target and so on."""

    text: str
    words: str
    concern: str
    status: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamStep:
    """An intervention; `who` is responsible for it, `goal` what it is for ("" for the plan as a whole)."""

    what: str
    who: str
    when: str
    status: str
    goal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPlanView:
    """The nine elements of a comprehensive care plan (domain sheet §2.3), in the order of their fields from `problems`.

    An element without anything recorded is an empty tuple; the templates then print `nothing`, or `left_out` where its
    part of the chart is not among `parts`. `notice` is what the law wants said beside them, or "".
    """

    document: ClassVar[str] = "plan-team"

    patient_id: int
    plan_id: int
    name: str
    born: str
    title: str
    plan: str
    status: str
    made_on: dt.date
    made: str
    coordinator: Person
    matters: str
    nothing: str
    problems: tuple[str, ...]
    expected: tuple[str, ...]
    goals: tuple[TeamGoal, ...]
    symptoms: tuple[str, ...]
    steps: tuple[TeamStep, ...]
    medicines: tuple[MedicineLine, ...]
    allergies: tuple[str, ...]
    medicine_steps: tuple[str, ...]
    medicine_caution: str
    community: tuple[str, ...]
    outside: tuple[str, ...]
    team: tuple[Person, ...]
    review: tuple[str, ...]
    versions: tuple[str, ...]
    copies: tuple[str, ...]
    changes: tuple[str, ...]
    reading: str
    parts: frozenset[str]
    left_out: str
    notice: str
    cautions: tuple[str, ...]


PlanCopyView = PatientPlanView | TeamPlanView
