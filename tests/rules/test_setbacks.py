"""Outcomes that teach something about the person or the number."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.models.contact import Channel, Outcome
from coordtui.rules.dates import add_business_days
from tests.rules.tries import TODAY, call

D = dt.date


@pytest.mark.parametrize("outcome", [Outcome.WRONG_NUMBER, Outcome.DISCONNECTED])
@pytest.mark.parametrize("attempts", [0, 2, 5])
def test_a_bad_number_is_never_dialled_again_but_replaced(outcome: Outcome, attempts: int) -> None:
    step = call(outcome, attempts=attempts)
    assert (step.kind, step.settle, step.failed) == ("find_number", False, False)
    assert step.due_on == D(2026, 11, 25)
    assert step.stays_on == D(2026, 11, 30)
    assert "not to be dialled again" in step.words


def test_looking_for_a_number_goes_on_when_the_new_one_is_wrong_too() -> None:
    step = call(Outcome.WRONG_NUMBER, "find_number")
    assert (step.kind, step.due_on) == (None, D(2026, 11, 25))


def test_after_a_discharge_a_bad_number_costs_no_extra_days() -> None:
    assert call(Outcome.DISCONNECTED, "discharge_contact").stays_on == D(2026, 11, 25)


def test_someone_in_hospital_is_asked_about_and_the_rest_waits_as_long() -> None:
    step = call(Outcome.HOSPITALISED)
    assert (step.kind, step.due_on, step.stays_on, step.settle) == (
        "call_back",
        D(2026, 11, 27),
        D(2026, 11, 27),
        False,
    )
    assert step.alert == "In hospital (learned 2026-11-24): ask for the discharge date"


def test_someone_in_prison_is_tried_again_in_a_month() -> None:
    step = call(Outcome.INCARCERATED)
    assert (step.kind, step.due_on) == (None, D(2026, 12, 24))
    assert step.alert == "In jail or prison (learned 2026-11-24): check coverage and medicines"


@pytest.mark.parametrize("kind", [None, "routine_contact", "crisis", "letter"])
def test_not_safe_to_talk_raises_a_safety_check_today_and_warns(kind: str | None) -> None:
    step = call(Outcome.UNSAFE, kind)
    assert (step.kind, step.due_on, step.settle, step.failed) == ("safety_follow_up", TODAY, False, False)
    assert step.stays_on == (D(2026, 11, 25) if kind == "routine_contact" else None)
    assert step.alert == "Not safe to talk on 2026-11-24: read the safe-contact rules before calling"


def test_someone_who_moved_gets_a_search_and_a_warning() -> None:
    step = call(Outcome.MOVED)
    assert step.kind == "find_number"
    assert step.alert is not None


def test_a_death_leads_to_closing_the_record() -> None:
    step = call(Outcome.DECEASED, "routine_contact")
    assert (step.kind, step.due_on, step.stays_on) == ("close_record", D(2026, 12, 2), None)
    assert step.words == "Records the death. All open steps end; close the record by Wed 2 Dec."


def test_a_call_back_is_owed_even_when_it_was_logged_on_nothing() -> None:
    assert call(Outcome.CALL_BACK, None).kind == "call_back"
    assert call(Outcome.CALL_BACK).due_on == add_business_days(TODAY, 1)


def test_calls_to_providers_hand_over_or_wait_and_are_no_attempts() -> None:
    handed = call(Outcome.DELIVERED, "critical_result", channel=Channel.PROVIDER)
    assert (handed.settle, handed.reset, handed.failed) == (True, False, False)
    waiting = call(Outcome.VOICEMAIL, "pending_result", channel=Channel.PROVIDER)
    assert (waiting.failed, waiting.due_on) == (False, D(2026, 11, 25))
    assert call(Outcome.SENT, "routine_contact", channel=Channel.PROVIDER).due_on == D(2026, 11, 27)
