"""Goals and steps: statuses, scores, due dates and what they say."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.errors import InvalidInput
from coordtui.models.care_plan import Achievement, GoalStatus, InterventionStatus
from coordtui.rules import goal as rules

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize("kind, first", [("goal", "proposed"), ("intervention", "not-started"), ("concern", "open")])
def test_pressing_the_status_key_goes_round_and_comes_back(kind: str, first: str) -> None:
    seen, status = [], rules.next_status(kind, first)
    for _ in range(8):
        seen.append(status)
        status = rules.next_status(kind, status)
    assert len(set(seen)) >= 2
    assert seen.count(seen[0]) >= 2
    assert set(seen) <= set(rules.statuses(kind))


@pytest.mark.parametrize("kind, codes", [("goal", GoalStatus), ("intervention", InterventionStatus)])
def test_every_status_leads_on(kind: str, codes: type[GoalStatus] | type[InterventionStatus]) -> None:
    for code in codes:
        after = rules.next_status(kind, code.value)
        assert after != code.value
        assert after in rules.statuses(kind)


def test_a_goal_goes_from_proposed_to_active_to_done_and_a_step_from_not_started_on() -> None:
    assert [rules.next_status("goal", one) for one in ("proposed", "active")] == ["active", "completed"]
    assert [rules.next_status("intervention", one) for one in ("not-started", "in-progress")] == [
        "in-progress",
        "completed",
    ]


def test_a_strength_has_no_status() -> None:
    assert (rules.statuses("strength"), rules.next_status("strength", "")) == ((), "")


def test_every_code_of_an_achievement_has_words() -> None:
    assert {code.value for code in Achievement} == set(rules.ACHIEVEMENTS)
    assert rules.achievement_label("a-source's-own") == "a source's own"


# --- scores ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("confidence", range(7))
def test_a_confidence_below_seven_asks_a_question(confidence: int) -> None:
    asked = rules.prompt(confidence)
    assert asked.endswith("?")
    assert str(confidence) in asked


@pytest.mark.parametrize("confidence", [None, 7, 10])
def test_enough_confidence_or_none_asked_says_nothing(confidence: int | None) -> None:
    assert rules.prompt(confidence) == ""


def test_what_matters_little_is_asked_about_first() -> None:
    assert "What would matter more?" in rules.prompt(5, 3)
    assert "What would make it a 7?" in rules.prompt(5, 9)


@pytest.mark.parametrize("score", [-3, 3, 11])
def test_a_score_off_its_scale_is_refused_at_its_field(score: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.check_score("attainment", score, -2, 2)
    assert refused.value.field == "attainment"


def test_attainment_is_shown_with_its_sign() -> None:
    assert [rules.attainment_label(score) for score in (-2, 0, 1, None)] == ["-2", "0", "+1", ""]


def test_a_scale_is_five_lines_and_empty_lines_keep_their_place() -> None:
    kept = rules.join_scale(("worse", "", "as hoped", "", "better  than hoped"))
    assert rules.scale_lines(kept) == ("worse", "", "as hoped", "", "better than hoped")
    assert rules.join_scale(("", " ", "", "", "")) is None
    assert rules.scale_lines(None) == ("",) * 5


@given(st.lists(st.text(st.characters(exclude_characters="\n\r", categories=["L", "N", "P", "Zs"])), max_size=7))
def test_a_scale_reads_back_as_it_was_kept(lines: list[str]) -> None:
    once = rules.scale_lines(rules.join_scale(tuple(lines)))
    assert rules.scale_lines(rules.join_scale(once)) == once
    assert len(once) == 5


@pytest.mark.parametrize("typed, kept", [("7.4", "7.4"), (" 7,4 ", "7.4"), ("-2", "-2"), ("", None), (None, None)])
def test_a_measured_value_is_kept_as_a_decimal(typed: str | None, kept: str | None) -> None:
    assert rules.measured(typed) == kept


@pytest.mark.parametrize("typed", ["seven", "7 %", "1e9", "NaN", "inf", "٧", "7" * 40, "120/80"])
def test_a_value_that_is_no_number_is_asked_for_again(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.measured(typed)
    assert refused.value.field == "value"


@pytest.mark.parametrize("kept, drawn", [("7.4", 7.4), ("-2", -2.0), ("120/80", None), ("high", None), (None, None)])
def test_only_numbers_are_drawn(kept: str | None, drawn: float | None) -> None:
    assert rules.number(kept) == drawn


# --- due dates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, kept",
    [("2026-12", "2026-12"), ("June 2027", "2027-06"), ("fri", "2026-11-27"), ("+2w", "2026-12-09"), ("  ", None)],
)
def test_a_due_date_is_a_partial_date_or_a_day_as_typed(typed: str, kept: str | None) -> None:
    assert rules.due_text(typed, TODAY) == kept


@pytest.mark.parametrize("typed", ["soonish", "2099", "0001-01-01", "2026-13"])
def test_a_due_date_that_is_none_is_refused_in_words(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.due_text(typed, TODAY)
    assert refused.value.field == "due_on"


@pytest.mark.parametrize(
    "due_on, last",
    [
        ("2026-11-25", TODAY),
        ("2026-02", dt.date(2026, 2, 28)),
        ("2026", dt.date(2026, 12, 31)),
        ("2026-11-25T09:30:00-05:00", TODAY),
        ("next visit", None),
        ("2026-13", None),
        ("0000", None),
        (None, None),
    ],
)
def test_a_partial_date_lasts_to_its_last_day(due_on: str | None, last: dt.date | None) -> None:
    assert rules.last_day(due_on) == last


@pytest.mark.parametrize(
    "due_on, state",
    [("2026-11-24", "late"), ("2026-11-25", "soon"), ("2026-12-02", "soon"), ("2026-12-03", ""), ("2026-11", "soon"),
     ("2026", ""), ("2025", "late"), (None, "")],
)  # fmt: skip
def test_late_is_after_the_last_day_and_soon_within_a_week(due_on: str | None, state: str) -> None:
    assert rules.due_state(due_on, TODAY) == state


@given(st.text(max_size=12))
def test_whatever_a_source_calls_a_due_date_does_no_harm(text: str) -> None:
    last = rules.last_day(text)
    assert last is None or rules.due_state(text, last) == "soon"


@pytest.mark.parametrize(
    "status, achievement, needed",
    [
        (GoalStatus.PROPOSED, None, True),
        (GoalStatus.ACTIVE, "achieved", True),
        (GoalStatus.COMPLETED, "achieved", False),
        (GoalStatus.COMPLETED, "in-progress", True),
        (GoalStatus.COMPLETED, None, True),
        (GoalStatus.CANCELLED, None, False),
        (GoalStatus.ENTERED_IN_ERROR, None, False),
    ],
)
def test_a_plan_asks_how_a_goal_ended_unless_that_was_said(
    status: GoalStatus, achievement: str | None, needed: bool
) -> None:
    assert rules.needs_outcome(status, achievement) is needed


@pytest.mark.parametrize(
    "typed, kept",
    [("10,000", "10000"), ("1,234,567.5", "1234567.5"), ("-12,500", "-12500"), ("1,5", "1.5"), ("0,125", "0.125")],
)
def test_a_comma_divides_thousands_only_where_it_can_mean_nothing_else(typed: str, kept: str) -> None:
    assert rules.measured(typed) == kept


@pytest.mark.parametrize("typed, words", [("1,200", "Write 1200 or 1.2."), ("7,000", "Write 7000 or 7.")])
def test_a_value_that_may_be_a_thousand_times_another_is_asked_about(typed: str, words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.measured(typed)
    assert (refused.value.field, refused.value.hint) == ("value", words)
