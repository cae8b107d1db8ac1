"""Which requests of a source are referrals, how far they are, and why one failed."""

from __future__ import annotations

import pytest

from coordtui.models.referral import Failure
from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral_import import Request, by_visit, failure_of, is_draft, is_referral, state_of


@pytest.mark.parametrize(
    "request_",
    [
        Request(intent="directive", categories={"410606002"}),
        Request(intent="reflex-order"),
        Request(intent="order", forbids=True),
        Request(intent="order", categories={"108252007"}),
        Request(intent="order", categories={"363679005"}, asked=True),
        Request(intent="order", categories={"PMO"}),
        Request(intent="order", codes={"LA33471-6"}, systems={"http://loinc.org"}),
        Request(intent="order", codes={"58410-2"}, systems={"http://loinc.org"}, asked=True),
        Request(intent="order", specimen=True),
        Request(intent="plan"),
    ],
)
def test_no_loop_is_closed_on_tests_wishes_and_instructions(request_: Request) -> None:
    assert not is_referral(request_)


@pytest.mark.parametrize(
    "request_",
    [
        Request(),
        Request(intent="order"),
        Request(intent="original-order", social=True),
        Request(intent="plan", asked=True),
        Request(intent="order", categories={"103696004", "108252007"}),
        Request(intent="order", categories={"386053000"}, asked=True),
        Request(intent="proposal", categories={"409063005"}),
    ],
)
def test_a_request_to_another_party_is_a_referral_also_in_doubt(request_: Request) -> None:
    assert is_referral(request_)


def test_a_report_counts_for_a_clinical_referral_whose_service_was_given() -> None:
    assert state_of("active", "order", "completed", None, social=False, reported=True) is S.REPORT_RECEIVED
    assert state_of("active", "order", "requested", "7.0", social=False, reported=True) is S.REPORT_RECEIVED
    assert state_of("active", "order", "completed", None, social=True, reported=True) is S.ATTENDED
    assert state_of("active", "order", "accepted", None, social=False, reported=True) is S.ACCEPTED
    assert state_of("completed", "order", "completed", None, social=False, reported=True) is S.CLOSED_MET


@pytest.mark.parametrize("state", S)
def test_a_visit_never_takes_a_referral_back_from_what_came_after_it(state: S) -> None:
    moved = by_visit(state, "booked")
    assert moved in (state, S.SCHEDULED)
    assert by_visit(state, "proposed") is state
    if state not in (S.SENT, S.RECEIVED, S.ACCEPTED, S.SCHEDULED):
        assert by_visit(state, "noshow") is state


@pytest.mark.parametrize(
    ("words", "failure"),
    [
        ("No capacity this month", Failure.NO_CAPACITY),
        ("Client is not eligible", Failure.NOT_ELIGIBLE),
        ("Unable to reach patient", Failure.CANNOT_REACH),
        ("Patient declined the service", Failure.PATIENT_DECLINED),
        ("patient deceased", Failure.DIED),
        ("Prior authorization missing", Failure.NO_AUTH),
        ("Fully booked", Failure.OTHER),
        ("The class is full", Failure.NO_CAPACITY),
        ("Studied the case", Failure.OTHER),
        (None, None),
    ],
)
def test_why_it_failed_is_counted_where_the_words_say_it(words: str | None, failure: Failure | None) -> None:
    assert failure_of(S.DECLINED, words) is failure


def test_nothing_failed_while_it_goes_on() -> None:
    assert failure_of(S.ACCEPTED, "no capacity at first") is None


@pytest.mark.parametrize(
    ("status", "intent", "draft"),
    [("draft", "order", True), ("active", "plan", True), ("active", "order", False), (None, None, False)],
)
def test_what_was_sent_to_nobody_is_a_draft(status: str | None, intent: str | None, draft: bool) -> None:
    assert is_draft(status, intent) is draft
