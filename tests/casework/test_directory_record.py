"""Our own record of each entry, and the whole directory as a list, in a few queries however much went there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from coordtui.casework.directory import entry, retire, search
from coordtui.errors import InvalidInput
from coordtui.rules.directory_record import Performance
from tests.casework.lists import all_entries, records
from tests.casework.places import S, add_person, history, small_town
from tests.casework.queries import asked_by
from tests.casework.referrals import begin, take
from tests.casework.world import World


def day(world: World, before: int) -> dt.date:
    return world.day - dt.timedelta(days=before)


def test_our_record_counts_what_went_there_and_the_days_until_a_visit_was_made(world: World) -> None:
    small_town(world)
    rosa = world.add()
    for state, sent, booked in ((S.CLOSED_MET, 60, 50), (S.SCHEDULED, 40, 20), (S.SCHEDULED, 400, 35)):
        steps = ((S.SENT, day(world, sent)), (S.SCHEDULED, day(world, booked)))
        world.do(history, rosa, ("organization", 2), state, steps)
    world.do(history, rosa, ("practitioner", 1), S.DECLINED, ((S.SENT, day(world, 9)), (S.DECLINED, day(world, 2))))
    world.do(history, rosa, ("practitioner", 1), S.SENT, ((S.SENT, day(world, 14)),))
    world.do(history, rosa, ("organization", 1), S.DRAFT, ())
    place, person = (
        world.read(entry, kind, key, world.day) for kind, key in (("organization", 2), ("practitioner", 1))
    )
    mine = place.record
    assert (mine.sent, mine.closed_loops, mine.open, mine.declined, mine.no_reply) == (5, 1, 4, 1, 1)
    assert mine.median_days_to_schedule == 20
    assert (person.record.sent, person.record.median_days_to_schedule) == (2, None)
    assert world.read(entry, "organization", 1, world.day).record.sent == 0
    assert [one.patient for one in place.referrals] == ["Rosa Lopez"] * 4
    assert [one.name for one in place.people] == ["Zoë Núñez"]
    assert (person.place_phone, person.phone) == ("(617) 555-0122", None)


def test_retiring_says_what_still_stands_there_and_takes_nothing_away(world: World) -> None:
    small_town(world)
    rosa = world.add()
    world.do(history, rosa, ("practitioner", 1), S.SENT, ((S.SENT, day(world, 3)),))
    assert world.do(retire, "organization", 2).value == 1
    assert len(world.read(entry, "practitioner", 1, world.day).referrals) == 1


def test_the_list_has_every_entry_with_its_record_and_is_narrowed(world: World) -> None:
    small_town(world)
    rosa = world.add()
    world.do(history, rosa, ("practitioner", 1), S.SCHEDULED, ((S.SENT, day(world, 9)), (S.SCHEDULED, day(world, 2))))
    found = world.read(records, world.day)
    assert list(found) == ["Riverside Food Pantry", "Sant Pau Heart Clinic", "Zoë Núñez"]
    assert found["Zoë Núñez"] == found["Sant Pau Heart Clinic"]
    assert found["Zoë Núñez"].median_days_to_schedule == 7
    assert found["Riverside Food Pantry"].sent == 0
    for text in ("heart kind:person", "lang:ca", "nunez"):
        assert [row.name for row in world.read(all_entries, world.day, filter=text)] == ["Zoë Núñez"]
    with pytest.raises(InvalidInput):
        world.read(all_entries, world.day, filter="nope:x")


def test_no_reading_asks_more_of_a_large_directory(world: World) -> None:
    def count() -> list[int]:
        readings: tuple[tuple[Any, ...], ...] = (
            (search, "c"), (all_entries, world.day), (entry, "organization", 2, world.day),
            (entry, "practitioner", 1, world.day),
        )  # fmt: skip
        return [len(asked_by(world, *reading).statements) for reading in readings]

    small_town(world)
    rosa = world.add()
    world.do(history, rosa, ("organization", 2), S.SENT, ((S.SENT, day(world, 3)),))
    few = count()
    for n in range(12):
        add_person(world, f"Carl {n}", organization_id=2)
        world.do(history, rosa, ("practitioner", n + 2), S.SENT, ((S.SENT, day(world, 3)),))
    assert count() == few
    assert max(few) <= 5


def test_the_record_follows_the_steps_of_a_referral_and_their_undoing(world: World) -> None:
    small_town(world)
    rosa = world.add()
    to: dict[str, Any] = {"to_name": "Sant Pau Heart Clinic", "to_organization_id": 2}

    def record() -> Performance:
        return world.read(entry, "organization", 2, world.day).record

    key = begin(world, rosa, **to)
    assert record().sent == 0, "a draft has not left"
    take(world, key, "send")
    assert (record().sent, record().open, record().median_days_to_schedule) == (1, 1, None)
    world.later(6)
    take(world, key, "accept", "schedule")
    assert record().median_days_to_schedule == 6
    other = begin(world, rosa, "Echo", **to)
    take(world, other, "send", "decline")
    assert (record().sent, record().declined, record().median_days_to_schedule) == (2, 1, 6)
    world.ledger.undo()
    assert record().declined == 0
    assert [one.what for one in world.read(entry, "organization", 2, world.day).referrals] == ["Cardiology", "Echo"]
