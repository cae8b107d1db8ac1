"""How much a reading asks for: the same few queries for one patient and for many, and none that walks a big table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import CacheStats

from coordtui.casework import today as queue
from coordtui.casework.caseload import caseload
from coordtui.casework.chart import chart, timeline
from coordtui.casework.contact import contacts, log_contact
from coordtui.casework.follow_up import complete, snooze
from coordtui.casework.people import find, names
from coordtui.casework.rehearsal import Rehearsed, rehearse
from coordtui.models.contact import Outcome
from tests.casework.objects import add_plan
from tests.casework.queries import asked_by, listening
from tests.casework.world import WEDNESDAY, World, call

BIG = re.compile(
    r"^SCAN (follow_up|contact|patient|care_plan|referral|appointment|contact_point|acuity|quick_note)\b(?! USING)"
)


def fill(world: World, count: int) -> None:
    for n in range(count):
        key = world.add(f"P{n}", phone="617 555 0123")
        world.plan(key, "food")
        add_plan(world, key)
        world.do(log_contact, call(key, Outcome.REACHED_PATIENT))


READINGS: dict[str, tuple[Any, ...]] = {
    "today": (queue.today, WEDNESDAY),
    "caseload": (caseload, WEDNESDAY),
    "preview": (queue.preview, 1, WEDNESDAY),
    "why": (queue.why, 1, WEDNESDAY),
    "chart": (chart, 1, WEDNESDAY),
    "timeline": (timeline, 1),
}


def test_the_number_of_queries_does_not_grow_with_the_caseload(world: World) -> None:
    def count() -> dict[str, int]:
        return {name: len(asked_by(world, *reading).statements) for name, reading in READINGS.items()}

    fill(world, 1)
    few = count()
    fill(world, 10)
    assert count() == few


def test_the_queue_takes_a_handful_of_queries(world: World) -> None:
    fill(world, 8)
    assert len(asked_by(world, queue.today, world.day).statements) <= 8
    assert len(asked_by(world, queue.today, world.day, filter="kind:food").statements) <= 14
    assert len(asked_by(world, queue.today, world.day, stored=False).statements) <= 14
    assert len(asked_by(world, caseload, world.day).statements) <= 6


def test_the_queue_walks_its_own_index_and_no_big_table(world: World) -> None:
    fill(world, 8)
    plans = asked_by(world, queue.today, world.day, limit=5).plans(world)
    assert "SCAN queue_row USING INDEX queue_order" in plans
    assert [line for line in plans if BIG.match(line)] == []


def test_an_act_walks_no_big_table(world: World) -> None:
    fill(world, 8)
    with listening(world) as asked:
        world.do(log_contact, call(3, Outcome.NO_ANSWER))
    plans = asked.plans(world)
    assert [line for line in plans if BIG.match(line)] == []


def test_an_act_asks_a_handful_however_much_is_open(world: World) -> None:
    def asked() -> int:
        rosa = world.add("Rosa")
        first, *_ = [world.plan(rosa, "food") for _ in range(3)]
        with listening(world) as found:
            world.do(complete, (first,), {})
        return len(found.statements)

    few = asked()
    fill(world, 8)
    assert asked() == few <= 14


def test_who_lost_the_row_is_looked_for_once_a_person_and_in_an_index(world: World) -> None:
    fill(world, 8)
    with listening(world) as asked:
        world.ledger.derive(queue.refresh, world.day)
    plans = asked.plans(world)
    assert [line for line in plans if BIG.match(line)] == []
    assert "SCAN follow_up USING COVERING INDEX follow_up_open" in plans
    assert [line for line in plans if "TEMP B-TREE" in line or "SCAN queue_row" in line] == []


def test_finding_and_the_chart_walk_no_other_patients_records(world: World) -> None:
    fill(world, 3)
    for reading in ((chart, 1, world.day), (timeline, 1), (queue.preview, 1, world.day)):
        plans = asked_by(world, *reading).plans(world)
        assert [line for line in plans if BIG.match(line)] == []
    for plans in (asked_by(world, find, "P1 Lopez").plans(world), asked_by(world, names, "lop").plans(world)):
        assert [line for line in plans if "SCAN follow_up" in line or "SCAN contact" in line] == []


def test_after_a_rehearsal_the_first_acts_find_every_statement_ready_and_nothing_was_changed(world: World) -> None:
    rosa = world.add("Rosa")
    first, second = (world.plan(rosa, "food") for _ in range(2))
    log, found = world.ledger.log(), world.today()
    world.ledger.vault.writer.clear_compiled_cache()
    assert _made_ready(world, lambda: _rehearsed(world)) != []
    assert (world.ledger.log(), world.today()) == (log, found)
    assert world.read(contacts, rosa) == ()
    assert _made_ready(world, lambda: world.do(complete, (first,), {})) == []
    assert _made_ready(world, lambda: world.do(log_contact, call(rosa, Outcome.VOICEMAIL, follow_up_id=second))) == []
    world.check()


def test_a_rehearsal_with_nobody_in_the_queue_makes_ready_what_follows_every_act(world: World) -> None:
    rosa = world.add("Rosa")
    world.ledger.vault.writer.clear_compiled_cache()
    assert _made_ready(world, lambda: _rehearsed(world)) != []
    assert not [one for one in _made_ready(world, lambda: world.plan(rosa, "food")) if "queue_row" in one]


def _rehearsed(world: World) -> None:
    with pytest.raises(Rehearsed):
        world.do(rehearse)


def _made_ready(world: World, do: Callable[[], object]) -> list[str]:
    """The questions and new rows that had to be made ready for the database first."""
    made: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool) -> None:
        if statement.startswith(("SELECT", "INSERT")) and context.cache_hit is CacheStats.CACHE_MISS:
            made.append(statement)

    event.listen(world.ledger.vault.writer, "before_cursor_execute", note)
    try:
        do()
    finally:
        event.remove(world.ledger.vault.writer, "before_cursor_execute", note)
    return made


def test_what_an_act_asks_is_spelled_out_once_and_not_with_every_act(world: World) -> None:
    """A list of bound values is spelled out anew at every run, which takes longer than the run."""
    rosa = world.add("Rosa")
    first, second = (world.plan(rosa, "food") for _ in range(2))
    spelled: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool) -> None:
        if context.compiled is not None and context.compiled.post_compile_params:
            spelled.append(statement)

    event.listen(world.ledger.vault.writer, "before_cursor_execute", note)
    world.do(snooze, (second,), world.day + dt.timedelta(days=1), None)
    world.do(complete, (first,), {})
    event.remove(world.ledger.vault.writer, "before_cursor_execute", note)
    assert spelled == []
