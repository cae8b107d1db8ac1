"""Referrals, plans and the directory in two readings: the order as keys, the rows by the page; and what that takes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Any, get_args

import pytest
from sqlalchemy.orm import Session

from coordtui.casework import directory_list, open_work, referral_tracker
from coordtui.casework.directory import entry, retire
from coordtui.casework.directory_list import SORTS, Sums, entry_of, key_of
from coordtui.casework.referral_groups import GroupBy, Heading
from coordtui.casework.referral_tracker import TrackerRow, keys_of, oldest, opening, page, tracker
from coordtui.casework.windows import PAGE
from coordtui.errors import InvalidInput
from coordtui.models.referral import Referral
from coordtui.models.referral import ReferralState as S
from coordtui.rules.dates import FAR
from coordtui.rules.fold import fold
from tests.casework.crowd import work
from tests.casework.lists import all_entries, open_plans, records
from tests.casework.objects import add_referral, change
from tests.casework.places import small_town
from tests.casework.queries import asked_by, costs
from tests.casework.world import World
from tests.plans import walks
from tests.world import DemoWorld

GROUPS: tuple[GroupBy, ...] = get_args(GroupBy)
WITHIN: dict[GroupBy, Callable[[TrackerRow], Any]] = {
    "state": lambda row: list(S).index(row.state),
    "ball": lambda row: row.group.code,
    "age": lambda row: -("in time", "amber", "red", "escalate").index(row.stage_age),
    "provider": lambda row: (row.to_name is None, fold(row.group.title)),
    "patient": lambda row: fold(row.patient),
}
"""By what the headings of a grouping are sorted."""


# --- referrals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", GROUPS)
def test_the_tracker_in_two_readings_is_the_tracker(demo: DemoWorld, group: GroupBy) -> None:
    whole = demo.read(tracker, demo.today, group=group)
    first = demo.read(opening, demo.today, group=group)
    keys = first.window.keys
    assert [key for key in keys if key > 0] == [row.work_id for row in whole.rows]
    assert [-key for key in keys if key < 0] == [one.heading.code for one in whole.groups]
    lines = demo.read(page, keys, demo.today, group=group)
    assert (list(first.window.rows), first.moved) == (lines[: len(first.window.rows)], {})
    assert demo.read(page, keys[5:9], demo.today, group=group) == lines[5:9]
    headed: list[tuple[int, int]] = []
    for line in lines:
        assert line is not None
        if isinstance(line, Heading):
            headed.append((line.code, 0))
        else:
            headed[-1] = (headed[-1][0], headed[-1][1] + 1)
            assert line.group.code == headed[-1][0]
    assert headed == [(one.heading.code, one.count) for one in whole.groups]
    assert list(whole.rows) == sorted(
        whole.rows,
        key=lambda row: (WITHIN[group](row), row.next_check_on or FAR, fold(row.patient), row.work_id),
    )


def test_the_sums_are_those_of_the_rows_however_they_are_narrowed(demo: DemoWorld) -> None:
    for filter in ("", "ball:recipient", "stage:>=red"):
        rows = demo.read(tracker, demo.today, filter=filter).rows
        sums = demo.read(referral_tracker.sums, demo.today, [row.work_id for row in rows])
        assert sums.turns == Counter(row.ball for row in rows)
        assert sums.ages == Counter(row.stage_age for row in rows)
        assert sums.late == {row.work_id for row in rows if row.stage_age in ("red", "escalate")}
        assert demo.read(oldest, [row.work_id for row in rows]) == min(row.since for row in rows)


def test_what_moved_on_keeps_its_place_and_what_is_new_comes_last_in_its_group(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana")
    sent = [add_referral(world, rosa, S.SENT, f"Sent {n}").key for n in range(3)]
    over = add_referral(world, rosa, S.SENT, "Over").key
    before = world.read(opening, world.day).window.keys
    assert list(before) == [-code_of(S.SENT), *sent, over]
    world.do(change, Referral, sent[1], {"state": S.ACCEPTED})
    world.do(change, Referral, over, {"state": S.CLOSED_MET})
    early = add_referral(world, ana, S.SENT, "Early", next_check_on=world.day).key
    draft = add_referral(world, ana, S.DRAFT, "Draft").key
    found = world.read(opening, world.day, after=before)
    assert list(found.window.keys) == [-code_of(S.SENT), *sent, early, -code_of(S.DRAFT), draft]
    assert found.moved == {sent[1]: code_of(S.ACCEPTED)}
    assert list(world.read(opening, world.day).window.keys) == [
        *(-code_of(S.DRAFT), draft),
        *(-code_of(S.SENT), early, sent[0], sent[2]),
        *(-code_of(S.ACCEPTED), sent[1]),
    ]
    assert world.read(keys_of, [ana]) == {early, draft}


def code_of(state: S) -> int:
    return list(S).index(state) + 1


def test_one_place_in_several_spellings_is_one_group(world: World) -> None:
    small_town(world)
    rosa = world.add()
    for name in ("Heart Clinic", "A Better Name", None):
        add_referral(world, rosa, to_name=name, to_organization_id=2)
    add_referral(world, rosa, to_name="Bakery")
    groups = world.read(tracker, world.day, group="provider").groups
    assert [(one.heading.title, one.count) for one in groups] == [("A Better Name", 3), ("Bakery", 1)]


# --- the directory ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", SORTS)
def test_the_directory_sorts_by_every_column_both_ways_and_what_is_missing_comes_last(
    demo: DemoWorld, sort: str
) -> None:
    record = demo.read(records, demo.today)

    def value(row: Any) -> Any:
        match sort:
            case "open":
                return record[row.name].open or None
            case "closed":
                return record[row.name].closed_loops or None
            case "days":
                return record[row.name].median_days_to_schedule
            case "verified":
                return row.verified_on or dt.date.min
        found = getattr(row, sort)
        return fold(found) if sort == "name" else (found or "").lower() or None

    named = demo.read(all_entries, demo.today, retired=True)
    for descending in (False, True):
        rows = demo.read(all_entries, demo.today, retired=True, sort=sort, descending=descending)
        assert sorted(row.key for row in rows) == sorted(row.key for row in named)
        held = [value(row) for row in rows if value(row) is not None]
        assert held == sorted(held, reverse=descending)
        assert all(value(row) is None for row in rows[len(held) :])
    for _, equal in groupby(demo.read(all_entries, demo.today, sort=sort), value):
        places = [named.index(row) for row in equal]
        assert places == sorted(places), "of equals by name"


def test_an_unknown_column_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput) as bad:
        world.read(directory_list.opening, world.day, sort="mood")
    assert bad.value.field == "sort"


def test_the_records_of_the_list_are_those_of_the_entries(demo: DemoWorld) -> None:
    rows = demo.read(all_entries, demo.today, retired=True)
    found = demo.read(directory_list.records, [row.key for row in rows], demo.today)
    assert sum(one.sent for one in found.values()) > len(rows)
    for key, record in found.items():
        whole = demo.read(entry, *entry_of(key), demo.today).record
        assert (record.sent, record.open, record.closed_loops, record.median_days_to_schedule) == (
            *(whole.sent, whole.open, whole.closed_loops, whole.median_days_to_schedule),
        )
    one = rows[3].key
    assert demo.read(directory_list.records, [one], demo.today) == {one: found[one]}


def test_the_sums_of_the_directory_are_those_of_its_rows(world: World) -> None:
    small_town(world)
    world.do(retire, "organization", 1)
    assert world.read(directory_list.sums, world.day) == Sums(2, 2, 0)
    assert world.read(directory_list.sums, world.day, retired=True, filter="river or heart") == Sums(2, 2, 1)
    assert world.read(directory_list.sums, world.day, filter="nobody") == Sums(0, 0, 0)


def test_an_entry_and_a_plan_that_are_gone_leave_their_place_empty(world: World) -> None:
    small_town(world)
    keys = [key_of("practitioner", 1), key_of("practitioner", 9), key_of("organization", 2)]
    named = world.read(directory_list.page, keys, world.day)
    assert [row and row.name for row in named] == ["Zoë Núñez", None, "Sant Pau Heart Clinic"]
    assert world.read(open_work.page, [7]) == [None]
    assert world.read(page, [7, -code_of(S.SENT)], world.day, group="state")[0] is None


def test_plans_without_a_review_come_first_then_the_next_one_and_equals_by_name(demo: DemoWorld) -> None:
    rows = demo.read(open_plans, demo.today)
    assert list(rows) == sorted(rows, key=lambda row: (row.review_on or dt.date.min, fold(row.patient), row.work_id))


# --- what it takes ---------------------------------------------------------------------------------------------------


def _page(of: Callable[..., Any], first: Callable[..., Any], session: Session, on: dt.date, **more: Any) -> Any:
    """A page of the list, whatever stands on it."""
    return of(session, first(session, on)[:PAGE], on, **more)


def _keys(session: Session, on: dt.date, **more: Any) -> Sequence[int]:
    return opening(session, on, **more).window.keys


def _entries(session: Session, on: dt.date) -> Sequence[int]:
    return directory_list.opening(session, on).keys


READINGS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    **{f"referrals by {group}": (opening, {"group": group}) for group in ("state", "ball", "age", "patient")},
    "referrals, a letter": (opening, {"filter": "q"}),
    "referrals, narrowed": (opening, {"filter": "cardio -ball:me", "group": "age"}),
    "referrals, after an act": (lambda session, on: opening(session, on, after=_keys(session, on)), {}),
    "referrals, sums": (lambda session, on: referral_tracker.sums(session, on, [1, 2, 3]), {}),
    "referrals, a page": (partial(_page, page, _keys), {"group": "state"}),
    "plans": (open_work.opening, {}),
    "plans, a letter": (open_work.opening, {"filter": "q"}),
    **{
        f"directory by {sort}": (directory_list.opening, {"sort": sort})
        for sort in ("name", "role", "place", "verified")
    },
    "directory, a letter": (directory_list.opening, {"filter": "cl"}),
    "directory, sums": (directory_list.sums, {}),
    "directory, records of a page": (partial(_page, directory_list.records, _entries), {}),
}


def test_ten_times_the_work_takes_the_same_queries_and_rows(world: World) -> None:
    work(world, PAGE)
    few = costs(world, READINGS)
    work(world, 9 * PAGE)
    assert costs(world, READINGS) == few
    assert max(rows for _, rows in few.values()) < 3 * PAGE


THE_DIRECTORY = ("SCAN organization", "SCAN practitioner")
"""Its order is made of all of it, as there is no index of what it is sorted by."""
OF_THE_USER = ("SCAN referral_limit",)
"""Their own limits, a handful."""


def test_no_reading_of_these_lists_walks_a_table(world: World) -> None:
    work(world, 3)
    for name, (fn, more) in READINGS.items():
        plan = asked_by(world, fn, world.day, **more).plans(world)
        but = THE_DIRECTORY if name.startswith("directory") else ()
        assert walks(plan, but=(*but, *OF_THE_USER)) == [], name


def test_what_went_to_the_entries_is_added_up_without_sorting_it_in_memory(world: World) -> None:
    work(world, 3)
    asked = asked_by(world, directory_list.records, world.read(_entries, world.day), world.day)
    assert not [line for line in asked.plans(world) if "TEMP B-TREE" in line]
