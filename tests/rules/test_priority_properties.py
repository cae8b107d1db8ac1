"""The promises of the ranking (domain sheet §8.3) over random persons, items and days.

"Adding an overdue day never lowers a row" means here: the row's key in the queue does not grow (a) when an item that is
already overdue was due one day earlier, (b) when a day passes over items that are all overdue, (c) when a day passes
over items whose ball is ours, (d) when an overdue item is added. It cannot hold for a check that is due today with
someone else: the rule itself moves it from "due today" (T2) to "waiting too long" (T3) tomorrow.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from coordtui.models.codes import Ball
from coordtui.rules.dates import FAR, business_days_between
from coordtui.rules.follow_up import KINDS, Rule, returns_on
from coordtui.rules.priority import DEFERRED, Item, Person, Place, Ranked, Where, place, rank, reasons_of, total
from tests.rules.worlds import day, item_lists, items, near_days, persons, some_days

ONE_DAY = dt.timedelta(days=1)


def lower_or_equal(after: Ranked, before: Ranked) -> bool:
    """Whether `after` stands no later in the queue than `before`; what is not in the queue stands last."""
    return (after.sort_key or "9") <= (before.sort_key or "9")


# --- a plain second telling of the rule ------------------------------------------------------------------------------


def told_tier(item: Item, today: dt.date) -> int | None:
    kind = KINDS[item.kind]
    mine = item.ball is Ball.ME
    act_on = item.due_on if mine or item.next_check_on is None else item.next_check_on
    past_limit = item.limit_on is not None and item.limit_on < today
    if kind.rule is Rule.SAFETY:
        return 0
    if kind.rule is Rule.CLOCK and item.limit_on is not None:
        window = kind.window_business_days
        if past_limit or window is None or business_days_between(today, item.limit_on) <= window:
            return 1
    within_week = act_on <= today + dt.timedelta(days=7)
    if kind.rule is Rule.HYGIENE and within_week:
        return 4
    if not mine and (act_on < today or past_limit):
        return 3
    if act_on <= today:
        return 2
    return 3 if within_week else None


def told_clock(days: int) -> int:
    if days < 0:
        return 32 + min(8, -days)
    table = {0: 32, 1: 28, 2: 22, 3: 22} | dict.fromkeys(range(4, 8), 14) | dict.fromkeys(range(8, 15), 6)
    return table.get(days, 0)


@given(items(deferrable=False), some_days)
def test_an_item_stands_in_the_first_tier_that_matches(item: Item, today: dt.date) -> None:
    assert place(item, today).tier == told_tier(item, today)


@given(items(deferrable=False), some_days)
def test_an_item_outside_the_queue_waits_or_is_scheduled(item: Item, today: dt.date) -> None:
    where = place(item, today).where
    if told_tier(item, today) is None:
        assert where is (Where.SCHEDULED if item.ball is Ball.ME else Where.WAITING)
    else:
        assert where is Where.QUEUE


@given(persons(), items(), some_days)
def test_the_points_of_an_item_are_the_five_parts_of_the_rule(person: Person, item: Item, today: dt.date) -> None:
    act_on = item.due_on if item.ball is Ball.ME or item.next_check_on is None else item.next_check_on
    clock = told_clock((min(act_on, item.limit_on or act_on) - today).days)
    acuity = {"rising": 5, "high": 10, "complex": 15}.get(person.level or "", 0)
    stall = min(10, 2 * item.attempts + item.missed_checks)
    told = clock + KINDS[item.kind].harm + acuity + stall + min(10, 2 * person.barriers)
    reasons = reasons_of(person, item, today)
    assert total(reasons) == told
    assert told <= 100
    assert all(type(reason.points) is int for reason in reasons)
    assert all(reason.text for reason in reasons)


# --- rows ------------------------------------------------------------------------------------------------------------


@given(persons(), item_lists(), some_days, st.randoms(use_true_random=False))
def test_the_order_in_which_items_come_changes_nothing(
    person: Person, found: list[Item], today: dt.date, chance: object
) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(person, shuffled, today) == rank(person, found, today)


@given(persons(), item_lists(), some_days)
def test_the_reasons_of_a_row_add_up_to_whole_points(person: Person, found: list[Item], today: dt.date) -> None:
    row = rank(person, found, today)
    assert row.points == sum(reason.points for reason in row.reasons)
    assert 0 <= row.points <= 109
    assert isinstance(row.points, int)


@given(persons(), item_lists(), some_days)
def test_every_item_is_counted_in_exactly_one_place(person: Person, found: list[Item], today: dt.date) -> None:
    row = rank(person, found, today)
    assert row.in_queue + row.deferred + row.waiting + row.scheduled == len(found)
    assert row.in_queue == len(row.items)
    assert set(row.items) <= {item.follow_up_id for item in found}
    assert (row.tier is None) == (row.sort_key is None) == (row.in_queue == 0)


@given(persons(), item_lists(), some_days)
def test_a_row_has_the_points_of_its_top_item_and_three_for_each_further_one(
    person: Person, found: list[Item], today: dt.date
) -> None:
    row = rank(person, found, today)
    assume(row.items)
    standing = [item for item in found if item.follow_up_id in row.items]
    best = min((place(item, today).tier or 0, -total(reasons_of(person, item, today))) for item in standing)
    assert (row.tier, row.points) == (best[0], -best[1] + min(9, 3 * (len(standing) - 1)))


@given(persons(), persons(), item_lists(), item_lists(), some_days)
def test_whoever_has_safety_work_stands_above_everyone_without(
    one: Person, other: Person, safe: list[Item], rest: list[Item], today: dt.date
) -> None:
    crisis = Item(99_999, "crisis", "crisis", day(30), attempts=0)
    above = rank(one, [*safe, crisis], today)
    below = rank(other, [item for item in rest if KINDS[item.kind].rule is not Rule.SAFETY], today)
    assert above.tier == 0
    assert below.sort_key is None or (above.sort_key or "") < below.sort_key


@given(st.lists(st.tuples(persons(), item_lists()), max_size=6, unique_by=lambda pair: pair[0].person), some_days)
def test_rows_sort_by_tier_points_clock_contact_name_and_id(
    world: list[tuple[Person, list[Item]]], today: dt.date
) -> None:
    rows = [(person, rank(person, found, today), {i.follow_up_id: i for i in found}) for person, found in world]
    standing = [row for row in rows if row[1].sort_key]
    by_key = sorted(standing, key=lambda row: row[1].sort_key or "")
    keys = [
        (row.tier, -row.points, found[row.items[0]].clock_on, person.last_two_way or dt.date.min)
        for person, row, found in by_key
    ]
    assert keys == sorted(keys)
    assert len({row.sort_key for _, row, _ in standing}) == len(standing)


# --- overdue days ----------------------------------------------------------------------------------------------------


@given(persons(), item_lists(), items(deferrable=False), some_days)
def test_an_item_due_one_day_earlier_when_already_overdue_never_lowers_the_row(
    person: Person, rest: list[Item], item: Item, today: dt.date
) -> None:
    assume(item.act_on < today and all(other.follow_up_id != item.follow_up_id for other in rest))
    earlier = replace(
        item,
        due_on=item.due_on - ONE_DAY,
        next_check_on=item.next_check_on - ONE_DAY if item.next_check_on else None,
    )
    assert lower_or_equal(rank(person, [*rest, earlier], today), rank(person, [*rest, item], today))


@given(persons(), item_lists(deferrable=False), some_days)
def test_a_day_over_items_that_are_all_overdue_never_lowers_the_row(
    person: Person, found: list[Item], today: dt.date
) -> None:
    overdue = [item for item in found if item.act_on < today]
    assert lower_or_equal(rank(person, overdue, today + ONE_DAY), rank(person, overdue, today))


@given(persons(), item_lists(mine=True, deferrable=False), some_days)
def test_a_day_over_items_that_are_ours_never_lowers_the_row(person: Person, found: list[Item], today: dt.date) -> None:
    assert lower_or_equal(rank(person, found, today + ONE_DAY), rank(person, found, today))


@given(persons(), item_lists(), items(deferrable=False), some_days)
def test_one_more_overdue_item_never_lowers_the_row(
    person: Person, rest: list[Item], item: Item, today: dt.date
) -> None:
    assume(item.act_on < today and all(other.follow_up_id != item.follow_up_id for other in rest))
    assert lower_or_equal(rank(person, [*rest, item], today), rank(person, rest, today))


# --- days and snoozes ------------------------------------------------------------------------------------------------


def without_day(row: Ranked) -> Ranked:
    return replace(row, changes_on=FAR)


@given(persons(), item_lists(), some_days)
def test_the_ranking_stays_the_same_until_the_day_it_says(person: Person, found: list[Item], today: dt.date) -> None:
    row = rank(person, found, today)
    assert row.changes_on > today
    day_by_day = min((row.changes_on - today).days, 100)
    for n in range(1, day_by_day):
        assert without_day(rank(person, found, today + dt.timedelta(days=n))) == without_day(row)


@given(items(), some_days)
def test_the_day_it_says_is_no_earlier_than_something_about_the_item_changes(item: Item, today: dt.date) -> None:
    person = Person(1, "Rosa Lopez")
    row = rank(person, [item], today)
    assume(row.changes_on != FAR)
    assert without_day(rank(person, [item], row.changes_on)) != without_day(row)


@given(persons(), items(mine=True, deferrable=False), near_days, some_days)
def test_a_snoozed_item_returns_on_its_day_and_never_hides_again(
    person: Person, item: Item, until: dt.date, today: dt.date
) -> None:
    assume(until > today)
    back = returns_on(item, until, today)
    snoozed = replace(item, deferred_until=back)
    assert back <= until
    for n in range(60):
        now = today + dt.timedelta(days=n)
        expected: Place = place(item, now)
        if now >= back or expected.tier == 0:
            assert place(snoozed, now) == expected
        elif expected.tier != 1:
            assert place(snoozed, now) == DEFERRED
