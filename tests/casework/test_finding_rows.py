"""The finding language on the referral tracker, the open plans and the directory: their own keys, and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from coordtui.casework.contact import log_contact
from coordtui.casework.directory import retire, verify
from coordtui.casework.open_work import OpenPlan
from coordtui.casework.referral_tracker import TrackerRow, tracker
from coordtui.errors import InvalidInput
from coordtui.models.codes import Ball, Urgency
from coordtui.models.contact import Outcome
from coordtui.rules.referral import kind_for
from tests.casework.lists import all_entries, open_plans
from tests.casework.objects import add_plan, add_referral
from tests.casework.persons import Person, everyone
from tests.casework.places import small_town
from tests.casework.queries import asked_by
from tests.casework.world import World, call
from tests.plans import walks
from tests.world import DemoWorld


@pytest.fixture(scope="module")
def persons(demo: DemoWorld) -> dict[int, Person]:
    return demo.read(everyone, demo.today)


# --- referrals -------------------------------------------------------------------------------------------------------


def kind(row: TrackerRow) -> str:
    return kind_for(row.urgency, row.social)


def check_in(row: TrackerRow, on: dt.date) -> int:
    return 10**6 if row.next_check_on is None else (row.next_check_on - on).days


REFERRALS: dict[str, Callable[[TrackerRow, Person], bool]] = {
    "state:sent": lambda row, _: row.state == "sent",
    "state:sent,accepted": lambda row, _: row.state in ("sent", "accepted"),
    "urgency:urgent": lambda row, _: row.urgency == "urgent",
    "urgency:>routine": lambda row, _: row.urgency != Urgency.ROUTINE,
    "to:larkspur": lambda row, _: (row.to_name or "").startswith("Larkspur"),
    'to:"street comm"': lambda row, _: "Street Comm" in (row.to_name or ""),
    "to:none": lambda row, _: row.to_name is None,
    "stage:red": lambda row, _: row.stage_age == "red",
    "stage:>=amber": lambda row, _: row.stage_age != "in time",
    "stage:in-time": lambda row, _: row.stage_age == "in time",
    "days:>14": lambda row, _: row.age_days > 14,
    "days:<=14": lambda row, _: row.age_days <= 14,
    "days:0": lambda row, _: row.age_days == 0,
    "days:>=0": lambda *_: True,
    "days:>999999": lambda *_: False,
    "due:overdue": lambda row, one: check_in(row, one.today) < 0,
    "due:week": lambda row, one: 0 <= check_in(row, one.today) <= 7,
    "due:none": lambda row, _: row.next_check_on is None,
    "ball:me": lambda row, _: row.ball is Ball.ME,
    "ball:patient,recipient": lambda row, _: row.ball in (Ball.PATIENT, Ball.RECIPIENT),
    "kind:social_referral": lambda row, _: kind(row) == "social_referral",
    "kind:referral,urgent_referral": lambda row, _: kind(row) != "social_referral",
    "social:yes": lambda row, _: row.social,
    "lang:es": lambda _, one: (one.row["language"] or "").split("-")[0] == "es",
    "age:>=65 state:scheduled": lambda row, one: (one.age or 0) >= 65 and row.state == "scheduled",
    "plan:active": lambda _, one: one.plan() == "active",
    "amber": lambda row, _: row.stage_age == "amber",
    "social": lambda row, _: row.social or "social" in row.what.lower(),
}


@pytest.mark.parametrize("text", REFERRALS)
def test_the_tracker_is_narrowed_by_its_own_keys_and_by_the_persons(
    demo: DemoWorld, persons: dict[int, Person], text: str
) -> None:
    rows = demo.read(tracker, demo.today).rows
    fits = {row.work_id for row in rows if REFERRALS[text](row, persons[row.patient_id])}
    assert {row.work_id for row in demo.read(tracker, demo.today, filter=text).rows} == fits
    others = demo.read(tracker, demo.today, filter=f"-({text})").rows
    assert {row.work_id for row in others} == {row.work_id for row in rows} - fits


def test_a_word_finds_a_row_by_itself_or_by_its_person_and_not_by_other_records(world: World) -> None:
    rosa, ana = world.add(), world.add("Ána", "Díaz")
    add_referral(world, rosa, what="Cardiology", to_name="Sant Pau Heart", reason="murmur")
    add_referral(world, ana, what="Eye exam")
    add_plan(world, ana, title="Living with glaucoma")
    world.do(log_contact, call(rosa, Outcome.REACHED_PATIENT, note="asked for a voucher"))

    def found(text: str) -> list[str]:
        return [row.what for row in world.read(tracker, world.day, filter=text).rows]

    for text in ("cardio", "murmur", "sant heart", "lopez", "ROSA -diaz", "sent rosa", '"sant pau"'):
        assert found(text) == ["Cardiology"], text
    for text in ("voucher", "glaucoma", "rosa eye", '"sant pa"'):
        assert found(text) == [], text
    assert found("ana") == ["Eye exam"]
    assert [plan.title for plan in world.read(open_plans, world.day, filter="glau diaz")] == ["Living with glaucoma"]
    assert world.read(open_plans, world.day, filter="eye") == ()


# --- plans -----------------------------------------------------------------------------------------------------------

PLANS: dict[str, Callable[[OpenPlan, dt.date], bool]] = {
    "status:active": lambda row, _: row.status == "active",
    "plan:draft": lambda row, _: row.status == "draft",
    "status:overdue": lambda row, on: row.status == "active" and row.review_on is not None and row.review_on < on,
    "due:overdue": lambda row, on: row.review_on is not None and row.review_on < on,
    "due:30d": lambda row, on: row.review_on is not None and 0 <= (row.review_on - on).days <= 30,
    "due:none": lambda row, _: row.review_on is None,
    "goals:0": lambda row, _: row.goals == 0,
    "goals:>=2": lambda row, _: row.goals >= 2,
    "diabetes": lambda row, _: "iabetes" in row.title,
}


@pytest.mark.parametrize("text", PLANS)
def test_the_plans_are_narrowed(demo: DemoWorld, text: str) -> None:
    rows = demo.read(open_plans, demo.today)
    fits = {row.work_id for row in rows if PLANS[text](row, demo.today)}
    found = {row.work_id for row in demo.read(open_plans, demo.today, filter=text)}
    assert found == fits if ":" in text else found >= fits
    assert {row.work_id for row in demo.read(open_plans, demo.today, filter=f"-({text})")} == {
        row.work_id for row in rows
    } - found


# --- the directory ---------------------------------------------------------------------------------------------------


@pytest.fixture
def town(world: World) -> World:
    """A pantry (es, ht) checked today, a heart clinic with a cardiologist (es, ca), and a place that is retired."""
    small_town(world)
    world.do(verify, "organization", 1, world.day)
    world.do(retire, "organization", 2)
    return world


def test_the_directory_is_narrowed_by_words_and_facts(town: World) -> None:
    def names(text: str) -> list[str]:
        return [row.name.split()[0] for row in town.read(all_entries, town.day, filter=text)]

    found = {
        "": ["Riverside", "Zoë"],
        "groc": ["Riverside"],
        "heart": ["Zoë"],  # by the place where she works
        "nunez cardio": ["Zoë"],
        "kind:person": ["Zoë"],
        "kind:place,person": ["Riverside", "Zoë"],
        "-kind:person": ["Riverside"],
        "lang:es": ["Riverside", "Zoë"],
        "lang:haitian": ["Riverside"],
        "lang:vi": [],
        "verified:no": ["Zoë"],
        "-verified:no": ["Riverside"],
        "retired:yes": ["Sant"],
        "retired:any -groc": ["Sant", "Zoë"],
        "lang:none retired:any": ["Sant"],
        "-river": ["Zoë"],
        "-": ["Riverside", "Zoë"],
    }
    assert {text: names(text) for text in found} == found
    assert len(town.read(all_entries, town.day, retired=True)) == 3
    for text in ("nope:x", "kind:", "kind:cat", "verified:often"):
        with pytest.raises(InvalidInput) as refused:
            names(text)
        assert refused.value.field == "filter"


# --- how they are read -----------------------------------------------------------------------------------------------


OF_THE_USER = ("SCAN referral_limit", "SCAN sensitivity_tag")
"""Their own limits and tags, a handful."""


@pytest.mark.parametrize("reading", [tracker, open_plans])
def test_these_lists_walk_no_table(world: World, reading: Callable[..., object]) -> None:
    for text in ("", "rosa", "lang:es due:overdue", "-(payer:medicaid or no:plan)", "dx:e11 tag:hiv"):
        assert walks(asked_by(world, reading, world.day, filter=text).plans(world), but=OF_THE_USER) == []


def test_a_filter_asks_as_much_of_many_as_of_few(demo: DemoWorld, world: World) -> None:
    text = "lang:es stage:red to:clinic -(payer:medicaid or rosa)"
    few = len(asked_by(world, tracker, world.day, filter=text).statements)
    world.add(language="es")
    world.add("Ana", language="fr")
    assert len(asked_by(world, tracker, world.day, filter=text).statements) == few
