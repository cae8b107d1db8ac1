"""The timeline by keys: its order is read of everything in one query, its lines only of the keys in sight."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from coordtui.casework.chart import chart, timeline
from coordtui.casework.contact import log_contact
from coordtui.casework.follow_up import complete
from coordtui.casework.preview import preview
from coordtui.casework.timeline import entries, order
from coordtui.models.clinical import Condition, Encounter
from coordtui.models.contact import Outcome, QuickNote
from coordtui.rules.dates import partial_key
from tests.casework.objects import add_plan, add_referral, bring
from tests.casework.queries import asked_by
from tests.casework.world import World, call
from tests.plans import walks
from tests.world import demo_world


def test_pages_of_it_put_together_are_the_whole_and_every_day_is_in_order(tmp_path: Path) -> None:
    with demo_world(tmp_path, patients=12) as demo:
        for patient in range(1, 13):
            keys, whole = demo.read(order, patient), demo.read(timeline, patient)
            assert len(keys) == len(set(keys)) == len(whole)
            pages = [entry for at in range(0, len(keys), 7) for entry in demo.read(entries, keys[at : at + 7])]
            assert tuple(pages) == whole
            assert [entry.key for entry in whole] == list(keys)
            days = [partial_key(entry.day_text) for entry in whole]
            assert days == sorted(days, reverse=True)


def test_a_moment_stands_on_its_own_local_day(world: World) -> None:
    rosa = world.add()
    evening = dt.datetime(2026, 3, 4, 2, 30, tzinfo=dt.UTC)  # still 3 March in New York
    note = QuickNote(patient_id=rosa, text="asked for her keys", at=evening, zone=world.moment.zone, filed_at=evening)
    world.do(bring, [Condition(patient_id=rosa, text="Asthma", onset="2026-03-04"), note])
    told = [(entry.day_text[:10], entry.kind) for entry in world.read(timeline, rosa)]
    assert told.index(("2026-03-04", "condition")) < told.index(("2026-03-03", "note"))


def test_moments_stand_in_the_order_of_their_own_clocks_on_the_days_when_these_change_too(world: World) -> None:
    rosa = world.add()
    autumn, summer = dt.datetime(2025, 11, 1, 22, tzinfo=dt.UTC), dt.datetime(2025, 6, 30, 22, tzinfo=dt.UTC)
    zones = ("America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")  # back by an hour; never; on by half an hour
    notes = [
        QuickNote(patient_id=rosa, text="called", at=at, zone=zone, filed_at=at)
        for begin in (autumn, summer)
        for n in range(14)
        for zone in zones
        for at in (begin + dt.timedelta(minutes=47 * n),)
    ]
    notes += [
        QuickNote(
            patient_id=rosa,
            text="called",
            at=dt.datetime(2025, 10, 4, 15, 29 + n, tzinfo=dt.UTC),
            zone=zones[2],
            filed_at=autumn,
        )
        for n in range(3)
    ]
    world.do(bring, notes)
    told = [entry.day_text[:16] for entry in world.read(timeline, rosa) if entry.kind == "note"]
    clocks = [note.at.astimezone(ZoneInfo(note.zone)).strftime("%Y-%m-%dT%H:%M") for note in notes]
    assert told == sorted(clocks, reverse=True)


def test_an_entry_that_is_gone_leaves_its_place_empty(world: World) -> None:
    rosa = world.add()
    world.do(bring, [Encounter(patient_id=rosa, text="Check-up", starts="2026-02-02T09:00:00-05:00")])
    keys = world.read(order, rosa)
    world.ledger.undo()
    found = world.read(entries, keys)
    assert [entry is None for entry in found].count(True) == 1
    assert len(found) == len(keys)


def test_a_long_history_is_asked_for_no_more_often_and_read_no_further(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana")
    for key, times in ((rosa, 2), (ana, 90)):
        step = world.plan(key, "food")
        world.do(complete, [step], {})
        for _ in range(times):
            world.do(log_contact, call(key, Outcome.REACHED_PATIENT))
    few, many = (asked_by(world, chart, key, world.day) for key in (rosa, ana))
    assert len(many.statements) == len(few.statements)
    assert many.rows(world) - few.rows(world) <= 1, "the chart beside the timeline reads the last three contacts"
    assert len(asked_by(world, order, ana).statements) == len(asked_by(world, order, rosa).statements) == 2
    page = world.read(order, ana)[:30]
    assert asked_by(world, entries, page).rows(world) <= len(page) + 1


def test_neither_chart_nor_preview_nor_timeline_walks_through_a_table(world: World) -> None:
    rosa = world.add()
    add_plan(world, rosa)
    add_referral(world, rosa)
    world.do(log_contact, call(rosa, Outcome.REACHED_PATIENT))
    keys = world.read(order, rosa)
    readings = ((chart, rosa, world.day), (preview, rosa, world.day), (order, rosa), (entries, keys))
    for reading in readings:
        assert walks(asked_by(world, *reading).plans(world), but=SMALL) == [], reading[0]


SMALL = ("SCAN profile", "SCAN referral_limit", "SCAN sensitivity_tag", "SCAN tagged", "SCAN reached")
"""Tables of the coordinator's own with a handful of rows, and two subqueries of casework/sensitivity.py."""
