"""How far long work is, in words: how many of how many, and how fast."""

from __future__ import annotations

import pytest

from coordtui.pace import BYTES, Pace, Repeating, counted

MB = 1_000_000


class Clock:
    """Seconds, by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize(
    ("done", "total", "unit", "words"),
    [
        (0, 0, "", ""),
        (0, 8000, "pages", "0 of 8,000 pages"),
        (3000, 8000, "pages", "3,000 of 8,000 pages · 1,500 pages/s"),
        (3000, 0, "pages", "3,000 pages · 1,500 pages/s"),
        (3, 8, "pages", "3 of 8 pages · 1.5 pages/s"),
        (12 * MB, 40 * MB, BYTES, "12 of 40 MB · 6 MB/s"),
        (300_000, 2 * MB, BYTES, "0.3 of 2 MB · 150 kB/s"),
        (500, 900, BYTES, "500 of 900 bytes · 250 bytes/s"),
        (2_500 * MB, 0, BYTES, "2.5 GB · 1.2 GB/s"),
    ],
)
def test_the_words_after_two_seconds(clock: Clock, done: int, total: int, unit: str, words: str) -> None:
    pace = Pace(clock)
    pace.note(0, total, "", unit)
    clock.now += 2
    pace.note(done, total, "", unit)
    assert pace.words() == words


def test_nothing_is_worth_showing_in_the_first_second_and_a_rate_is_that_of_the_step_at_hand(clock: Clock) -> None:
    pace = Pace(clock)
    pace.note(10, 100, "a.json", BYTES)
    clock.now += 0.9
    shown = [pace.is_long]
    clock.now += 0.2
    assert [*shown, pace.is_long] == [False, True]
    pace.note(0, 500, "the journal", "acts")
    clock.now += 0.5
    pace.note(100, 500, "the journal", "acts")
    assert pace.words() == "100 of 500 acts", "half a second tells no rate"
    clock.now += 0.5
    assert pace.words() == "100 of 500 acts · 100 acts/s"
    assert pace.share == 0.2


def test_a_total_that_was_too_low_fills_the_bar_and_no_more(clock: Clock) -> None:
    pace = Pace(clock)
    pace.note(7, 5, "", "rows")
    assert pace.share == 1.0


def test_rows_are_told_as_they_go_by_and_who_stops_gets_no_more_of_them() -> None:
    told: list[tuple[int, int]] = []
    assert list(counted(range(150), 150, lambda done, total, *_: told.append((done, total)), "rows", "rows")) == [
        *range(150)
    ]
    assert told == [(0, 150), (64, 150), (128, 150), (150, 150)]

    def stop(done: int, *_: object) -> None:
        if done:
            raise InterruptedError

    taken: list[int] = []
    with pytest.raises(InterruptedError):
        taken.extend(counted(range(150), 150, stop, "rows", "rows"))
    assert taken == [*range(64)]


def test_the_same_is_told_again_for_whoever_only_wants_to_be_stopped() -> None:
    told: list[tuple[object, ...]] = []
    again = Repeating(lambda *what: told.append(what))
    again(3, 9, "the journal", "acts")
    again.again()
    assert told == [(3, 9, "the journal", "acts")] * 2
