"""The queue's arithmetic and words on chosen cases; the properties stand in test_priority_properties.py."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from coordtui.models.acuity import Level
from coordtui.models.codes import Ball
from coordtui.rules.dates import FAR
from coordtui.rules.priority import (
    DEFERRED,
    SCHEDULED,
    WAITING,
    Item,
    Person,
    Where,
    clock_points,
    place,
    rank,
    reasons_of,
    why,
)
from tests.rules.worlds import TODAY, day, item

ROSA = Person(7, "Rosa López", Level.HIGH)
LIMIT = dt.datetime(2026, 11, 24, 17, 0, tzinfo=ZoneInfo("America/New_York"))


def tier(found: Item, n: int = 0) -> int | None:
    return place(found, day(n)).tier


# --- tiers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("due, expected", [(-1, 2), (0, 2), (1, 3), (7, 3), (8, None)])
def test_a_plain_item_of_ours_is_overdue_due_soon_or_scheduled(due: int, expected: int | None) -> None:
    assert tier(item(due=due)) == expected


@pytest.mark.parametrize("check, expected", [(-1, 3), (0, 2), (1, 3), (7, 3), (8, None)])
def test_an_item_with_someone_else_goes_by_its_next_check(check: int, expected: int | None) -> None:
    waiting = item(due=-30, next_check_on=day(check), ball=Ball.PAYER)
    assert tier(waiting) == expected


def test_an_item_with_someone_else_and_no_check_goes_by_its_due_date() -> None:
    assert tier(item(due=-1, ball=Ball.PATIENT)) == 3


def test_past_its_limit_an_item_with_someone_else_has_waited_too_long() -> None:
    assert tier(item(due=30, next_check_on=day(30), ball=Ball.RECIPIENT, limit_on=day(-1))) == 3
    assert tier(item(due=30, next_check_on=day(30), ball=Ball.RECIPIENT, limit_on=day(0))) is None


@pytest.mark.parametrize("due, expected", [(-40, 4), (0, 4), (7, 4), (8, None)])
def test_hygiene_stays_hygiene_however_overdue(due: int, expected: int | None) -> None:
    assert tier(item(kind="plan_review", due=due)) == expected


def test_safety_is_first_whenever_it_is_due_and_whoever_has_the_ball() -> None:
    assert tier(item(kind="crisis", due=90)) == 0
    assert tier(item(kind="critical_result", due=90, ball=Ball.REQUESTER, deferred_until=day(5))) == 0


@pytest.mark.parametrize("limit, expected", [(-400, 1), (0, 1), (3, 1), (6, 2)])
def test_a_clock_counts_from_its_window_until_an_outcome(limit: int, expected: int) -> None:
    # The window of a TCM call is 2 business days; Thursday 26 November is Thanksgiving, so Friday (day 3) is inside it.
    assert tier(item(kind="discharge_contact", due=0, limit_on=day(limit))) == expected


def test_a_clock_without_a_limit_is_an_ordinary_item() -> None:
    assert tier(item(kind="discharge_contact", due=0)) == 2


def test_an_expedited_authorization_is_on_the_clock_as_long_as_it_stands() -> None:
    assert tier(item(kind="expedited_auth", due=5, limit_on=day(60), ball=Ball.PAYER)) == 1


# --- snoozes ---------------------------------------------------------------------------------------------------------


def test_a_snoozed_row_returns_on_its_day() -> None:
    snoozed = item(due=-2, deferred_until=day(3))
    assert place(snoozed, TODAY) == DEFERRED
    assert place(snoozed, day(2)) == DEFERRED
    assert tier(snoozed, 3) == 2


def test_a_snooze_gives_way_to_a_clock_that_opens() -> None:
    snoozed = item(kind="visit_prep", due=1, limit_on=dt.date(2026, 12, 4), deferred_until=day(14))
    assert place(snoozed, dt.date(2026, 12, 1)) == DEFERRED
    assert place(snoozed, dt.date(2026, 12, 2)).tier == 1


def test_what_is_far_off_waits_or_is_scheduled() -> None:
    assert place(item(due=30), TODAY) == SCHEDULED
    assert place(item(due=1, next_check_on=day(30), ball=Ball.PAYER), TODAY) == WAITING
    assert place(item(due=30, deferred_until=day(2)), TODAY) == DEFERRED


# --- points ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "left, points",
    [
        (90, 0),
        (15, 0),
        (14, 6),
        (8, 6),
        (7, 14),
        (4, 14),
        (3, 22),
        (2, 22),
        (1, 28),
        (0, 32),
        (-1, 33),
        (-8, 40),
        (-9, 40),
    ],
)
def test_the_clock_gives_points_by_the_days_left(left: int, points: int) -> None:
    assert clock_points(left) == points


def test_the_reasons_read_as_the_arithmetic() -> None:
    call = item(kind="discharge_contact", limit_on=TODAY, limit_at=LIMIT, attempts=1)
    row = rank(ROSA, [call], TODAY)
    told = " · ".join(map(str, row.reasons))
    assert told == "TCM call due today 17:00 (+32) · discharge (+20) · high acuity (+10) · 1 failed attempt (+2)"
    assert (row.tier, row.points) == (1, 64)


@pytest.mark.parametrize(
    "due, words",
    [
        (30, "contact due Thu 24 Dec"),
        (45, "contact due Fri 8 Jan 2027"),
        (1, "contact due tomorrow"),
        (0, "contact due today"),
        (-1, "contact 1 day overdue"),
        (-7, "contact 7 days overdue"),
        (-8, "contact overdue since 16 Nov"),
        (-400, "contact overdue since 20 Oct 2025"),
    ],
)
def test_the_clock_says_when(due: int, words: str) -> None:
    assert reasons_of(ROSA, item(due=due), TODAY)[0].text == words


def test_a_check_with_someone_else_says_with_whom() -> None:
    waiting = item(kind="referral", next_check_on=day(-2), ball=Ball.RECIPIENT)
    assert reasons_of(ROSA, waiting, TODAY)[0].text == "referral with the recipient, check 2 days overdue"
    limited = item(kind="referral", next_check_on=day(9), ball=Ball.PAYER, limit_on=day(1))
    assert reasons_of(ROSA, limited, TODAY)[0].text == "referral with the payer, limit due tomorrow"


def test_a_limit_that_is_a_whole_day_shows_no_time() -> None:
    call = item(kind="discharge_contact", limit_on=TODAY, limit_at=LIMIT.replace(hour=23, minute=59, second=59))
    assert reasons_of(ROSA, call, TODAY)[0].text == "TCM call due today"


def test_stall_and_barriers_are_capped_at_ten_each() -> None:
    stuck = item(attempts=9, missed_checks=3)
    reasons = reasons_of(Person(1, "A", Level.COMPLEX, barriers=8), stuck, TODAY)
    assert [(r.text, r.points) for r in reasons[1:]] == [
        ("routine contact", 6),
        ("complex acuity", 15),
        ("9 failed attempts, 3 missed checks", 10),
        ("8 severe barriers", 10),
    ]


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n, more", [(1, 0), (2, 3), (3, 6), (4, 9), (9, 9)])
def test_further_items_give_three_points_each_and_nine_at_most(n: int, more: int) -> None:
    row = rank(ROSA, [item(number) for number in range(n)], TODAY)
    assert row.points == 32 + 6 + 10 + more
    assert [str(reason) for reason in row.reasons[3:]] == ([f"{n - 1} more (+{more})"] if more else [])


def test_a_row_counts_what_is_elsewhere_and_knows_its_next_day() -> None:
    found = [
        item(1, due=2),
        item(2, due=-5, deferred_until=day(4)),
        item(3, due=40),
        item(4, due=-9, next_check_on=day(20), ball=Ball.PAYER),
    ]
    row = rank(ROSA, found, TODAY)
    assert (row.items, row.in_queue, row.deferred, row.scheduled, row.waiting) == ((1,), 1, 1, 1, 1)
    assert row.next_due == day(-5)


def test_someone_with_nothing_open_has_no_row_and_never_changes() -> None:
    row = rank(ROSA, [], TODAY)
    assert (row.tier, row.sort_key, row.points, row.next_due, row.changes_on) == (None, None, 0, None, FAR)


def order(*people: Person) -> list[str]:
    rows = [(rank(person, [item()], TODAY).sort_key, person.name) for person in people]
    return [name for _, name in sorted(rows, key=lambda row: row[0] or "")]


def test_equal_rows_stand_by_longest_silence_then_name_then_id() -> None:
    assert order(
        Person(1, "Zoe", last_two_way=day(-2)),
        Person(2, "Zed", last_two_way=day(-200)),
        Person(3, "Øyvind"),
        Person(4, "Ana"),
    ) == ["Ana", "Øyvind", "Zed", "Zoe"]
    assert [order(Person(2, "a b"), Person(1, "ab"))[0], order(Person(9, "Li"), Person(10, "Li"))] == [
        "a b",
        ["Li"] * 2,
    ]


def test_a_name_with_odd_characters_keeps_its_place() -> None:
    assert order(Person(1, "b"), Person(2, "a\x00\n[DNR]"), Person(3, "A" * 5000)) == ["a\x00\n[DNR]", "A" * 5000, "b"]


# --- when it changes, and why ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "found, n",
    [
        (item(due=30), 23),
        (item(due=10), 3),
        (item(due=5), 2),
        (item(due=0), 1),
        (item(due=-7), 1),
        (item(due=-2, deferred_until=day(6)), 6),
        (item(kind="plan_review", due=40), 33),
        (item(kind="discharge_contact", due=40, limit_on=day(3), deferred_until=day(9)), 2),
    ],
)
def test_the_next_change_is_reckoned_from_the_dates(found: Item, n: int) -> None:
    assert rank(ROSA, [found], TODAY).changes_on == day(n)


def test_a_row_long_overdue_is_left_alone_until_the_year_turns() -> None:
    assert rank(ROSA, [item(due=-30)], TODAY).changes_on == dt.date(2027, 1, 1)


def test_an_override_that_ends_changes_the_row_on_the_day_after() -> None:
    person = Person(1, "A", Level.HIGH, level_until=day(4))
    assert rank(person, [item(due=-30)], TODAY).changes_on == day(5)


def test_why_tells_each_items_arithmetic_and_what_moves_the_row() -> None:
    found = [
        item(1, kind="discharge_contact", limit_on=TODAY, limit_at=LIMIT, attempts=2),
        item(2, due=3),
        item(3, due=30),
        item(4, kind="referral", next_check_on=day(20), ball=Ball.RECIPIENT),
        item(5, deferred_until=day(5)),
    ]
    told = why(ROSA, found, TODAY)
    assert told.lines == (
        "Tier 1, clock with consequence: TCM call due today 17:00 (+32) · discharge (+20) · high acuity (+10)"
        " · 2 failed attempts (+4) · 1 more (+3) = 69",
        "item 1: tier 1, TCM call due today 17:00 (+32) · discharge (+20) · high acuity (+10)"
        " · 2 failed attempts (+4) = 66",
        "item 2: tier 3, contact due Fri 27 Nov (+22) · routine contact (+6) · high acuity (+10) = 38",
        "item 3: scheduled for Thu 24 Dec",
        "item 4: waiting on the recipient, check Mon 14 Dec",
        "item 5: snoozed, back Sun 29 Nov",
    )
    assert told.moves == (
        "tomorrow +1: TCM call 1 day overdue",
        "a reach resets 2 failed attempts (-4)",
        "another failed attempt (+2)",
        'finishing "item 1" leaves tier 3, 38 points',
    )


def test_why_of_a_row_outside_the_queue_says_when_it_comes() -> None:
    told = why(ROSA, [item(due=30)], TODAY)
    assert told.lines == ("Not in the queue today.", "item 1: scheduled for Thu 24 Dec")
    assert told.moves == ("Thu 17 Dec: tier 3, due soon or waiting too long, 30 points",)


def test_why_of_a_row_that_nothing_moves_says_so() -> None:
    assert why(ROSA, [item(due=-30)], TODAY).moves[0] == "Nothing moves it by itself."
    assert why(ROSA, [], TODAY).moves == ("Nothing moves it by itself.",)


def test_the_words_for_a_place_are_the_interfaces() -> None:
    assert [where.value for where in Where] == ["queue", "deferred", "waiting", "scheduled"]
