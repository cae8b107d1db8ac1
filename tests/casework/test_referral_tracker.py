"""Everything open in one list, by state, ball, age, provider and patient; and narrowing it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from coordtui.casework.patient import close_case, record_death
from coordtui.casework.referral_tracker import Tracker, tracker
from coordtui.errors import InvalidInput
from coordtui.models.codes import Ball, Urgency
from coordtui.models.people import Organization
from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral import is_open
from tests.casework.objects import add_referral, bring
from tests.casework.world import World

ROSA, ANA = "Rosa Lopez", "Ana Diaz"


@pytest.fixture
def caseload(world: World) -> World:
    """Five open referrals of two people, one over."""
    rosa, ana = world.add(), world.add("Ana", "Diaz", language="es-MX")
    (place,) = world.do(bring, [Organization(name="Heart Clinic")]).value
    day = world.day
    add_referral(world, rosa, S.SENT, "Cardiology", to_name="Heart Clinic", to_organization_id=place)
    add_referral(world, ana, S.SENT, "Echo", to_name="Heart  clinic", to_organization_id=place, urgency=Urgency.URGENT)
    add_referral(world, ana, S.ACCEPTED, "Food box", social=True, to_name="Table", since=day - dt.timedelta(days=20))
    add_referral(world, rosa, S.DRAFT, "Eye exam", indicated_on=day - dt.timedelta(days=100), ordered_on="2025-11")
    add_referral(world, rosa, S.SCHEDULED, "Foot care", to_name="table", since=day - dt.timedelta(days=12))
    add_referral(world, rosa, S.CLOSED_MET, "Dentist")
    return world


def read(world: World, **kwargs: Any) -> Tracker:
    return world.read(tracker, world.day, **kwargs)


def shape(found: Tracker) -> list[tuple[str, list[str]]]:
    heads = [group.heading for group in found.groups]
    return [(head.title, [row.what for row in found.rows if row.group.code == head.code]) for head in heads]


def test_what_is_open_stands_by_state_in_the_order_of_the_loop(caseload: World) -> None:
    found = read(caseload)
    assert shape(found) == [
        ("draft", ["Eye exam"]),
        ("sent", ["Echo", "Cardiology"]),  # the next check first
        ("accepted", ["Food box"]),
        ("scheduled", ["Foot care"]),
    ]
    assert [(group.count, group.late) for group in found.groups] == [(1, 1), (2, 0), (1, 1), (1, 0)]
    assert [row.group.key for row in found.rows] == ["draft", "sent", "sent", "accepted", "scheduled"]


@pytest.mark.parametrize(
    ("group", "titles"),
    [
        (
            "ball",
            [
                ("your turn", ["Eye exam"]),
                ("waiting for the patient", ["Foot care"]),
                ("waiting for the recipient", ["Food box", "Echo", "Cardiology"]),
            ],
        ),
        (
            "age",
            [
                ("escalate: twice its time", ["Eye exam"]),
                ("past its time", ["Food box"]),
                ("in time", ["Echo", "Cardiology", "Foot care"]),
            ],
        ),
        (
            "provider",
            [
                ("Heart clinic", ["Echo", "Cardiology"]),
                ("Table", ["Food box", "Foot care"]),
                ("nobody chosen yet", ["Eye exam"]),
            ],
        ),
        ("patient", [(ANA, ["Food box", "Echo"]), (ROSA, ["Eye exam", "Cardiology", "Foot care"])]),
    ],
)
def test_it_is_grouped_as_asked(caseload: World, group: Any, titles: list[tuple[str, list[str]]]) -> None:
    found = [(title.lower(), rows) for title, rows in shape(read(caseload, group=group))]
    assert found == [(title.lower(), rows) for title, rows in titles]


def test_a_row_says_how_old_it_is_and_by_when_it_has_to_move_on(caseload: World) -> None:
    rows = {row.what: row for row in read(caseload).rows}
    eye, food, heart = rows["Eye exam"], rows["Food box"], rows["Cardiology"]
    assert (eye.age_days, eye.limit_on, eye.stage_age) == (100, dt.date(2025, 12, 24), "escalate")
    assert (food.age_days, food.limit_on, food.stage_age) == (20, dt.date(2026, 2, 26), "red")
    assert (heart.age_days, heart.limit_on, heart.ball) == (0, dt.date(2026, 3, 11), Ball.RECIPIENT)
    assert (heart.label, heart.next_check_on) == ("sent", dt.date(2026, 3, 11))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", 5),
        ("cardiology", 1),
        ("lang:es", 2),
        ("ball:recipient,patient", 4),
        ("due:overdue", 1),
        ("kind:urgent_referral", 1),
        ("urgent", 1),
        ("social", 1),
        ("red", 1),
        ("escalate", 1),
        ("scheduled foot", 1),
        ("-sent", 3),
        ("dentist", 0),
    ],
)
def test_the_finding_language_narrows_it(caseload: World, words: str, found: int) -> None:
    assert len(read(caseload, filter=words).rows) == found


def test_an_unknown_filter_is_named(world: World) -> None:
    with pytest.raises(InvalidInput) as bad:
        read(world, filter="colour:blue")
    assert bad.value.field == "filter"
    assert read(world) == Tracker((), ())


@pytest.mark.parametrize("state", S)
def test_every_open_state_is_listed_and_no_other(world: World, state: S) -> None:
    add_referral(world, world.add(), state)
    assert len(read(world).rows) == is_open(state)


def test_the_dead_and_the_closed_are_not_listed(caseload: World) -> None:
    keys = {row.patient: row.patient_id for row in read(caseload).rows}
    caseload.do(close_case, keys[ROSA], "moved")
    assert {row.patient for row in read(caseload).rows} == {ANA}
    caseload.do(record_death, keys[ANA], None)
    assert read(caseload).rows == ()
