"""The caseload for quality work, with nobody in it: Safe Harbor, 45 CFR 164.514(b)(2).

A list of what leaves, not of what stays: each column is named here with the rule it goes through, and a column that is
not named does not leave. Free text never does. People are numbered by lot, anew in every file, and no list of the
numbers is kept (164.514(c)); every table is shuffled. Records that carry a sensitivity tag stay back.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.casework.acuity import standing
from coordtui.casework.base import table
from coordtui.casework.care_plan import plan_states
from coordtui.casework.sensitivity import shareable
from coordtui.documents.spreadsheet import Cell, Table
from coordtui.models.acuity import Acuity
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import Achievement, Barrier, Goal, Intervention
from coordtui.models.clinical import Condition, Encounter, Survey
from coordtui.models.contact import Contact
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Address, Patient, Sex
from coordtui.models.referral import Referral
from coordtui.rules import deidentify as rules
from coordtui.rules.follow_up import KINDS
from coordtui.rules.goal import BARRIERS

WHAT: Final = "de-identified data"
CAUTIONS: Final = (
    "No name, date, place or free text is in it, but whoever knows somebody's story may know them by it. "
    "Do not hand it on where you know that a person can be told (45 CFR 164.514(b)(2)(ii)).",
)
FEW: Final = 11
"""Fewer people than this are no crowd to hide in; publishers suppress such counts (CMS cell size policy)."""

_Rule = Callable[..., Cell]


@dataclass(frozen=True, slots=True)
class Leaves:
    """A column that leaves: its name, the recorded columns that it is made of, and the rule that they go through.

    The rule takes their values in order, then the day of the file.
    """

    name: str
    of: tuple[str, ...]
    rule: _Rule


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the file: the records of one kind, each with the number of its person before it.

    A record of which nothing leaves in the column `about` says nothing, and is left out.
    """

    title: str
    model: type[SQLModel]
    leaves: tuple[Leaves, ...]
    about: str = ""


def _code(name: str) -> Leaves:
    """A column of an enum, whose values are ours: the type lets no other word through."""
    return Leaves(name.replace("_", " "), (name,), lambda value, _: value)


def _whole(name: str, most: int) -> Leaves:
    return Leaves(name.replace("_", " "), (name,), lambda value, _: rules.whole(value, most))


def _yes(name: str, of: str | None = None) -> Leaves:
    """Whether there is anything, or whether it is so."""
    return Leaves(name, (of or name,), lambda value, _: bool(value))


def _word(name: str, words: Sequence[str]) -> Leaves:
    return Leaves(name.replace("_", " "), (name,), lambda value, _: rules.one_of(value, words))


def _year(of: str, name: str = "year") -> Leaves:
    return Leaves(name, (of,), rules.year)


def _days(name: str, first: str, last: str) -> Leaves:
    return Leaves(name, (first, last), lambda start, end, _: rules.days(start, end))


def _score(at: int) -> Callable[[str | None, str | None, dt.date], Cell]:
    def rule(code: str | None, value: str | None, _: dt.date) -> Cell:
        found = rules.score(code, value)
        return found[at] if found else None

    return rule


def _referral_days(
    indicated: dt.date | None,
    ordered: str | None,
    since: dt.date,
    closed: dt.date | None,
    on: dt.date,  # noqa: ARG001
) -> int | None:
    """Of a closed one only: counted to the day of the file, which may be known, the days would give the date away."""
    return rules.days(indicated or ordered or since, closed)


_CLINICAL = ("active", "recurrence", "relapse", "inactive", "remission", "resolved")
_VERIFIED = ("unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error")
_CLASSES = ("AMB", "EMER", "IMP", "ACUTE", "NONAC", "OBSENC", "SS", "HH", "VR", "FLD", "PRENC")
_VISITS = ("planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error")

PARTS: Final = (
    Part(
        "referrals",
        Referral,
        (
            *(_code("state"), _code("ball"), _code("urgency"), _yes("social"), _code("consent"), _code("auth_needed")),
            *(_code("capacity"), _code("failure"), _year("since"), _yes("confirmed", "confirmed_on")),
            _yes("acknowledged", "acknowledged_on"),
            Leaves("days", ("indicated_on", "ordered_on", "since", "closed_on"), _referral_days),
        ),
    ),
    Part(
        "contacts",
        Contact,
        (_year("at"), _code("channel"), _code("outcome"), _yes("reached"), _yes("counts"), _whole("minutes", 1440)),
    ),
    Part(
        "follow-ups",
        FollowUp,
        (
            *(_word("kind", tuple(KINDS)), _code("status"), _code("ball"), _yes("by rule", "by_rule")),
            *(_year("due_on"), _whole("attempts", 99), _days("days late", "due_on", "closed_at")),
        ),
    ),
    Part(
        "goals",
        Goal,
        (
            *(_code("status"), _word("achievement", tuple(Achievement)), _year("starts_on")),
            *(_whole("importance", 10), _whole("confidence", 10)),
            Leaves("attainment", ("attainment",), lambda value, _: value if value in range(-2, 3) else None),
        ),
    ),
    Part("steps", Intervention, (_code("status"), _code("owner"), _year("done_on"))),
    Part(
        "barriers",
        Barrier,
        (
            *(_word("category", tuple(BARRIERS)), _whole("severity", 3), _yes("resolved", "resolved_on")),
            *(_year("found_on"), _days("days", "found_on", "resolved_on")),
        ),
    ),
    Part(
        "problems",
        Condition,
        (
            Leaves("code", ("system", "code"), lambda system, code, _: rules.problem(system, code)),
            *(_word("clinical_status", _CLINICAL), _word("verification", _VERIFIED), _year("recorded_on")),
        ),
    ),
    Part(
        "screenings",
        Survey,
        (
            *(Leaves("instrument", ("code", "value"), _score(0)), Leaves("total", ("code", "value"), _score(1))),
            _year("effective"),
        ),
        about="instrument",
    ),
    Part(
        "visits",
        Encounter,
        (_word("kind", _CLASSES), _word("status", _VISITS), _year("starts"), _days("days", "starts", "ends")),
    ),
    Part("appointments", Appointment, (_code("status"), _year("starts"))),
    Part(
        "acuity",
        Acuity,
        (
            *(_whole(factor, 4) for factor in ("utilisation", "clinical", "behavioural", "social", "engagement")),
            *(_year("assessed_on"), _whole("score", 20), _code("level"), _code("override")),
        ),
    ),
)
"""Every column that leaves, beside those of `_people`."""


