"""Long lists in two readings: the order as keys, the rows by the page; and how little of the vault each looks at."""

from __future__ import annotations

import datetime as dt
import json
from array import array
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from coordtui.casework import caseload
from coordtui.casework import today as queue
from coordtui.casework.patient import close_case
from coordtui.casework.quick_note import capture
from coordtui.casework.ranking import NOBODY
from coordtui.casework.windows import PAGE, around, read_keys, spelled
from tests.casework.crowd import crowd
from tests.casework.queries import asked_by, costs
from tests.casework.world import World
from tests.plans import walks
from tests.world import demo_world


def test_keys_are_read_as_they_were_spelled(world: World) -> None:
    keys = [7, 1, 2**40, 0, 3]
    one = func.json_each(json.dumps(keys)).table_valued("value")
    assert world.read(lambda session: read_keys(session.scalar(select(spelled(one.c.value))))) == array("q", keys)
    assert read_keys(None) == array("q")


@pytest.mark.parametrize(
    ("key", "at", "found"),
    [
        (None, 0, range(30)),
        (0, 999, range(30)),
        (5, 999, range(35)),
        (100, 0, range(71, 130)),
        (999, 0, range(970, 1000)),
        (-1, 5000, range(970, 1000)),
        (-1, -5, range(30)),
        (-1, 40, range(11, 70)),
    ],
)
def test_the_rows_about_a_key_are_those_that_a_screen_may_show_with_it(key: int | None, at: int, found: range) -> None:
    assert around(array("q", range(1000)), key, at, 30) == found
    assert around(array("q", range(10)), key, at, 30) == range(10)


def test_about_nothing_there_is_nothing() -> None:
    assert around(array("q"), 3, 7) == range(0)


@pytest.mark.parametrize("filter", ["", "rosa or acuity:>=high", "-due:overdue"])
def test_the_queue_in_two_readings_is_the_queue(tmp_path: Path, filter: str) -> None:
    with demo_world(tmp_path) as world:
        for day in (world.today, world.today + dt.timedelta(days=20), world.today - dt.timedelta(days=3)):
            whole = world.read(queue.today, day, filter=filter, stored=False)
            opening = world.read(queue.opening, day, filter=filter, about=5)
            keys = opening.window.keys
            assert [row.patient_id or NOBODY for row in whole.rows] == list(keys)
            assert (opening.counts, opening.window.rows) == (whole.counts, whole.rows[:PAGE])
            assert world.read(queue.page, keys[3:9], day) == list(whole.rows[3:9])
            assert world.read(queue.today, day, filter=filter) == whole


def test_only_what_is_out_of_date_is_ranked_again_for_a_page(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        keys = world.read(queue.opening, world.today).window.keys
        few = asked_by(world, queue.page, keys, world.today)
        later = asked_by(world, queue.page, keys, world.today + dt.timedelta(days=30))
        assert len(later.statements) > len(few.statements)
        assert not any("barrier" in statement for statement, _ in few.statements)
        assert any("barrier" in statement for statement, _ in later.statements)


def test_the_order_of_another_day_is_said_to_be_late_and_its_rows_are_of_the_day_asked_for(world: World) -> None:
    crowd(world, 3)
    later = world.day + dt.timedelta(days=9)
    assert not world.read(queue.opening, world.day, as_kept=True).late
    kept, fresh = world.read(queue.opening, later, as_kept=True), world.read(queue.opening, later)
    assert (kept.late, fresh.late) == (True, False)
    assert [row.reasons for row in kept.window.rows] == [row.reasons for row in fresh.window.rows]


def test_somebody_who_left_the_queue_since_it_was_sorted_stands_clear_in_a_page(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana")
    world.do(close_case, rosa, "moved")
    gone, there = world.read(queue.page, [rosa, ana], world.day)
    assert (gone.patient, gone.clear, there.patient, there.clear) == ("Rosa Lopez", True, "Ana Lopez", False)


def test_notes_to_file_are_a_key_too(world: World) -> None:
    world.do(capture, "call the clinic")
    opening = world.read(queue.opening, world.day)
    assert (list(opening.window.keys), opening.window.rows[0].patient) == ([NOBODY], "Notes to file")


def test_someone_who_is_gone_from_the_caseload_leaves_the_place_empty(world: World) -> None:
    rosa = world.add()
    (there, gone) = world.read(caseload.page, [rosa, 99], world.day)
    assert (there and there.patient_id, gone) == (rosa, None)


READINGS: dict[str, tuple[Any, dict[str, Any]]] = {
    "queue": (queue.opening, {}),
    "queue, narrowed": (queue.opening, {"filter": "acuity:high or food"}),
    "queue, sums": (queue.sums_of, {}),
    **{f"caseload by {sort}": (caseload.opening, {"sort": sort}) for sort in caseload.SORTS},
    "caseload, narrowed": (caseload.opening, {"filter": "last:never food", "descending": True}),
    "caseload, sums": (caseload.sums, {}),
}


def test_ten_times_the_people_take_the_same_queries_and_rows(world: World) -> None:
    crowd(world, PAGE)
    few = costs(world, READINGS)
    crowd(world, 9 * PAGE)
    assert costs(world, READINGS) == few


def test_no_reading_of_a_list_walks_a_table(world: World) -> None:
    crowd(world, 3)
    for name, (fn, more) in READINGS.items():
        plan = asked_by(world, fn, world.day, **more).plans(world)
        known = {"SCAN queue_row USING INDEX queue_order", "SCAN profile"}
        assert set(walks(plan)) <= known, name


def test_a_narrowed_list_is_walked_in_its_order_and_not_sorted(world: World) -> None:
    crowd(world, 3)
    for fn, order in ((queue.opening, "queue_row USING INDEX queue_order"), (caseload.opening, "patient_by_name")):
        plan = asked_by(world, fn, world.day, filter="food").plans(world)
        assert any(order in line for line in plan)
        assert [line for line in plan if "TEMP B-TREE FOR ORDER BY" in line] == []
