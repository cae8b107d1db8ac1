"""The closed loop by hand: the eleven steps, the visit they lead to, and what each leaves in the queue."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.casework import follow_up, referral
from coordtui.casework.appointment import record_outcome
from coordtui.casework.chart import chart
from coordtui.casework.follow_up_views import detail as step_detail
from coordtui.errors import InvalidInput, Refused
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.codes import Answer, Ball
from coordtui.models.follow_up import FollowUpDraft
from coordtui.models.referral import Failure
from coordtui.models.referral import ReferralState as S
from tests.casework.objects import add_visit
from tests.casework.referrals import begin, booked, food, look, read, take
from tests.casework.world import World

VISIT = dt.date(2026, 3, 20)


def visit_of(world: World, key: int) -> Appointment:
    found: Appointment = world.read(lambda s: s.get_one(Appointment, read(world, key).appointment_id or 0))
    return found


# --- the whole way ---------------------------------------------------------------------------------------------------


def test_a_clinical_referral_goes_through_all_eleven_steps(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa, auth_needed=Answer.YES)
    seen = [read(world, key).state]
    for step in ("ask_auth", "send", "receive", "accept", "schedule", "attend", "report", "acknowledge", "inform"):
        take(world, key, step, **({"auth_number": "A-17"} if step == "send" else {}))
        seen.append(read(world, key).state)
        assert [kind for kind in world.kinds(rosa) if "referral" in kind] == ["referral"]
        world.check()
    take(world, key, "confirm", "close_met")
    kept = read(world, key)
    assert [*seen, kept.state] == [
        *(S.DRAFT, S.AWAITING_AUTH, S.SENT, S.RECEIVED, S.ACCEPTED, S.SCHEDULED, S.ATTENDED, S.REPORT_RECEIVED),
        *(S.ACKNOWLEDGED, S.PATIENT_INFORMED, S.CLOSED_MET),
    ]
    assert (kept.auth_number, kept.confirmed_on, kept.acknowledged_on, kept.closed_on) == ("A-17", *[world.day] * 3)
    assert kept.next_check_on is None
    assert world.kinds(rosa) == ["introduce"]
    assert len(look(world, key).history) == 12


def test_a_social_referral_skips_the_clinical_steps_and_is_asked_for_room_first(world: World) -> None:
    rosa = world.add()
    key = world.do(referral.create, food(rosa)).value
    with pytest.raises(Refused, match="whether it has room"):
        take(world, key, "send")
    take(world, key, "ask_capacity", note="shelves full on Fridays")
    take(world, key, "send", "receive", "accept", "schedule", "attend")
    assert read(world, key).ball is Ball.PATIENT
    assert {offer.move.id for offer in look(world, key).offers} >= {"inform", "requester_told", "confirm"}
    with pytest.raises(Refused, match="not possible"):
        take(world, key, "report")
    take(world, key, "inform")
    take(world, key, "requester_told")
    with pytest.raises(Refused, match="not confirmed"):
        take(world, key, "close_met")
    take(world, key, "confirm", "close_met")
    kept = read(world, key)
    assert (kept.state, kept.acknowledged_on, kept.confirmed_on) == (S.CLOSED_MET, world.day, world.day)
    world.check()


def test_each_state_says_who_has_the_ball_since_when_and_when_to_look_again(world: World) -> None:
    key = begin(world, world.add())
    seen = []
    for step in ("send", "receive", "accept", "schedule", "attend", "report", "acknowledge", "inform"):
        world.later(1)
        take(world, key, step, **({"document_on": "2026-03-04"} if step == "report" else {}))
        kept = read(world, key)
        assert kept.since == world.day
        seen.append((kept.ball, kept.next_check_on))
    assert seen == [
        (Ball.RECIPIENT, dt.date(2026, 3, 12)),  # 5 business days
        (Ball.RECIPIENT, dt.date(2026, 3, 17)),  # 7 business days
        (Ball.RECIPIENT, dt.date(2026, 3, 20)),  # 14 days, on a Saturday
        (Ball.PATIENT, dt.date(2026, 3, 23)),  # the business day after the visit
        (Ball.RECIPIENT, dt.date(2026, 3, 23)),
        (Ball.ME, dt.date(2026, 3, 19)),
        (Ball.REQUESTER, dt.date(2026, 3, 20)),
        (Ball.ME, dt.date(2026, 3, 23)),
    ]


def test_what_is_written_down_later_counts_from_the_day_it_happened(world: World) -> None:
    key = begin(world, world.add())
    take(world, key, "send", on="2026-03-02")
    kept, (event, *_) = read(world, key), look(world, key).history  # by the day it happened
    assert event.to_label == "sent"
    assert (kept.since, kept.next_check_on, event.on) == (dt.date(2026, 3, 2), dt.date(2026, 3, 9), kept.since)


def test_the_outer_clock_runs_from_the_clinically_indicated_date(world: World) -> None:
    key = begin(world, world.add(), indicated_on=dt.date(2026, 2, 6))
    take(world, key, "send")
    seen = look(world, key)
    assert (seen.outer_on, seen.limit_on, seen.age_days) == (dt.date(2026, 3, 8), dt.date(2026, 3, 8), 26)
    assert read(world, key).next_check_on == dt.date(2026, 3, 6)  # the business day before
    assert seen.stage_age == "amber"
    world.go_to(dt.date(2026, 3, 9))
    assert look(world, key).stage_age == "red"
    world.go_to(dt.date(2026, 4, 8))
    assert look(world, key).stage_age == "escalate"


# --- visits ----------------------------------------------------------------------------------------------------------


def test_booking_puts_the_visit_on_record_with_its_own_steps(world: World) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    visit = visit_of(world, key)
    assert (visit.starts, visit.place, visit.with_whom) == ("2026-03-20T14:30:00-04:00", "Room 2", "Heart Clinic")
    assert sorted(world.kinds(rosa)) == ["introduce", "referral", "visit_outcome", "visit_prep"]
    assert look(world, key).appointment is not None
    world.check()


def test_a_visit_that_is_on_record_can_be_given(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana", "Diaz")
    mine, hers = add_visit(world, rosa), add_visit(world, ana)
    key = begin(world, rosa)
    take(world, key, "send", "accept")
    for wrong in (str(hers.key), "999", "Eye clinic", "²"):
        with pytest.raises(InvalidInput) as bad:
            take(world, key, "schedule", appointment_id=wrong)
        assert bad.value.field == "appointment_id"
    take(world, key, "schedule", appointment_id=str(mine.key))
    assert read(world, key).appointment_id == mine.key
    assert len(world.read(chart, rosa, world.day).appointments) == 1


def test_a_missed_visit_names_the_barrier_and_asks_to_be_rebooked(world: World) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    first = visit_of(world, key).id
    world.go_to(VISIT)
    with pytest.raises(InvalidInput) as missing:
        world.do(referral.move, [key], "no_show", {})
    assert missing.value.field == "failure"
    take(world, key, "no_show")
    kept = read(world, key)
    assert (kept.state, kept.failure, kept.next_check_on) == (S.NO_SHOW, Failure.TRANSPORT, dt.date(2026, 3, 23))
    assert visit_of(world, key).status is AppointmentStatus.NOSHOW
    assert [barrier.category for barrier in world.read(chart, rosa, world.day).barriers] == ["transport"]
    (step,) = [step for step in world.open(rosa) if step.kind == "referral"]
    assert step.text == "Ask why and rebook: Cardiology (Heart Clinic)"
    assert sorted(world.kinds(rosa)) == ["introduce", "referral"]
    take(world, key, "schedule", day="2026-04-02")
    kept = read(world, key)
    assert (kept.state, kept.failure) == (S.SCHEDULED, None)
    assert visit_of(world, key).id != first
    assert not look(world, key).history[-1].backward
    take(world, key, "no_show")
    assert len(world.read(chart, rosa, world.day).barriers) == 1  # it is known already
    world.check()


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (AppointmentStatus.FULFILLED, S.ATTENDED),
        (AppointmentStatus.NOSHOW, S.NO_SHOW),
        (AppointmentStatus.CANCELLED, S.CANCELLED_VISIT),
        (AppointmentStatus.ENTERED_IN_ERROR, S.ACCEPTED),
    ],
)
def test_the_outcome_of_the_visit_moves_the_referral(world: World, status: AppointmentStatus, state: S) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    result = world.do(record_outcome, read(world, key).appointment_id, status)
    assert read(world, key).state is state
    assert sorted(world.kinds(rosa)) == ["introduce", "referral"]
    assert world.read(step_detail, result.value).subject_kind == "referral"
    last = look(world, key).history[-1]
    assert (last.from_label, last.backward) == ("scheduled", state is S.ACCEPTED)
    assert last.text
    world.check()
    world.ledger.undo()
    assert read(world, key).state is S.SCHEDULED


def test_a_missed_visit_without_its_barrier_is_asked_for_it_when_it_is_rebooked(world: World) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    world.do(record_outcome, read(world, key).appointment_id, AppointmentStatus.NOSHOW)
    with pytest.raises(InvalidInput) as missing:
        take(world, key, "schedule", failure="")
    assert missing.value.field == "failure"
    take(world, key, "schedule", failure="childcare")
    assert [barrier.category for barrier in world.read(chart, rosa, world.day).barriers] == ["childcare"]
    kept = read(world, key)
    assert (kept.state, kept.failure) == (S.SCHEDULED, None)
    assert look(world, key).history[-1].failure == "childcare"


def test_the_outcome_of_a_visit_reaches_a_referral_on_hold_when_it_is_taken_up(world: World) -> None:
    key = booked(world, world.add())
    take(world, key, "hold")
    world.do(record_outcome, read(world, key).appointment_id, AppointmentStatus.FULFILLED)
    assert read(world, key).state is S.ON_HOLD
    take(world, key, "resume")
    assert read(world, key).state is S.ATTENDED


@pytest.mark.parametrize(
    ("step", "status"),
    [
        ("attend", AppointmentStatus.FULFILLED),
        ("no_show", AppointmentStatus.NOSHOW),
        ("cancel_visit", AppointmentStatus.CANCELLED),
        ("cancel", AppointmentStatus.CANCELLED),
        ("mistake", AppointmentStatus.ENTERED_IN_ERROR),
        ("hold", AppointmentStatus.BOOKED),
        ("back_to_accepted", AppointmentStatus.CANCELLED),
    ],
)
def test_the_visit_follows_the_referral(world: World, step: str, status: AppointmentStatus) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    visit = visit_of(world, key).id
    take(world, key, step)
    assert world.read(lambda s: s.get_one(Appointment, visit)).status is status
    assert ("visit_outcome" in world.kinds(rosa)) == (status is AppointmentStatus.BOOKED)
    world.check()


def test_an_attended_visit_that_was_none_is_booked_again(world: World) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    take(world, key, "attend", "back_to_scheduled")
    assert visit_of(world, key).status is AppointmentStatus.BOOKED
    assert "visit_outcome" in world.kinds(rosa)
    world.check()


@pytest.mark.parametrize("missed", ["no_show", "cancel_visit"])
@pytest.mark.parametrize(
    ("step", "state", "status"),
    [
        ("came", S.ATTENDED, AppointmentStatus.FULFILLED),
        ("back_to_scheduled", S.SCHEDULED, AppointmentStatus.BOOKED),
    ],
)
def test_a_missed_visit_turns_out_to_have_taken_place_or_to_stand(
    world: World, missed: str, step: str, state: S, status: AppointmentStatus
) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    take(world, key, missed)
    with pytest.raises(InvalidInput) as missing:
        world.do(referral.move, [key], step, {})
    assert missing.value.field == "reason"
    take(world, key, step, reason="the desk had the wrong list")
    kept = read(world, key)
    assert (kept.state, kept.failure, kept.state_reason) == (state, None, "the desk had the wrong list")
    assert visit_of(world, key).status is status
    assert ("visit_outcome" in world.kinds(rosa)) == (state is S.SCHEDULED)
    assert look(world, key).history[-1].text == "the desk had the wrong list"
    world.check()


def test_a_day_given_to_a_check_is_that_of_the_step_also_where_a_person_had_set_another(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa)
    (step,) = (step for step in world.open(rosa) if step.kind == "referral")
    tomorrow, later = world.day + dt.timedelta(days=1), world.day + dt.timedelta(days=10)
    world.do(follow_up.edit, step.follow_up_id, FollowUpDraft(kind="referral", due_on=tomorrow))
    world.do(referral.check, key, later)
    assert read(world, key).next_check_on == later
    assert world.read(follow_up.detail, step.follow_up_id).due_on == later
