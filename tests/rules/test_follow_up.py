"""The table of kinds, wanted follow-ups and snoozes."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.errors import Refused
from coordtui.models.codes import Ball
from coordtui.rules.follow_up import KINDS, Rule, Wanted, check_defer, clock_opens, kind_of, returns_on
from tests.rules.worlds import TODAY, day, item

D = dt.date
HARM = {
    25: "crisis safety_follow_up abuse_disclosure critical_result",
    20: "discharge_contact discharge_visit",
    18: "expedited_auth appeal_deadline auth_expiring urgent_referral pending_result",
    16: "med_access food housing utilities",
    10: "visit_prep visit_outcome social_referral social_need",
    6: "referral introduce routine_contact call_back find_number letter message education contact_gap "
    "plan_review plan_step",
    2: "no_next_step consent_expiring consent_expiry consent_signing unfiled_note close_record admin",
}
RULES = {
    Rule.SAFETY: "crisis safety_follow_up abuse_disclosure critical_result",
    Rule.CLOCK: "discharge_contact expedited_auth appeal_deadline auth_expiring visit_prep",
    Rule.HYGIENE: "plan_review no_next_step consent_expiring consent_expiry consent_signing contact_gap unfiled_note "
    "close_record",
}
STEPS = (
    "visit_outcome urgent_referral social_referral referral plan_review plan_step unfiled_note consent_expiry "
    "consent_signing"
)


@pytest.mark.parametrize("harm, codes", HARM.items())
def test_every_kind_weighs_what_the_rule_says(harm: int, codes: str) -> None:
    assert {code for code, kind in KINDS.items() if kind.harm == harm} == set(codes.split())


@pytest.mark.parametrize("rule, codes", RULES.items())
def test_every_kind_follows_its_tier_rule(rule: Rule, codes: str) -> None:
    assert {code for code, kind in KINDS.items() if kind.rule is rule} == set(codes.split())


def test_only_what_a_feature_moves_on_is_a_step_and_says_what_to_do() -> None:
    assert {code for code, kind in KINDS.items() if kind.done == "step"} == set(STEPS.split())
    assert all(bool(kind.step) == (kind.done == "step") for kind in KINDS.values())


def test_every_kind_has_words_for_lists_and_sentences() -> None:
    assert all(kind.label and kind.verb and kind.weight and kind.code == code for code, kind in KINDS.items())
    labels = [kind.label for code, kind in KINDS.items() if code != "social_referral"]
    assert len(set(labels)) == len(labels)


def test_a_kind_of_a_later_version_counts_as_office_work() -> None:
    kind = kind_of("transport_ride")
    assert (kind.label, kind.harm, kind.rule, kind.done) == ("transport ride", 2, Rule.PLAIN, "settle")


# --- clocks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code, limit, opens",
    [
        ("discharge_contact", D(2026, 11, 27), D(2026, 11, 24)),  # Friday after Thanksgiving: 27, 25, 24
        ("discharge_contact", D(2026, 11, 30), D(2026, 11, 25)),
        ("discharge_contact", D(2026, 11, 29), D(2026, 11, 24)),  # a Sunday: 27 is its last business day
        ("visit_prep", D(2026, 12, 3), D(2026, 12, 1)),
        ("appeal_deadline", D(2026, 12, 28), D(2026, 12, 22)),  # 28, 24, 23, 22
        ("expedited_auth", D(2026, 12, 28), D.min),
        ("auth_expiring", D(2026, 12, 28), D.min),
        ("routine_contact", D(2026, 12, 28), None),
        ("discharge_contact", None, None),
    ],
)
def test_a_clock_opens_its_window_of_business_days_before_the_limit(
    code: str, limit: D | None, opens: D | None
) -> None:
    assert clock_opens(KINDS[code], limit) == opens


def test_a_limit_that_is_only_a_day_lasts_to_its_end_where_the_coordinator_is() -> None:
    wanted = Wanted("introduce", "Introduce yourself", TODAY, limit_on=D(2026, 12, 8))
    assert wanted.limit("America/New_York") == dt.datetime(2026, 12, 9, 4, 59, 59, tzinfo=dt.UTC)
    assert wanted.ball is Ball.ME


def test_a_limit_with_a_time_is_kept_as_a_moment() -> None:
    at = dt.datetime(2026, 12, 8, 9, 30, tzinfo=dt.timezone(-dt.timedelta(hours=5)))
    wanted = Wanted("visit_prep", "Prepare", TODAY, limit_at=at, limit_on=at.date())
    assert wanted.limit("UTC") == dt.datetime(2026, 12, 8, 14, 30, tzinfo=dt.UTC)
    assert Wanted("letter", "Write", TODAY).limit("UTC") is None


# --- snoozes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 7, 14])
def test_an_item_may_be_snoozed_for_up_to_two_weeks(n: int) -> None:
    check_defer(item(due=-3), day(n), TODAY)
    assert returns_on(item(due=-3), day(n), TODAY) == day(n)


@pytest.mark.parametrize("n", [0, -1, 15, 400])
def test_a_snooze_ends_after_today_and_within_two_weeks(n: int) -> None:
    with pytest.raises(Refused):
        check_defer(item(), day(n), TODAY)


def test_a_longer_snooze_points_to_the_due_date() -> None:
    with pytest.raises(Refused, match=r"at most 14 days, to Tue 8 Dec\. For a later day, change the due date\."):
        check_defer(item(), day(15), TODAY)


@pytest.mark.parametrize("code", RULES[Rule.SAFETY].split())
def test_safety_cannot_be_snoozed(code: str) -> None:
    with pytest.raises(Refused, match="safety"):
        check_defer(item(kind=code, due=5), day(1), TODAY)


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_a_running_clock_cannot_be_snoozed(limit: int) -> None:
    with pytest.raises(Refused, match="clock of this TCM call is running"):
        check_defer(item(kind="discharge_contact", limit_on=day(limit)), day(5), TODAY)


def test_a_missed_clock_may_be_snoozed_and_returns_on_its_day() -> None:
    missed = item(kind="discharge_contact", due=-5, limit_on=day(-1))
    check_defer(missed, day(4), TODAY)
    assert returns_on(missed, day(4), TODAY) == day(4)


def test_a_clock_that_has_not_opened_may_be_snoozed_and_returns_when_it_opens() -> None:
    early = item(kind="visit_prep", due=1, limit_on=D(2026, 12, 4))  # opens on 2 December
    check_defer(early, day(14), TODAY)
    assert returns_on(early, day(14), TODAY) == D(2026, 12, 2)
    assert returns_on(early, day(2), TODAY) == day(2)
