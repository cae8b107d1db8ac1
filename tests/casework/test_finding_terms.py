"""Every term of the finding language about people: whom it finds, and how SQLite finds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import pytest
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.casework.board import board_of
from coordtui.casework.finding import Scope, where
from coordtui.casework.ranking import NOBODY, rank_all
from coordtui.models.acuity import Acuity, Level
from coordtui.models.clinical import Condition, Coverage
from coordtui.models.codes import Ball
from coordtui.models.contact import Channel, Contact, Outcome
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Alert, ContactPoint, Patient
from coordtui.models.queue_row import QueueRow
from coordtui.models.sensitivity import TaggedRecord
from coordtui.rules.finding_keys import keys_of
from coordtui.rules.referral import OPEN_STATES
from tests.casework.objects import bring
from tests.casework.persons import Person, everyone
from tests.plans import plan_of, walks
from tests.world import DemoWorld

_P, _Q = table(Patient).c, table(QueueRow).c
Fits = Callable[[Person], bool]


def odd_ones(today: dt.date) -> list[Any]:
    """People as imports leave them: little is known of each, and some of it no longer holds."""

    def ago(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    def person(key: int, **fields: Any) -> Patient:
        return Patient(id=key, name=f"Odd {key}", fold=f"odd {key}", **{"added_on": ago(40), **fields})

    noon = dt.datetime.combine(ago(30), dt.time(17), dt.UTC)
    reached: dict[str, Any] = {"zone": "America/New_York", "channel": Channel.PHONE, "outcome": Outcome.REACHED_PATIENT}
    return [
        person(901, birth_date="1957", language="es"),
        person(902, birth_date="1957-03", language="pt-BR", added_on=ago(60)),
        person(903, birth_date=f"{today.year - 65}-{today:%m-%d}", added_on=ago(29)),
        person(904, birth_date="1960-02-29", added_on=ago(90)),
        person(905, deceased=True, added_on=ago(91)),
        person(906, birth_date="2999-01-01", added_on=ago(30)),
        Coverage(patient_id=901, payer="Médicaid of Ohio", status="cancelled"),
        Coverage(patient_id=902, payer="Médicaid of Ohio", status="active", ends_on=ago(1).isoformat()),
        Coverage(patient_id=903, payer="Médicaid of Ohio", ends_on=today.isoformat()),
        Coverage(patient_id=904, payer="Northmedicaid", ends_on="2001"),
        Condition(patient_id=901, text="Asthma", code="J45.909"),
        Condition(patient_id=902, text="Asthma", code="J45.20", verification="refuted"),
        Condition(patient_id=903, text="Type 2 diabetes", code="E11.9", clinical_status="resolved"),
        Acuity(patient_id=901, assessed_on=ago(90), level=Level.COMPLEX),
        Acuity(patient_id=901, assessed_on=ago(9), level=Level.LOW, override=Level.RISING, override_until=ago(1)),
        Acuity(patient_id=902, assessed_on=ago(9), level=Level.RISING, override=Level.HIGH, override_until=today),
        Acuity(patient_id=903, assessed_on=ago(9), level=Level.HIGH, override=Level.COMPLEX),
        Contact(patient_id=901, at=noon.replace(hour=3) + dt.timedelta(days=1), reached=True, **reached),
        Contact(patient_id=902, at=noon, reached=True, **reached),
        Contact(patient_id=903, at=noon - dt.timedelta(days=31), reached=True, **reached),
        Contact(patient_id=904, at=noon, reached=False, **reached),
        ContactPoint(patient_id=901, value="617 555 0100", state="wrong"),
        ContactPoint(patient_id=902, value="617 555 0101", use="old"),
        ContactPoint(patient_id=903, value="617 555 0102", period_end="2020"),
        ContactPoint(patient_id=904, value="nora@example.org", system="email"),
        ContactPoint(patient_id=905, value="617 555 0103"),
        TaggedRecord(patient_id=901, subject_kind="patient", subject_id=901, tag="hiv"),
        Alert(patient_id=902, text="Dog", active=False),
        _step(901, due_on=today, ball=Ball.ME, next_check_on=ago(5)),
        _step(901, due_on=ago(5), ball=Ball.PAYER, next_check_on=ago(-3)),
        _step(902, due_on=ago(2), ball=Ball.PAYER),
        _step(903, due_on=ago(-9), status="done"),
    ]


def _step(person: int, **fields: Any) -> FollowUp:
    told: dict[str, Any] = {"subject_kind": "patient", "subject_id": person, "kind": "food", "text": "Pantry"}
    return FollowUp(patient_id=person, since=fields["due_on"], **told, **fields)


@pytest.fixture(scope="module")
def demo(demo: DemoWorld) -> DemoWorld:
    demo.do(bring, odd_ones(demo.today))
    return demo


@pytest.fixture(scope="module")
def persons(demo: DemoWorld) -> dict[int, Person]:
    return demo.read(everyone, demo.today)


def found(session: Session, text: str, today: dt.date) -> list[int]:
    fits = where(session, text, "people", Scope(person=_P.id), today)
    return list(session.scalars(select(_P.id).where(fits).order_by(_P.id)))


def between(first: int, last: int) -> Callable[[Person], Callable[[dt.date], bool]]:
    """Days from today on."""
    return lambda one: lambda day: first <= (day - one.today).days <= last


def aged(low: int, high: int) -> Fits:
    return lambda one: one.age is not None and low <= one.age <= high


def level(*levels: str | None) -> Fits:
    return lambda one: one.level in levels


def state(name: str) -> Fits:
    return lambda one: any(sent["state"].value == name for sent in one.referrals)


EVER = 10**7
TERMS: dict[str, Fits] = {
    "tier:0": lambda one: one.tier == 0,
    "tier:1,2": lambda one: one.tier in (1, 2),
    "tier:<=2": lambda one: one.tier is not None and one.tier <= 2,
    "tier:>2": lambda one: one.tier is not None and one.tier > 2,
    "tier:none": lambda one: one.tier is None,
    "due:overdue": lambda one: one.due(between(-EVER, -1)(one)),
    "due:today": lambda one: one.due(between(0, 0)(one)),
    "due:tomorrow,overdue": lambda one: one.due(between(1, 1)(one)) or one.due(between(-EVER, -1)(one)),
    "due:week": lambda one: one.due(between(0, 7)(one)),
    "due:30d": lambda one: one.due(between(0, 30)(one)),
    "due:<=2w": lambda one: one.due(between(-EVER, 14)(one)),
    "due:>2w": lambda one: one.due(between(15, EVER)(one)),
    "due:none": lambda one: not one.open,
    "last:>30d": lambda one: one.since() > 30,
    "last:>=30d": lambda one: one.since() >= 30,
    "last:<30d": lambda one: one.since() < 30,
    "last:<=30d": lambda one: one.since() <= 30,
    "last:week": lambda one: one.since() <= 7,
    "last:never": lambda one: one.last is None,
    "last:2026-11": lambda one: one.last is not None and one.last.isoformat()[:7] == "2026-11",
    "age:>=65": aged(65, 999),
    "age:65": aged(65, 65),
    "age:<18": aged(0, 17),
    "age:<=0": aged(0, 0),
    "age:>999": lambda _: False,
    "age:none": lambda one: one.age is None,
    "born:1957": lambda one: one.born.startswith("1957"),
    "born:1957-03": lambda one: one.born.startswith("1957-03"),
    "born:1957-03-14": lambda one: one.born == "1957-03-14",
    "born:<1960": lambda one: "0" < one.born < "1960",
    "born:<=1957-03": lambda one: "0" < one.born < "1957-04" and one.born != "1957",
    "born:>=1957-03": lambda one: one.born >= "1957-03",
    "born:>1957-03-01": lambda one: one.born > "1957-03-01",
    "born:none": lambda one: not one.born,
    "lang:es": lambda one: (one.row["language"] or "").split("-")[0] == "es",
    "lang:pt-br": lambda one: one.row["language"] == "pt-BR",
    "lang:portug": lambda one: (one.row["language"] or "").startswith("pt"),
    "lang:none": lambda one: one.row["language"] is None,
    "acuity:high": level("high"),
    "acuity:>=high": level("high", "complex"),
    "acuity:<high": level("low", "rising"),
    "acuity:none,complex": level(None, "complex"),
    "payer:medicaid": lambda one: one.paid_by("medicaid") or one.paid_by("médicaid"),
    "payer:juniper": lambda one: one.paid_by("juniper"),
    'payer:"original med"': lambda one: one.paid_by("original med"),
    "payer:none": lambda one: not one.in_force(),
    "referral:open": lambda one: bool(one.sent()),
    "referral:waiting": lambda one: any(sent["ball"] is not Ball.ME for sent in one.sent()),
    "referral:mine": lambda one: any(sent["ball"] is Ball.ME for sent in one.sent()),
    "referral:late": attrgetter("late"),
    "referral:none": lambda one: not one.sent(),
    "referral:scheduled": state("scheduled"),
    'referral:closed_met,"closed, need not met"': lambda one: state("closed_met")(one) or state("closed_unmet")(one),
    "dx:E11": lambda one: one.has("E11"),
    "dx:j4590": lambda one: one.has("J45.90"),
    "dx:asthma": lambda one: one.has("J45"),
    "dx:none": lambda one: not one.has(""),
    "tag:part2": lambda one: "part2" in one.tags,
    "tag:hiv,mental_health": lambda one: bool(one.tags & {"hiv", "mental_health"}),
    "tag:none": lambda one: not one.tags,
    "ball:payer": lambda one: any(step["ball"] is Ball.PAYER for step in one.open),
    "ball:me,patient": lambda one: any(step["ball"] in (Ball.ME, Ball.PATIENT) for step in one.open),
    "kind:food": lambda one: any(step["kind"] == "food" for step in one.open),
    "kind:call_back,letter": lambda one: any(step["kind"] in ("call_back", "letter") for step in one.open),
    "no:next-step": lambda one: (
        any(step["kind"] == "no_next_step" for step in one.open) or (one.living and not one.open)
    ),
    "no:plan": lambda one: one.plan() == "none",
    "no:phone": lambda one: not one.phone,
    "no:contact": lambda one: one.last is None,
    "no:consent": lambda one: not one.consent,
    "no:coverage": lambda one: not one.in_force(),
    "no:provider": lambda one: not one.team,
    "plan:overdue": lambda one: one.plan() == "overdue",
    "plan:active": lambda one: one.plan() == "active",
    "plan:on-hold,draft": lambda one: one.plan() in ("on-hold", "draft"),
    "plan:none": lambda one: one.plan() == "none",
    "engagement:new": lambda one: one.state == "new",
    "engagement:engaged": lambda one: one.state == "engaged",
    "engagement:drifting": lambda one: one.state == "drifting",
    "engagement:disengaged": lambda one: one.state == "disengaged",
    "engagement:lost": lambda one: one.state == "lost",
    "open:0": lambda one: not one.open,
    "open:>0": lambda one: bool(one.open),
    "open:>=4": lambda one: len(one.open) >= 4,
    "open:<2": lambda one: len(one.open) < 2,
    "open:1": lambda one: len(one.open) == 1,
    "deceased:yes": lambda one: bool(one.row["deceased"]),
    "deceased:no": lambda one: not one.row["deceased"],
    "alert:yes": attrgetter("alert"),
    "lang:es -acuity:high": lambda one: TERMS["lang:es"](one) and not level("high")(one),
    "(lang:es or age:>=65) -(plan:none or no:phone)": lambda one: (
        (TERMS["lang:es"](one) or aged(65, 999)(one)) and one.plan() != "none" and one.phone
    ),
}
OF_WORK = ("tier", "due", "ball", "kind", "open")
"""What can be asked of the row that stands for notes of nobody."""


@pytest.mark.parametrize("text", TERMS)
def test_a_term_finds_whom_the_records_say_and_its_negation_the_others(
    demo: DemoWorld, persons: dict[int, Person], text: str
) -> None:
    expected = [key for key, person in persons.items() if TERMS[text](person)]
    others = [key for key in persons if key not in expected]
    assert demo.read(found, text, demo.today) == expected
    assert demo.read(found, f"-({text})", demo.today) == others


def test_every_key_about_people_is_among_them(persons: dict[int, Person]) -> None:
    asked = " ".join(TERMS)
    assert [key.name for key in keys_of("people") if f"{key.name}:" not in asked] == []
    some = [text for text, fits in TERMS.items() if 0 < sum(map(fits, persons.values())) < len(persons)]
    assert set(TERMS) - set(some) <= {"age:>999", "age:<=0", "born:1957-03-14", "due:tomorrow,overdue"}


def in_queue(session: Session, text: str, today: dt.date, *, fresh: bool) -> tuple[list[int], list[str]]:
    """The persons of the queue, and how they were found: by the kept ranking, or by one in memory."""
    board = board_of(rank_all(session, today)) if fresh else _Q.person.table
    person: ColumnElement[int] = board.c.person
    statement = select(person).where(
        board.c.tier.is_not(None), where(session, text, "people", Scope(person=person, board=board), today)
    )
    return sorted(session.scalars(statement)), plan_of(session, statement)


@pytest.mark.parametrize("text", TERMS)
def test_on_the_queue_it_finds_the_same_by_indexes_alone(
    demo: DemoWorld, persons: dict[int, Person], text: str
) -> None:
    expected = [key for key, one in persons.items() if one.tier is not None and TERMS[text](one)]
    kept, plan = demo.read(in_queue, text, demo.today, fresh=False)
    assert [key for key in kept if key != NOBODY] == expected
    assert walks(plan, but=("SCAN queue_row USING INDEX queue_order",), covered=True) == []
    in_memory, plan = demo.read(in_queue, text, demo.today, fresh=True)
    assert in_memory == kept
    assert walks(plan, but=("SCAN ranked",), covered=True) == []
    others, plan = demo.read(in_queue, f"-({text})", demo.today, fresh=False)
    assert walks(plan, but=("SCAN queue_row USING INDEX queue_order",), covered=True) == []
    assert sorted([*kept, *others]) == demo.read(in_queue, "", demo.today, fresh=False)[0]


def test_notes_of_nobody_are_found_by_their_work_and_lack_nothing(demo: DemoWorld) -> None:
    def finds(text: str) -> bool:
        return NOBODY in demo.read(in_queue, text, demo.today, fresh=False)[0]

    assert finds("open:>0")
    assert finds("kind:unfiled_note")
    assert finds("ball:me")
    lacking = ("lang:none", "age:none", "last:never", "last:>30d", "acuity:none", "payer:none", "tag:none", "dx:none")
    assert [text for text in (*lacking, *(f"no:{value}" for value in _LACKS)) if finds(text)] == []


_LACKS = next(key.values for key in keys_of("people") if key.name == "no")


def test_the_open_states_of_a_referral_are_what_is_called_open(persons: dict[int, Person]) -> None:
    held = {sent["state"] for one in persons.values() for sent in one.sent()}
    assert held <= set(OPEN_STATES)
    assert len(held) > 3
