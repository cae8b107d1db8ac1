"""The queue's model: order, what is settled, where the cursor goes. No screen."""

from __future__ import annotations

import datetime as dt
from array import array

import pytest

from coordtui.casework.board import Sums
from coordtui.casework.today import Opening, OpenItem, Row
from coordtui.casework.windows import Window
from coordtui.models.codes import Ball
from coordtui.rules.priority import Reason
from coordtui.screens.counts import Counts
from coordtui.screens.queue import Queue, due_words, line
from coordtui.widgets.columns import Row as Line

DAY = dt.date(2026, 3, 4)


def row(person: int, **changes: object) -> Row:
    fields: dict[str, object] = {
        "patient_id": person or None,
        "patient": f"P{person}",
        "tier": 2,
        "points": 40,
        "due_on": DAY,
        "reasons": (Reason("due today", 40),),
        "limit_at": None,
        "ball": Ball.ME,
        "kind": "call_back",
        "follow_up_id": person * 10,
        "text": "Call",
        "phone": None,
        "language": None,
        "level": None,
        "more": (),
        **changes,
    }
    return Row(**fields)  # type: ignore[arg-type]


def drawn(one: Row, settled: bool) -> Line:
    return line(one, settled, "R. L.", DAY)


@pytest.fixture
def queue() -> Queue:
    queue = Queue(drawn)
    rows = (row(3, tier=1), row(1), row(2))
    queue.load(Opening(DAY, {1: 1, 2: 2}, Window(array("q", (3, 1, 2)), 0, rows)))
    return queue


def test_rows_keep_the_order_of_the_last_sort(queue: Queue) -> None:
    queue.follow({2}, {2: row(2, points=99, tier=0)})
    assert list(queue.order) == [3, 1, 2]
    assert queue.row(2) == row(2, points=99, tier=0)


def test_a_row_without_work_is_settled_in_its_place(queue: Queue) -> None:
    gone, came = queue.follow({1}, {})
    assert (gone, came) == ({1}, set())
    assert list(queue.order) == [3, 1, 2]
    assert queue.row(1) is None
    assert queue.left == 2


def test_a_settled_row_that_comes_back_takes_its_old_place(queue: Queue) -> None:
    queue.follow({1}, {})
    gone, came = queue.follow({1}, {1: row(1)})
    assert (gone, came) == (set(), {1})
    assert list(queue.order) == [3, 1, 2]
    assert queue.row(1) == row(1)


def test_a_new_row_stands_at_the_end(queue: Queue) -> None:
    _, came = queue.follow({9}, {9: row(9)})
    assert came == {9}
    assert list(queue.order) == [3, 1, 2, 9]


def test_settling_the_same_row_again_says_nothing_new(queue: Queue) -> None:
    queue.follow({1}, {})
    assert queue.follow({1}, {}) == (set(), set())


def test_the_cursor_goes_down_first_and_up_at_the_end(queue: Queue) -> None:
    queue.follow({1}, {})
    assert queue.next_open(1) == 2
    queue.follow({2}, {})
    assert queue.next_open(2) == 3
    queue.follow({3}, {})
    assert queue.next_open(3) is None


def test_rows_are_counted_by_tier_as_acts_change_them(queue: Queue) -> None:
    assert queue.by_tier() == {1: 1, 2: 2}
    queue.follow({3, 1, 9}, {1: row(1, tier=0), 9: row(9, tier=4)})
    assert queue.by_tier() == {0: 1, 1: 0, 2: 1, 4: 1}
    queue.follow({3}, {3: row(3, tier=1)})
    assert queue.by_tier() == {0: 1, 1: 1, 2: 1, 4: 1}


def test_a_row_that_has_not_been_read_has_a_place_and_no_verbs(queue: Queue) -> None:
    queue.load(Opening(DAY, {2: 100}, Window(array("q", range(100)), 0, tuple(row(key) for key in range(64)))))
    assert (queue.row(63), queue.row(64)) == (row(63), None)
    assert queue.next_open(64) == 65
    assert queue.follow({70}, {}) == ({70}, set())
    queue.source.put(64, [row(key, clear=key == 70) for key in range(64, 100)])
    assert queue.source.window(70, 71)[0].cells[0] == "✓ clear"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("days", "ball", "words", "late"),
    [
        (0, Ball.ME, "today", False),
        (-1, Ball.ME, "1 day late", True),
        (-2, Ball.ME, "2 days late", True),
        (-40, Ball.ME, "40 d late", True),
        (-4000, Ball.ME, "4000 d late", True),
        (2, Ball.ME, "Fri 6 Mar", False),
        (400, Ball.ME, "08 Apr 2027", False),
        (-3, Ball.PAYER, "tomorrow", False),
    ],
)
def test_due_words_fit_their_column(days: int, ball: Ball, words: str, late: bool) -> None:
    """With the ball elsewhere the next check counts, here tomorrow."""
    one = row(1, due_on=DAY + dt.timedelta(days), ball=ball, next_check_on=DAY + dt.timedelta(1))
    assert due_words(one, DAY) == (words, late)
    assert len(words) <= 11


def test_a_line_says_every_state_in_words() -> None:
    more = (OpenItem(7, "letter", DAY, "Write"),)
    cells = line(row(1, tier=0, more=more, ball=Ball.PAYER), False, "R. L.", DAY).cells
    words = [cell if isinstance(cell, str) else cell[0] for cell in cells]
    assert words == ["safety", "R. L.", "Call", "+1", "today", "40", "payer", "–"]


def test_a_settled_line_says_done() -> None:
    assert line(row(1), True, "R. L.", DAY).cells[:2] == ("✓ clear", "R. L.")


def test_the_counts_say_when_the_order_is_of_another_day_and_what_is_counted_later() -> None:
    counts = Counts()
    counts.late = True
    counts.show({2: 3}, None)
    assert [words for words, _ in counts.words()][:2] == ["sorting for today ...", "0 safety"]
    counts.late = False
    counts.show({2: 3}, Sums(total=3, deferred=1, waiting=0, scheduled=2, later=0))
    assert [words for words, _ in counts.words()][-2:] == ["1 deferred", "2 scheduled"]
