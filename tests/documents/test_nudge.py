"""A reminder for whoever has the ball: who, what, by when; to the patient only what may be said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from coordtui.documents.nudge import NudgeView, nudge, reply_by
from coordtui.documents.scope import Scope
from coordtui.errors import NotFound, Refused
from coordtui.models.appointment import Appointment
from coordtui.models.codes import Ball, Urgency
from coordtui.models.patient import ContactPoint
from coordtui.models.people import Practitioner
from coordtui.models.referral import EventKind, Referral, ReferralEvent, ReferralState
from coordtui.models.sensitivity import TaggedRecord
from coordtui.rules.disclosure import PART2_NOTICE
from coordtui.rules.referral import STATES, is_open
from tests.documents.conftest import TODAY, Desk
from tests.documents.test_packet import PacketDesk


def draft(desk: Desk, **values: Any) -> NudgeView:
    wanted = {"state": ReferralState.SENT, "ball": Ball.RECIPIENT, "urgency": Urgency.ROUTINE, **values}
    return desk.ledger.read(nudge, PacketDesk(desk, **wanted).referral, TODAY)


def test_it_says_who_asks_about_whom_where_it_stands_and_by_when(desk: Desk) -> None:
    desk.rosa = desk.patient("Rosa Lopez", birth_date="1961-04-02")
    view = draft(desk)
    assert (view.to_whom, view.phone, view.fax) == ("Clearwater Eye", "555-0100", "555-0101")
    assert view.text.splitlines() == [
        "To Clearwater Eye:",
        "This is Noor Adams, coordinator.",
        "It is about the referral of Rosa Lopez, born 2 April 1961: Eye exam.",
        "It was asked for on November 20, 2026. What I know of it: sent, November 24, 2026. It is needed by"
        " December 8, 2026.",
        "Please tell me that it reached you. If it did not, I will send it again.",
        "I hope to hear from you by Friday, November 27, 2026. Thank you.",
    ]


def test_the_subject_names_nobody_and_nothing_of_health(desk: Desk) -> None:
    view = draft(desk)
    for word in ("Rosa", "Eye", "Clearwater"):
        assert word not in view.subject


def test_an_answer_is_asked_for_in_two_business_days_and_the_same_day_when_urgent() -> None:
    wednesday = dt.date(2026, 11, 25)  # Thanksgiving follows
    assert reply_by(Urgency.ROUTINE, wednesday) == dt.date(2026, 11, 30)
    assert {reply_by(one, wednesday) for one in (Urgency.URGENT, Urgency.ASAP, Urgency.STAT)} == {wednesday}


@pytest.mark.parametrize("ball", [ball for ball in Ball if ball is not Ball.ME])
@pytest.mark.parametrize("state", [state for state in ReferralState if is_open(state)])
def test_whoever_has_the_ball_in_any_open_state_gets_a_question(desk: Desk, state: ReferralState, ball: Ball) -> None:
    view = draft(desk, state=state, ball=ball)
    assert view.to_whom
    assert "Please" in view.text
    assert "None" not in view.text
    assert state.value == "draft" or "_" not in view.text


def test_requester_and_payer_are_named(desk: Desk) -> None:
    view = draft(desk, ball=Ball.REQUESTER, state=ReferralState.REPORT_RECEIVED)
    assert (view.to_whom, view.phone) == ("Dr. Ames", "555-0110")
    payer = draft(desk, ball=Ball.PAYER, state=ReferralState.AWAITING_AUTH, auth_number="A-77")
    assert (payer.to_whom, payer.phone) == ("the health plan", "")
    assert "Authorization A-77." in payer.text


def test_my_own_turn_and_a_closed_referral_need_no_reminder(desk: Desk) -> None:
    with pytest.raises(Refused, match="next step is yours") as caught:
        draft(desk, ball=Ball.ME, state=ReferralState.DECLINED)
    assert STATES[ReferralState.DECLINED].step in caught.value.hint
    with pytest.raises(Refused, match="is over"):
        draft(desk, state=ReferralState.CLOSED_MET)
    with pytest.raises(NotFound):
        desk.ledger.read(nudge, 99, TODAY)


def test_after_each_reminder_the_advice_goes_further(desk: Desk) -> None:
    key = PacketDesk(desk, state=ReferralState.SENT, ball=Ball.RECIPIENT, urgency=Urgency.ROUTINE).referral
    said = []
    for _ in range(3):
        view = desk.ledger.read(nudge, key, TODAY)
        said.append((view.advice, "I asked before" in view.text))
        event = {"kind": EventKind.NUDGE, "happened_on": TODAY, "noted_at": desk.moment.at}
        desk.add(ReferralEvent, referral_id=key, **event)
    assert said[0] == ("", False)
    assert "call instead of writing" in said[1][0]
    assert "supervisor" in said[2][0]
    assert said[1][1]
    assert said[2][1]


def test_a_reminder_before_this_state_does_not_count(desk: Desk) -> None:
    key = PacketDesk(desk, state=ReferralState.SENT, ball=Ball.RECIPIENT).referral
    before = {"happened_on": TODAY - dt.timedelta(days=1), "noted_at": desk.moment.at}
    desk.add(ReferralEvent, referral_id=key, kind=EventKind.NUDGE, **before)
    assert "I asked before" not in desk.ledger.read(nudge, key, TODAY).text


def test_the_patient_is_asked_kindly_and_told_the_day_of_the_visit(desk: Desk) -> None:
    desk.add(ContactPoint, value="212-555-0142")
    visit = desk.add(Appointment, what="Eye exam", starts="2026-12-01T09:30:00-05:00")
    view = draft(desk, ball=Ball.PATIENT, state=ReferralState.SCHEDULED, appointment_id=visit)
    assert (view.to_whom, view.phone, view.subject) == ("Rosa Lopez", "212-555-0142", "Please call me")
    assert "It is about Eye exam, Clearwater Eye." in view.text
    assert "Your visit is on Tuesday, December 1, 2026." in view.text


def test_a_visit_whose_day_is_past_is_asked_about_as_one_that_was(desk: Desk) -> None:
    visit = desk.add(Appointment, what="Eye exam", starts="2026-11-23T09:30:00-05:00")
    booked = {"state": ReferralState.SCHEDULED, "appointment_id": visit}
    mine = draft(desk, ball=Ball.PATIENT, **booked).text
    assert "Your visit was on Monday, November 23, 2026.\nPlease call me and tell me how it went." in mine
    assert "need a ride" not in mine
    theirs = draft(desk, **booked).text
    assert "The visit was on November 23, 2026." in theirs
    assert "Please tell me whether the patient came, and what comes next." in theirs
    assert "still stands" not in theirs


def test_a_visit_of_today_is_still_to_come(desk: Desk) -> None:
    visit = desk.add(Appointment, what="Eye exam", starts=f"{TODAY}T09:30:00-05:00")
    booked = {"state": ReferralState.SCHEDULED, "appointment_id": visit}
    assert "Your visit is on" in draft(desk, ball=Ball.PATIENT, **booked).text
    assert "whether the visit still stands" in draft(desk, **booked).text


def test_the_person_asked_for_is_reached_at_their_place(desk: Desk) -> None:
    place = PacketDesk(desk)
    person = place.directory(Practitioner(name="Dr. Castro", organization_id=place.clinic))
    view = draft(desk, to_organization_id=None, to_practitioner_id=person, to_name="Dr. Castro")
    assert (view.to_whom, view.phone, view.fax) == ("Dr. Castro", "555-0100", "555-0101")


@pytest.mark.parametrize("values", [{"what": "HIV clinic"}, {"to_name": "Women's shelter"}])
def test_a_private_matter_is_not_named_to_the_patient(desk: Desk, values: dict[str, str]) -> None:
    view = draft(desk, ball=Ball.PATIENT, state=ReferralState.NO_SHOW, **values)
    for word in (*values.values(), "visit", "Eye"):
        assert word not in view.text
    assert "gives nothing away" in view.advice


def test_someone_who_is_not_safe_everywhere_is_only_asked_to_call(desk: Desk) -> None:
    desk.wishes(safety_note="Partner reads the texts")
    view = draft(desk, ball=Ball.PATIENT, state=ReferralState.NO_SHOW)
    assert (
        view.text
        == "Hello Rosa Lopez, this is Noor Adams.\nPlease call me when you can. I would like to know how it goes."
    )
    assert "Partner" not in view.advice


def test_a_private_matter_is_said_to_the_right_person_only(desk: Desk) -> None:
    assert "something private" in draft(desk, what="Methadone clinic").advice


def test_record_text_stays_on_its_line(desk: Desk) -> None:
    view = draft(desk, what="Eye\nexam\x1b[31m \u202eevil", to_name="Clear\nwater")
    assert len(view.text.splitlines()) == 6
    assert "\x1b" not in view.text
    assert "\u202e" not in view.text


def test_a_reminder_of_another_referral_is_not_counted(desk: Desk) -> None:
    other = desk.add(Referral, what="Other", since=TODAY)
    event = {"kind": EventKind.NUDGE, "happened_on": TODAY, "noted_at": desk.moment.at}
    desk.add(ReferralEvent, referral_id=other, **event)
    assert "I asked before" not in draft(desk).text


def test_a_reminder_that_a_consent_lets_out_goes_with_the_notice_of_part_2(desk: Desk) -> None:
    key = PacketDesk(desk, state=ReferralState.SENT, ball=Ball.RECIPIENT, urgency=Urgency.ROUTINE).referral
    desk.add(TaggedRecord, subject_kind="referral", subject_id=key, tag="part2")
    under = Scope(frozenset({"request"}), frozenset({"part2"}))
    assert desk.ledger.read(nudge, key, TODAY, under).text.endswith(f"Thank you.\n{PART2_NOTICE}")
    with pytest.raises(Refused, match="tagged Part 2"):
        desk.ledger.read(nudge, key, TODAY)
