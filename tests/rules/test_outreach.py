"""What each outcome on each channel leads to, and the cadence over whole series."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.models.acuity import Level
from coordtui.models.contact import Channel, Outcome
from coordtui.rules.contact import OUTCOMES, choices, counts, propose
from coordtui.rules.dates import is_business_day, next_business_day
from coordtui.rules.follow_up import KINDS, Rule
from coordtui.rules.next_step import UNMOVED, NextStep
from tests.rules.tries import TODAY, at, call

D = dt.date
POSSIBLE = [(choice.outcome, channel) for channel in Channel for choice in choices(channel)]
KIND_CODES = [None, *KINDS]


# --- every outcome on every channel for every kind -------------------------------------------------------------------


def steps_of(kind: str | None, attempts: int = 0) -> list[tuple[Outcome, Channel, NextStep]]:
    """What every possible outcome on every channel leads to for that kind."""
    return [
        (outcome, channel, call(outcome, kind, attempts=attempts, channel=channel)) for outcome, channel in POSSIBLE
    ]


@pytest.mark.parametrize("kind", KIND_CODES)
@pytest.mark.parametrize("attempts", [0, 1, 2, 3])
def test_every_outcome_tells_what_it_does_and_when(kind: str | None, attempts: int) -> None:
    for outcome, channel, step in steps_of(kind, attempts):
        told = f"{outcome} by {channel}: {step}"
        assert step.words.endswith("."), told
        assert not (step.reset and step.failed), told
        assert not (step.settle and step.stays_on), told
        assert (step.kind is None) == (step.text == ""), told
        assert step.kind is None or (step.kind in KINDS and step.due_on is not None), told


@pytest.mark.parametrize("kind", KIND_CODES)
def test_every_proposed_day_is_a_business_day_to_come_except_that_safety_stays(kind: str | None) -> None:
    safety = kind is not None and KINDS[kind].rule is Rule.SAFETY
    for _, _, step in steps_of(kind, 1):
        for day in (step.due_on, step.stays_on):
            assert day is None or is_business_day(day)
            assert day is None or day > TODAY or step.kind == "safety_follow_up" or (safety and step.kind is None)


@pytest.mark.parametrize("kind", KIND_CODES)
def test_only_counted_attempts_without_a_reach_are_failed_and_only_reaches_reset(kind: str | None) -> None:
    for outcome, channel, step in steps_of(kind):
        assert step.reset == OUTCOMES[outcome].reached
        assert not step.failed or counts(outcome, channel)


@pytest.mark.parametrize("kind", [code for code, kind in KINDS.items() if kind.done == "step"])
def test_no_contact_settles_a_step_of_a_feature(kind: str) -> None:
    assert not any(step.settle for _, _, step in steps_of(kind))


@pytest.mark.parametrize("kind", [code for code, kind in KINDS.items() if kind.rule is Rule.SAFETY])
def test_no_failure_puts_safety_off(kind: str) -> None:
    for _, _, step in steps_of(kind, 2):
        assert step.stays_on is None
        assert step.kind is not None or step.due_on in (None, TODAY)


@pytest.mark.parametrize("kind", UNMOVED)
def test_no_attempt_moves_what_is_not_about_reaching_someone(kind: str) -> None:
    assert all(step.kind is not None or step.due_on is None for _, _, step in steps_of(kind, 2))


# --- reached ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["introduce", "routine_contact", "call_back", "discharge_contact", "find_number"])
def test_a_reach_settles_what_is_about_talking(kind: str) -> None:
    step = call(Outcome.REACHED_PATIENT, kind, attempts=2)
    assert (step.settle, step.reset, step.failed) == (True, True, False)


@pytest.mark.parametrize("kind", ["food", "pending_result", "crisis", "critical_result", "appeal_deadline", "admin"])
def test_a_reach_leaves_open_what_talking_does_not_meet(kind: str) -> None:
    step = call(Outcome.REACHED_PATIENT, kind, attempts=2)
    assert (step.settle, step.reset, step.due_on) == (False, True, None)


@pytest.mark.parametrize(
    "level, kind, due",
    [
        (Level.COMPLEX, "routine_contact", D(2026, 12, 1)),
        (Level.HIGH, "routine_contact", D(2026, 12, 8)),
        (Level.RISING, "routine_contact", D(2026, 12, 24)),
        (None, "routine_contact", D(2026, 12, 24)),
        (Level.LOW, "routine_contact", D(2027, 2, 22)),
        (Level.LOW, "discharge_contact", D(2026, 12, 1)),
    ],
)
def test_after_a_reach_the_next_contact_goes_by_acuity(level: Level | None, kind: str, due: D) -> None:
    step = call(Outcome.REACHED_PATIENT, kind, level=level)
    assert (step.kind, step.due_on, step.if_last) == ("routine_contact", due, True)


def test_a_reach_on_no_follow_up_settles_nothing_and_proposes_the_next_contact() -> None:
    step = call(Outcome.REACHED_PATIENT, None)
    assert (step.settle, step.kind, step.if_last) == (False, "routine_contact", True)


def test_someone_who_declines_the_program_is_asked_about_by_a_person() -> None:
    step = call(Outcome.DECLINED_PROGRAM)
    assert (step.settle, step.kind, step.due_on, step.if_last) == (True, "admin", D(2026, 11, 25), False)


def test_not_today_resets_the_count_and_tries_again() -> None:
    step = call(Outcome.DECLINED_TODAY, attempts=2)
    assert (step.settle, step.reset, step.due_on) == (False, True, D(2026, 12, 2))
    assert call(Outcome.DECLINED_TODAY, "discharge_contact").due_on == D(2026, 11, 25)


# --- the series ------------------------------------------------------------------------------------------------------


def series(start: D, level: Level | None, outcome: Outcome, tries: int) -> list[tuple[D, NextStep]]:
    """The days of a series in which every try fails, each on the proposed day, with what was proposed on it."""
    made: list[tuple[D, NextStep]] = []
    moments: tuple[dt.datetime, ...] = ()
    today = start
    for n in range(tries):
        step = call(outcome, attempts=n, tries=moments, level=level, today=today)
        made.append((today, step))
        moments = (*moments, at(today))
        today = step.stays_on or step.due_on or today
    return made


@given(
    st.dates(D(2024, 1, 1), D(2032, 12, 31)),
    st.sampled_from([None, *Level]),
    st.sampled_from([Outcome.NO_ANSWER, Outcome.VOICEMAIL, Outcome.BUSY, Outcome.MAILBOX_FULL, Outcome.BLOCKED]),
)
def test_three_tries_fall_on_three_days_within_two_weeks_and_then_a_letter(
    start: D, level: Level | None, outcome: Outcome
) -> None:
    made = series(start, level, outcome, 5)
    days = [day for day, _ in made]
    assert all(after > before for before, after in pairwise(days))
    assert (days[2] - days[0]).days <= 14
    assert [step.kind for _, step in made] == [None, None, "letter", None, None]
    assert made[2][1].due_on == next_business_day(days[2])
    assert all(28 <= (after - before).days <= 35 for before, after in pairwise(days[2:]))
    assert not any(step.settle for _, step in made)


@pytest.mark.parametrize(
    "level, second, third",
    [
        (None, D(2026, 11, 30), D(2026, 12, 7)),
        (Level.LOW, D(2026, 11, 30), D(2026, 12, 7)),
        (Level.HIGH, D(2026, 11, 27), D(2026, 12, 2)),
        (Level.COMPLEX, D(2026, 11, 27), D(2026, 12, 2)),
    ],
)
def test_the_series_skips_thanksgiving_and_is_quicker_for_high_acuity(level: Level | None, second: D, third: D) -> None:
    assert [day for day, _ in series(TODAY, level, Outcome.NO_ANSWER, 3)] == [TODAY, second, third]


def test_a_second_call_on_the_same_day_is_no_second_try() -> None:
    step = call(attempts=1, tries=(at(TODAY, 9),))
    assert step.words.startswith("Try 1 of 3")


def test_a_late_second_try_brings_the_third_forward_into_the_two_weeks() -> None:
    tries = (at(D(2026, 11, 12)),)
    assert call(attempts=1, tries=tries).due_on == D(2026, 11, 25)


def test_the_advice_names_another_time_and_at_last_another_channel() -> None:
    first = propose(Outcome.NO_ANSWER, Channel.PHONE, "introduce", 0, (), TODAY, None, now=at(TODAY, 18))
    assert "try in the morning" in first.words
    second = propose(
        Outcome.NO_ANSWER,
        Channel.PHONE,
        "introduce",
        1,
        (at(D(2026, 11, 19), 18),),
        TODAY,
        None,
        now=at(TODAY, 9),
        channels=(Channel.PHONE,),
    )
    assert "try in the afternoon and another channel" in second.words
    mixed = propose(
        Outcome.NO_ANSWER, Channel.PHONE, "introduce", 1, (), TODAY, None, channels=(Channel.TEXT, Channel.PHONE)
    )
    assert "another channel" not in mixed.words


def test_the_third_try_raises_a_letter_and_keeps_the_need_open_for_a_month() -> None:
    step = call(kind="food", attempts=2)
    assert (step.kind, step.due_on, step.settle) == ("letter", D(2026, 11, 25), False)
    assert step.stays_on == D(2026, 12, 24)


def test_when_the_letter_is_out_the_next_try_is_in_a_month() -> None:
    step = call(Outcome.SENT, "letter", channel=Channel.LETTER)
    assert (step.settle, step.failed, step.kind, step.if_last) == (True, False, "routine_contact", True)
    assert step.due_on == D(2026, 12, 24)


def test_a_letter_for_anything_else_waits_for_an_answer() -> None:
    assert call(Outcome.SENT, "introduce", channel=Channel.LETTER).due_on == D(2026, 12, 4)
    assert call(Outcome.SENT, "discharge_contact", channel=Channel.LETTER).due_on is None


@given(st.dates(D(2024, 1, 1), D(2032, 12, 31)), st.integers(0, 9), st.sampled_from([None, *Level]))
def test_after_a_discharge_the_next_try_is_always_on_the_next_business_day(
    today: D, attempts: int, level: Level | None
) -> None:
    for kind in ("discharge_contact", "discharge_visit", "visit_prep", "expedited_auth"):
        step = call(Outcome.VOICEMAIL, kind, attempts=attempts, level=level, today=today)
        assert (step.settle, step.failed, step.kind) == (False, True, None)
        assert step.due_on == next_business_day(today)
