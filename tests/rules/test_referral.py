"""The closed loop: states, FHIR, ageing, and what an open referral wants."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from coordtui.models.codes import Ball, Urgency
from coordtui.models.referral import ReferralState as S
from coordtui.rules.dates import is_business_day
from coordtui.rules.referral import (
    STATES,
    Span,
    ageing,
    ball_of,
    check_on,
    is_open,
    limit_on,
    limits,
    state_from_fhir,
    wanted,
)

TODAY = dt.date(2026, 11, 25)
REQUEST = ("draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown")
TASK = (
    "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold", "failed",
    "completed", "entered-in-error",
)  # fmt: skip
TERMINAL = {S.CLOSED_MET, S.CLOSED_PARTLY, S.CLOSED_UNMET, S.CANCELLED, S.ENTERED_IN_ERROR}
STAT, ASAP, URGENT, ROUTINE = Urgency.STAT, Urgency.ASAP, Urgency.URGENT, Urgency.ROUTINE


@dataclass(frozen=True)
class View:
    what: str = "Cardiology"
    social: bool = False
    to_name: str | None = None
    urgency: Urgency = ROUTINE
    state: S = S.SENT
    ball: Ball = Ball.RECIPIENT
    since: dt.date = TODAY
    next_check_on: dt.date | None = None
    indicated_on: dt.date | None = None
    limit_on: dt.date | None = None


# --- states ----------------------------------------------------------------------------------------------------------


def test_every_state_has_words_an_owner_and_a_way_out() -> None:
    assert set(STATES) == set(S)
    assert {state for state in S if not is_open(state)} == TERMINAL
    assert all(bool(STATES[state].step) is is_open(state) for state in S)
    assert len({state.label for state in STATES.values()}) == len(S)


@pytest.mark.parametrize(
    "state, ball",
    [
        (S.DRAFT, Ball.ME),
        (S.AWAITING_AUTH, Ball.PAYER),
        (S.SENT, Ball.RECIPIENT),
        (S.DECLINED, Ball.ME),
        (S.SCHEDULED, Ball.PATIENT),
        (S.ATTENDED, Ball.RECIPIENT),
        (S.NO_SHOW, Ball.PATIENT),
        (S.REPORT_RECEIVED, Ball.ME),
        (S.ACKNOWLEDGED, Ball.REQUESTER),
    ],
)
def test_every_state_knows_who_must_act(state: S, ball: Ball) -> None:
    assert ball_of(state) is ball


def test_after_a_social_service_the_patient_confirms_it() -> None:
    assert ball_of(S.ATTENDED, social=True) is Ball.PATIENT


# --- from FHIR -------------------------------------------------------------------------------------------------------

WITH_TASK = {
    "draft": S.DRAFT,
    "requested": S.SENT,
    "received": S.RECEIVED,
    "accepted": S.ACCEPTED,
    "rejected": S.DECLINED,
    "ready": S.ACCEPTED,
    "cancelled": S.DECLINED,
    "in-progress": S.ACCEPTED,
    "on-hold": S.ON_HOLD,
    "failed": S.DECLINED,
    "completed": S.ATTENDED,
    "entered-in-error": S.SENT,
    None: S.SENT,
    "no such code": S.SENT,
}


@pytest.mark.parametrize("request_status", ["active", "unknown", None, "no such code"])
@pytest.mark.parametrize("task, state", WITH_TASK.items())
def test_an_open_request_is_as_far_as_its_task(request_status: str | None, task: str | None, state: S) -> None:
    assert state_from_fhir(request_status, "order", task) is state


@pytest.mark.parametrize("task", [*TASK, None])
def test_the_request_decides_that_the_loop_is_over(task: str | None) -> None:
    failed = task in ("failed", "cancelled", "rejected")
    assert state_from_fhir("completed", "order", task) is (S.CLOSED_UNMET if failed else S.CLOSED_MET)
    assert state_from_fhir("revoked", "order", task) is S.CANCELLED
    assert state_from_fhir("entered-in-error", "order", task) is S.ENTERED_IN_ERROR
    assert state_from_fhir("on-hold", "order", task) is S.ON_HOLD


@pytest.mark.parametrize("intent", ["proposal", "plan", "option"])
def test_what_is_not_ordered_yet_is_a_draft(intent: str) -> None:
    assert state_from_fhir("active", intent) is S.DRAFT


@pytest.mark.parametrize("intent", ["order", "original-order", "reflex-order", "directive", None])
def test_an_order_without_a_task_counts_as_sent(intent: str | None) -> None:
    assert state_from_fhir("active", intent) is S.SENT
    assert state_from_fhir("draft", intent) is S.DRAFT


@pytest.mark.parametrize(
    "code, state",
    [
        ("2.0", S.SENT),
        ("3.0", S.ACCEPTED),
        ("4.0", S.DECLINED),
        ("5.1.1", S.SCHEDULED),
        ("5.1.2", S.NO_SHOW),
        ("5.1.3", S.CANCELLED_VISIT),
        ("5.1.4", S.ATTENDED),
        ("5.2", S.ON_HOLD),
        ("6.0", S.DECLINED),
        ("7.0", S.ATTENDED),
        ("9.9", S.ACCEPTED),
    ],
)
def test_the_business_status_is_finer_than_a_task_in_progress(code: str, state: S) -> None:
    assert state_from_fhir("active", "order", "in-progress", code) is state


def test_a_task_that_ended_outranks_an_old_business_status() -> None:
    assert state_from_fhir("active", "order", "rejected", "5.1.1") is S.DECLINED
    assert state_from_fhir("completed", "order", "failed", "5.1.1") is S.CLOSED_UNMET


@pytest.mark.parametrize("request_status", REQUEST)
@pytest.mark.parametrize("task", [*TASK, None])
def test_no_open_request_is_closed_by_the_recipient_alone(request_status: str, task: str | None) -> None:
    over = request_status in ("revoked", "completed", "entered-in-error")
    assert is_open(state_from_fhir(request_status, "order", task)) is not over


@pytest.mark.parametrize("state", [state for state in S if state not in TERMINAL - {S.CLOSED_MET, S.CLOSED_UNMET}])
def test_what_a_state_maps_to_maps_back_to_a_state_of_the_same_meaning(state: S) -> None:
    mapped = STATES[state]
    request_status = "draft" if mapped.task == "draft" else "on-hold" if state is S.ON_HOLD else "active"
    back = state_from_fhir("completed" if mapped.terminal else request_status, "order", mapped.task, mapped.bser)
    assert (STATES[back].task, STATES[back].bser) == (mapped.task, mapped.bser) or mapped.bser is None


# --- ageing ----------------------------------------------------------------------------------------------------------

TABLE = {
    S.DRAFT: ("2 hours", "1 business day", "2 business days", "3 business days"),
    S.SENT: ("4 hours", "1 business day", "2 business days", "5 business days"),
    S.RECEIVED: ("24 hours", "2 business days", "3 business days", "7 business days"),
    S.ACCEPTED: ("24 hours", "3 business days", "5 business days", "14 days"),
    S.SCHEDULED: ("0 days", "7 days", "14 days", "30 days"),
    S.ATTENDED: ("2 business days", "5 business days", "7 business days", "14 days"),
    S.REPORT_RECEIVED: ("1 business day", "2 business days", "3 business days", "7 business days"),
    S.ACKNOWLEDGED: ("1 business day", "2 business days", "3 business days", "7 business days"),
}


@pytest.mark.parametrize("state, row", TABLE.items())
def test_the_ageing_defaults_are_those_of_the_domain_sheet(state: S, row: tuple[str, ...]) -> None:
    assert tuple(str(limits(state, urgency)) for urgency in (STAT, ASAP, URGENT, ROUTINE)) == row


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("urgency", Urgency)
def test_every_open_state_has_a_limit_and_a_check_on_a_business_day(state: S, urgency: Urgency) -> None:
    span, check = limits(state, urgency), check_on(state, urgency, TODAY)
    assert (span is None) == (check is None) == (not is_open(state))
    assert check is None or (check >= TODAY and is_business_day(check))


def test_a_social_visit_takes_place_within_two_weeks() -> None:
    assert limits(S.SCHEDULED, ROUTINE, social=True) == Span(14, "calendar")
    assert limits(S.SCHEDULED, ASAP, social=True) == Span(7, "calendar")


@pytest.mark.parametrize(
    "state, urgency, since, indicated, last",
    [
        (S.DRAFT, ROUTINE, TODAY, None, dt.date(2026, 12, 1)),  # over Thanksgiving
        (S.DRAFT, STAT, TODAY, None, TODAY),
        (S.RECEIVED, STAT, TODAY, None, dt.date(2026, 11, 26)),
        (S.ACCEPTED, ROUTINE, TODAY, None, dt.date(2026, 12, 9)),
        (S.SCHEDULED, ROUTINE, TODAY, dt.date(2027, 1, 4), dt.date(2027, 2, 3)),
        (S.SCHEDULED, STAT, TODAY, dt.date(2027, 1, 4), dt.date(2027, 1, 4)),
        (S.SENT, ROUTINE, TODAY, dt.date(2027, 1, 4), dt.date(2026, 12, 3)),
        (S.CLOSED_MET, ROUTINE, TODAY, None, None),
    ],
)
def test_a_state_lasts_to_the_last_day_of_its_span(
    state: S, urgency: Urgency, since: dt.date, indicated: dt.date | None, last: dt.date | None
) -> None:
    assert limit_on(state, urgency, since, indicated_on=indicated) == last


@pytest.mark.parametrize(
    "day, age",
    [(0, "in time"), (7, "in time"), (8, "amber"), (10, "amber"), (11, "red"), (20, "red"), (21, "escalate")],
)
def test_a_limit_turns_amber_at_eighty_percent_red_past_it_and_escalates_at_twice(day: int, age: str) -> None:
    since = dt.date(2026, 11, 2)
    assert ageing(since, since + dt.timedelta(days=10), since + dt.timedelta(days=day)) == age


def test_a_limit_on_the_same_day_is_in_time_that_day_and_red_the_next() -> None:
    assert ageing(TODAY, TODAY, TODAY) == "in time"
    assert ageing(TODAY, TODAY, TODAY + dt.timedelta(days=1)) == "red"


# --- what it wants ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("ball", Ball)
def test_an_open_referral_wants_exactly_one_step_and_a_closed_one_nothing(state: S, ball: Ball) -> None:
    found = wanted(View(state=state, ball=ball), TODAY)
    assert len(found) == is_open(state)
    assert all(step.ball is ball and (step.next_check_on is None) is (ball is Ball.ME) for step in found)


@pytest.mark.parametrize(
    "urgency, social, kind",
    [
        (ROUTINE, False, "referral"),
        (ROUTINE, True, "social_referral"),
        (URGENT, False, "urgent_referral"),
        (STAT, True, "urgent_referral"),
    ],
)
def test_the_kind_goes_by_urgency_and_then_by_need(urgency: Urgency, social: bool, kind: str) -> None:
    assert wanted(View(urgency=urgency, social=social), TODAY)[0].kind == kind


def test_a_sent_referral_is_checked_when_receipt_should_be_confirmed() -> None:
    (step,) = wanted(View(to_name="Heart Clinic"), TODAY)
    assert step.text == "Confirm it was received: Cardiology (Heart Clinic)"
    assert step.due_on == step.next_check_on == dt.date(2026, 12, 3)


def test_the_next_check_that_a_person_set_stands() -> None:
    mine, day = View(state=S.DECLINED, ball=Ball.ME), dt.date(2027, 1, 4)
    assert wanted(View(next_check_on=day), TODAY)[0].next_check_on == day
    assert wanted(replace(mine, next_check_on=day), TODAY)[0].due_on == day
    assert wanted(mine, TODAY)[0].due_on == dt.date(2026, 12, 1)


def test_a_limit_of_the_whole_referral_is_handed_on() -> None:
    assert wanted(View(limit_on=dt.date(2027, 1, 4)), TODAY)[0].limit_on == dt.date(2027, 1, 4)


def test_a_social_service_is_confirmed_with_the_patient() -> None:
    (step,) = wanted(View(what="Food box", social=True, state=S.ATTENDED, ball=Ball.PATIENT), TODAY)
    assert step.text == "Ask the patient whether the service came: Food box"
