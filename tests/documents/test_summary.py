"""What a visit summary says: talks, goals, medicines, steps, whom to call; in words that people read."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.documents import words
from coordtui.documents.summary import PERIOD_DAYS, SummaryView, summary
from coordtui.errors import InvalidInput, NotFound
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.care_plan import CarePlan, Goal, GoalStatus, Intervention, InterventionStatus, PlanStatus
from coordtui.models.clinical import Medication
from coordtui.models.codes import Ball
from coordtui.models.contact import Channel, Contact, Outcome
from coordtui.models.people import TeamMember
from coordtui.models.profile import Profile
from coordtui.models.referral import Referral
from coordtui.rules.follow_up import KINDS
from tests.documents.conftest import TODAY, ZONE, Desk


def whats(view: SummaryView) -> list[str]:
    return [step.what for step in view.steps]


# --- who and when ----------------------------------------------------------------------------------------------------


def test_it_names_the_patient_the_coordinator_and_the_days(desk: Desk) -> None:
    view = desk.view()
    assert (view.name, view.coordinator.name) == ("Rosa Lopez", "Noor Adams")
    assert view.period == "October 25, 2026 to November 24, 2026"
    assert (view.end - view.start).days == PERIOD_DAYS


def test_a_period_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="before it begins") as caught:
        desk.view(TODAY, TODAY - dt.timedelta(days=1))
    assert caught.value.field == "from"


def test_a_patient_who_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.ledger.read(summary, 999, None, None, TODAY)


# --- talks -----------------------------------------------------------------------------------------------------------


def test_it_tells_what_was_discussed_and_agreed_newest_first(desk: Desk) -> None:
    desk.talk("Went over the meter.", "Write the numbers down.", days=9)
    desk.talk("Numbers are better.", days=2, channel=Channel.VISIT)
    first, second = desk.view().talks
    assert (first.when, first.how, first.discussed) == (
        "Sunday, November 22, 2026",
        "in person",
        "Numbers are better.",
    )
    assert (second.discussed, second.agreed) == ("Went over the meter.", "Write the numbers down.")


def test_only_two_way_contacts_of_the_period_count_by_the_local_day(desk: Desk) -> None:
    desk.talk("In vain.", outcome=Outcome.VOICEMAIL, reached=False)
    desk.talk("Long ago.", days=40)
    late = dt.datetime(2026, 11, 21, 7, 30, tzinfo=dt.UTC)  # still the 20th in Los Angeles
    desk.add(Contact, at=late, zone=ZONE, outcome=Outcome.REACHED_PATIENT, reached=True, note="Late at night.")
    twentieth = dt.date(2026, 11, 20)
    assert [talk.discussed for talk in desk.view(twentieth, twentieth).talks] == ["Late at night."]
    assert [talk.discussed for talk in desk.view().talks] == ["Late at night."]


def test_what_a_caregiver_said_stays_between_them(desk: Desk) -> None:
    desk.talk(
        "Mother forgets her pills.",
        "The box is filled on Sunday.",
        outcome=Outcome.REACHED_CAREGIVER,
        spoke_with="Maribel",
    )
    (talk,) = desk.view().talks
    assert (talk.with_whom, talk.discussed, talk.agreed) == ("Maribel", "", "The box is filled on Sunday.")


def test_long_notes_and_many_talks_are_cut_and_the_coordinator_is_told(desk: Desk) -> None:
    for days in range(1, 9):
        desk.talk("A sentence of some length. " * 400, days=days)
    view = desk.view()
    assert len(view.talks) == 6
    assert all(len(talk.discussed) < 750 for talk in view.talks)
    assert any("Only the latest 6 of 8" in caution for caution in view.cautions)
    assert any("shortened" in caution for caution in view.cautions)


# --- goals and medicines ---------------------------------------------------------------------------------------------


def test_goals_are_in_the_patients_words_or_else_as_recorded(desk: Desk) -> None:
    plan = desk.add(CarePlan, title="Plan")
    desk.add(
        Goal, plan_id=plan, text="A1c < 8", patient_words="I want to dance", achievement="improving", due_on="2027-03"
    )
    desk.add(Goal, plan_id=plan, text="Foot check daily", due_on="2027-01-05")
    own, recorded = desk.view().goals
    assert (own.text, own.own_words, own.progress, own.due) == (
        "I want to dance.",
        True,
        "It is getting better.",
        "By March 2027.",
    )
    assert (recorded.text, recorded.own_words, recorded.due) == ("Foot check daily.", False, "By January 5, 2027.")


def test_goals_that_were_given_up_or_whose_plan_is_over_are_not_told(desk: Desk) -> None:
    over = desk.add(CarePlan, title="Old", status=PlanStatus.REVOKED)
    desk.add(Goal, plan_id=over, text="Of an old plan")
    desk.add(Goal, text="Given up", status=GoalStatus.CANCELLED)
    desk.add(Goal, text="Stands alone")
    assert [goal.text for goal in desk.view().goals] == ["Stands alone."]


def test_current_medicines_stand_once_with_the_caution(desk: Desk) -> None:
    for status in ("active", "active", "stopped", "completed", "entered-in-error"):
        desk.add(Medication, text=f"Metformin {status}", dosage="1 a day", status=status)
    desk.add(Medication, text="Potassium", status="on-hold")
    desk.add(Medication, text="Aspirin", status=None)
    view = desk.view()
    assert [(one.text, one.remark) for one in view.medicines] == [
        ("Aspirin", ""),
        ("Metformin active", ""),
        ("Potassium", "on hold: ask before you take it"),
    ]
    assert "not a prescription" in view.medicine_caution
    assert view.medicine_caution in " ".join(desk.text().split())


# --- what comes next -------------------------------------------------------------------------------------------------


def test_steps_have_a_day_and_someone_who_does_them(desk: Desk) -> None:
    desk.step("call_back", "call back", days=2)
    desk.step("med_access", "Copay form for the pens", days=-4)
    desk.step("social_need", "Food card", ball=Ball.PAYER, next_check_on=TODAY + dt.timedelta(days=9))
    steps = [(step.when, step.what, step.who) for step in desk.view().steps]
    assert steps == [
        ("Soon", "Help you get your medicine. Copay form for the pens", "Noor Adams"),
        ("By Thursday, November 26, 2026", "Call you back", "Noor Adams"),
        ("By Thursday, December 3, 2026", "Help with what you need at home. Food card", "Your health plan"),
    ]


def test_a_snoozed_step_is_not_promised_before_it_returns(desk: Desk) -> None:
    desk.step("routine_contact", "contact", days=1, deferred_until=TODAY + dt.timedelta(days=6))
    assert desk.view().steps[0].when == "By Monday, November 30, 2026"


def test_visits_show_their_local_time_and_what_to_bring(desk: Desk) -> None:
    desk.add(
        Appointment,
        what="Eye exam",
        starts="2026-12-01T09:30:00-05:00",
        with_whom="Dr. Castro",
        place="Clearwater",
        instructions="Bring a driver.",
    )
    desk.add(Appointment, what="Scan", starts="2026-12-02T18:00:00Z")
    desk.add(Appointment, what="Some day", starts="2026-12-03")
    desk.add(Appointment, what="To be set", status=AppointmentStatus.PROPOSED)
    desk.add(Appointment, what="Past", starts="2026-11-20T09:30:00-05:00")
    desk.add(Appointment, what="Called off", starts="2026-12-05T09:30:00-05:00", status=AppointmentStatus.CANCELLED)
    assert [(step.when, step.what) for step in desk.view().steps] == [
        (
            "Tuesday, December 1, 2026, 9:30 AM",
            "Go to your visit: Eye exam, with Dr. Castro, at Clearwater. Bring a driver.",
        ),
        ("Wednesday, December 2, 2026, 10:00 AM", "Go to your visit: Scan"),
        ("Thursday, December 3, 2026", "Go to your visit: Some day"),
        ("We will set the day", "Go to your visit: To be set"),
    ]


def test_a_referral_names_the_place_that_has_the_ball(desk: Desk) -> None:
    key = desk.add(Referral, what="Eye exam", to_name="Clearwater Eye", since=TODAY)
    desk.step(
        "referral",
        "Confirm it was received",
        subject_kind="referral",
        subject_id=key,
        ball=Ball.RECIPIENT,
        by_rule=True,
    )
    (step,) = desk.view().steps
    assert (step.what, step.who) == ("Follow up on your referral. Eye exam, Clearwater Eye", "Clearwater Eye")


def test_what_an_open_plan_says_to_do_is_a_step(desk: Desk) -> None:
    plan = desk.add(CarePlan, title="Plan")
    old = desk.add(CarePlan, title="Old", status=PlanStatus.COMPLETED)
    desk.add(Intervention, plan_id=plan, text="Walk ten minutes", owner=Ball.PATIENT)
    desk.add(
        Intervention, plan_id=plan, text="Fit the cushion", owner=Ball.OTHER, owner_name="Trusty", due_on="2026-12-04"
    )
    desk.add(Intervention, plan_id=plan, text="Done already", status=InterventionStatus.COMPLETED)
    desk.add(Intervention, plan_id=old, text="Of an old plan")
    assert [(step.when, step.what, step.who) for step in desk.view().steps] == [
        ("By Friday, December 4, 2026", "Fit the cushion", "Trusty"),
        ("From now on", "Walk ten minutes", "You"),
    ]


def test_every_kind_is_either_said_in_plain_words_or_kept_inside() -> None:
    inside = {
        *("crisis", "safety_follow_up", "abuse_disclosure", "critical_result"),
        *("visit_prep", "visit_outcome", "find_number", "no_next_step", "contact_gap", "unfiled_note"),
        *("close_record", "admin", "plan_step"),
    }
    assert set(words.STEPS) | inside == set(KINDS)
    assert not set(words.STEPS) & inside


# --- whom to call ----------------------------------------------------------------------------------------------------


def test_it_says_whom_to_call(desk: Desk) -> None:
    desk.add(TeamMember, name="Dr. Okoye", role="family doctor", phone="(206) 555-0150")
    desk.add(TeamMember, name="No number", role="nurse")
    desk.add(TeamMember, name="Gone", phone="(206) 555-0151", status="inactive")
    view = desk.view()
    assert [(one.name, one.phone) for one in view.team] == [("Dr. Okoye", "(206) 555-0150")]
    assert [line.number for line in view.help_lines][:2] == ["911", "988"]
    assert "checked on" in view.help_lines_checked


def test_the_coordinators_own_number_is_on_it(desk: Desk) -> None:
    from sqlalchemy import update

    from coordtui.acts import Result, act

    @act("test.phone")
    def phone(session: object) -> Result:
        session.execute(update(Profile).values(phone="(206) 555-0100"))  # type: ignore[attr-defined]
        return Result(label="phone")

    desk.ledger.do(phone)
    assert desk.view().coordinator.phone == "(206) 555-0100"
    assert "(206) 555-0100" in desk.text()


# --- reading grade ---------------------------------------------------------------------------------------------------


def test_the_page_is_easy_to_read_and_says_so(desk: Desk) -> None:
    view = desk.view()
    assert view.grade is not None
    assert view.grade <= 6
    assert f"Reading grade {view.grade}" in view.reading
    assert not view.cautions


def test_a_page_that_is_hard_to_read_warns(desk: Desk) -> None:
    hard = "Immunosuppressive pharmacotherapy necessitates multidisciplinary coordination notwithstanding comorbidities"
    desk.talk(", ".join([hard] * 12) + ".")
    view = desk.view()
    assert view.grade is not None
    assert view.grade > 8
    assert "hard to read" in view.reading
    assert any("above 8" in caution for caution in view.cautions)


def test_a_page_for_a_reader_of_another_language_asks_for_human_review(desk: Desk) -> None:
    desk.rosa = desk.patient("Rosa", language="es-MX")
    view = desk.view()
    assert "Spanish" in view.reading
    assert "uman review" in view.reading
    assert any("human review" in caution for caution in view.cautions)


def test_the_written_language_decides(desk: Desk) -> None:
    desk.rosa = desk.patient("Andre", language="ase", written_language="en")
    assert "review" not in desk.view().reading