@dataclass(frozen=True, slots=True)
class Deidentified:
    """The tables of the file, and how many people are in them."""

    tables: tuple[Table, ...]
    people: int
    cautions: tuple[str, ...]


def deidentified(session: Session, on: dt.date) -> Deidentified:
    """Everybody who was ever on the caseload, as no one in particular. `on` is the day that ages are reckoned for."""
    patients = list(session.scalars(select(_P.id).where(shareable(_P, ()))))
    numbers = dict(zip(_shuffled(patients), range(1, len(patients) + 1), strict=True))
    tables = (_people(session, numbers, on), *(_part(session, part, numbers, on) for part in PARTS))
    whom = "1 person is" if len(numbers) == 1 else f"{len(numbers)} people are"
    few = f"Only {whom} in it: fewer than {FEW} are no crowd to hide in."
    return Deidentified(tables, len(numbers), (*CAUTIONS, *((few,) if len(numbers) < FEW else ())))


def _part(session: Session, part: Part, numbers: Mapping[int, int], on: dt.date) -> Table:
    columns = table(part.model).c
    named = dict.fromkeys(name for one in part.leaves for name in one.of)
    rows = session.execute(select(columns.patient_id, *(columns[name] for name in named)).where(shareable(columns, ())))
    found = [(row[0], dict(zip(named, row[1:], strict=True))) for row in rows if row[0] in numbers]
    made = [
        (numbers[person], *(one.rule(*(values[name] for name in one.of), on) for one in part.leaves))
        for person, values in found
    ]
    names = ("person", *(one.name for one in part.leaves))
    if part.about:
        made = [row for row in made if row[names.index(part.about)] is not None]
    return Table(part.title, names, _shuffled(made))


# --- people ----------------------------------------------------------------------------------------------------------

_P, _A = table(Patient).c, table(Address).c
_PEOPLE = (
    *("person", "age", "sex", "race", "ethnicity", "language", "interpreter", "state", "zip3"),
    *("deceased", "case", "added", "acuity", "level", "plan"),
)


def _people(session: Session, numbers: Mapping[int, int], on: dt.date) -> Table:
    """A row a person. The dead are as old as they were, where the day is known."""
    places = _places(session)
    levels, plans = standing(session, None, on), plan_states(session, None, on)
    columns = (_P.id, _P.birth_date, _P.deceased, _P.deceased_on, _P.sex, _P.race, _P.ethnicity, _P.language)
    read = session.execute(select(*columns, _P.interpreter, _P.case_status, _P.added_on))
    rows: list[tuple[Cell, ...]] = []
    for key, born, deceased, died, sex, race, ethnicity, language, interpreter, case, added in read:
        if key not in numbers:
            continue
        level = levels.get(key)
        rows.append(
            (
                *(numbers[key], _age(born, deceased, died, on), rules.one_of(sex, tuple(Sex)), rules.race(race)),
                *(rules.one_of(ethnicity, rules.ETHNICITIES), rules.language(language), interpreter),
                *(*places.get(key, (None, None)), bool(deceased), case, rules.year(added, on)),
                *(level.score if level else None, level.effective if level else None, plans.get(key)),
            )
        )
    return Table("people", _PEOPLE, _shuffled(rows))


def _age(born: str | None, deceased: bool, died: str | None, on: dt.date) -> int | str | None:
    if not deceased:
        return rules.age_group(born, on)
    day = rules.day(died)
    return None if day is None else rules.age_group(born, day)


def _places(session: Session) -> dict[int, tuple[str | None, str | None]]:
    """State and three digits of each person's newest address that has not ended."""
    query = select(_A.patient_id, _A.state, _A.postal_code, _A.country).where(_A.period_end.is_(None)).order_by(_A.id)
    return {
        person: (rules.state(state, country), rules.zip3(code, country))
        for person, state, code, country in session.execute(query)
    }


def _shuffled(rows: Sequence[Any]) -> list[Any]:
    """By lot, with the system's own randomness."""
    mixed = list(rows)
    secrets.SystemRandom().shuffle(mixed)
    return mixed
