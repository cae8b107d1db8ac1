"""The team's copy of a plan: the nine elements of a comprehensive care plan, versions and agreements."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coordtui.casework.plan_outline import set_text
from coordtui.casework.plan_version import agree, share
from coordtui.documents.plan import TeamPlanView
from coordtui.documents.render import render
from coordtui.models.care_plan import Barrier, Goal, GoalStatus, InterventionStatus, Strength
from coordtui.models.clinical import Allergy, Condition, Medication
from coordtui.models.codes import Ball
from coordtui.models.people import TeamMember
from coordtui.models.plan_version import Agreement, AgreementDraft, GoalProgress
from coordtui.models.referral import Referral, ReferralState
from tests.documents.conftest import TODAY, Desk
from tests.documents.plans import PlanDesk, assert_only_text
from tests.documents.test_render import HOSTILE, docx_text

HEADINGS = (
    "1. Problems",
    "2. Expected outcome and prognosis",
    "3. Measurable goals",
    "4. Symptom management",
    "5. Interventions and who is responsible",
    "6. Medication management",
    "7. Community and social services",
    "8. Coordination with others outside",
    "9. Periodic review",
)


@pytest.fixture
def plan(desk: Desk) -> PlanDesk:
    return PlanDesk(desk, description="Should walk without help by spring", review_on=TODAY + dt.timedelta(days=20))


def shown(plan: PlanDesk, format: str) -> str:
    data = render(plan.team(), format)
    return docx_text(data) if format == "docx" else data.decode().replace("\\", "")


@pytest.mark.parametrize("format", ["md", "html", "docx"])
def test_it_holds_the_nine_elements_in_order(plan: PlanDesk, format: str) -> None:
    text = shown(plan, format)
    places = [text.index(heading) for heading in HEADINGS]
    assert places == sorted(places)
    assert text.count("Nothing is recorded.") >= 6


def test_problems_are_what_the_patient_ranks_and_what_is_diagnosed(plan: PlanDesk) -> None:
    plan.concern("Falling", rank=1)
    plan.concern("Solved", resolved_on=TODAY)
    plan.desk.add(Condition, text="Asthma", onset="2019-05", clinical_status="active")
    plan.desk.add(Condition, text="Asthma", clinical_status="active")
    plan.desk.add(Condition, text="Flu", clinical_status="resolved")
    plan.desk.add(Condition, text="Gout", verification="refuted")
    assert plan.team().problems == ("Falling (number 1 to the patient)", "Asthma, since 2019")


def test_a_goal_is_measurable_with_its_latest_value_barriers_and_strengths(plan: PlanDesk) -> None:
    concern = plan.concern("Weak legs")
    scale = "no steps\na few\nten minutes\nfifteen\ntwenty"
    goal = plan.goal(
        "Walk",
        concern_id=concern,
        patient_words="Get to the mailbox",
        measure="Minutes on the feet",
        unit="minutes",
        baseline="2",
        target="10",
        due_on="2027-03",
        importance=9,
        confidence=5,
        scale=scale,
        attainment=-1,
        achievement="improving",
    )
    plan.desk.add(Barrier, goal_id=goal, category="pain", text="Knee hurts")
    plan.desk.add(Barrier, goal_id=goal, category="cost", resolved_on=TODAY)
    plan.desk.add(Strength, goal_id=goal, text="Dog to walk")
    for days, value, note in ((9, "3", None), (4, "6", None), (1, None, "Felt well")):
        plan.desk.add(GoalProgress, goal_id=goal, noted_on=TODAY - dt.timedelta(days=days), value=value, note=note)
    (one,) = plan.team().goals
    assert (one.text, one.words, one.concern) == ("Walk", "Get to the mailbox", "Weak legs")
    assert one.status == "active, getting better"
    assert one.facts == (
        "Measure: Minutes on the feet",
        "Baseline: 2",
        "Target: 10 minutes",
        "Due: March 2027",
        "Latest: 6 minutes (November 20, 2026)",
        "Importance: 9 of 10",
        "Confidence: 5 of 10",
        "Barriers: Knee hurts",
        "Strengths: Dog to walk",
    )
    assert plan.team().expected == (
        "Should walk without help by spring",
        "Walk: ten minutes; reached -1 on the scale of -2 to +2",
    )


def test_each_step_names_who_is_responsible(plan: PlanDesk) -> None:
    goal = plan.goal("Walk")
    plan.step("Call the clinic", goal, due_on="2026-12-01")
    plan.step("Practice", goal, owner=Ball.PATIENT, schedule="each day")
    plan.step("Fit the shoes", owner=Ball.OTHER, owner_name="Trusty")
    done = {"status": InterventionStatus.COMPLETED, "evidence": "Seen at home", "done_on": TODAY}
    plan.step("Bars in the bath", goal, **done)
    plan.step("Dropped", goal, status=InterventionStatus.CANCELLED)
    assert [(step.what, step.who, step.when, step.status, step.goal) for step in plan.team().steps] == [
        ("Call the clinic", "Noor Adams", "December 1, 2026", "not started", "Walk"),
        ("Practice", "Patient", "each day", "not started", "Walk"),
        ("Fit the shoes", "Trusty", "", "not started", ""),
        ("Bars in the bath", "Noor Adams", "done November 24, 2026", "done: Seen at home", "Walk"),
    ]


def test_in_markdown_each_line_of_a_list_is_a_line(plan: PlanDesk) -> None:
    plan.concern("Falling", rank=1)
    plan.concern("- Dizzy")
    text = render(plan.team(), "md").decode()
    assert "## 1. Problems\n\n- Falling (number 1 to the patient)\n- \\- Dizzy\n\n## 2." in text


def test_symptoms_medicines_and_help_are_found_by_their_words(plan: PlanDesk) -> None:
    goal = plan.goal("I weigh myself each morning")
    plan.step("Fill the pill box", goal)
    plan.step("Book a ride to the pantry", goal)
    plan.step("Write a letter", goal)
    view = plan.team()
    assert view.symptoms == ("I weigh myself each morning",)
    assert view.medicine_steps == ("Fill the pill box (Noor Adams, not started)",)
    assert view.community == ("Book a ride to the pantry (Noor Adams, not started)",)


def test_medicines_allergies_referrals_and_the_team_are_on_it(plan: PlanDesk) -> None:
    add = plan.desk.add
    add(Medication, text="Metformin", dosage="as told", status="active")
    add(Medication, text="Old pill", status="stopped")
    add(Allergy, text="Penicillin", reaction="hives", criticality="high")
    add(Referral, what="Food box", social=True, to_name="Pantry", state=ReferralState.SENT, since=TODAY)
    add(Referral, what="Eye exam", state=ReferralState.ACCEPTED, since=TODAY)
    add(Referral, what="Old", state=ReferralState.CLOSED_MET, since=TODAY)
    add(Referral, what="Not sent", state=ReferralState.DRAFT, since=TODAY)
    add(TeamMember, name="Dr. Ames", role="Primary care", phone="555-0100")
    add(TeamMember, name="Ana Lopez", role="Daughter")
    view = plan.team()
    assert [(one.text, one.dosage) for one in view.medicines] == [("Metformin", "as told")]
    assert view.allergies == ("Penicillin: hives (high risk)",)
    assert view.community == ("Food box, Pantry: sent since November 24, 2026",)
    assert view.outside == ("Eye exam: accepted since November 24, 2026",)
    assert [(one.name, one.phone) for one in view.team] == [("Dr. Ames", "555-0100"), ("Ana Lopez", "")]


def test_versions_agreements_copies_and_what_changed_since_are_on_it(plan: PlanDesk) -> None:
    goal = plan.goal("Walk", status=GoalStatus.PROPOSED)
    do, moment = plan.desk.ledger.do, plan.desk.moment
    draft = AgreementDraft(
        participants="Rosa and Ana", agreement=Agreement.IN_PERSON, copy_to="Rosa", review_on=dt.date(2027, 2, 1)
    )
    do(agree, plan.plan, draft, moment)
    assert not any("agree" in caution for caution in plan.team().cautions)
    do(share, plan.plan, "Dr. Ames", None, moment)
    do(set_text, f"goal:{goal}", "Walk to the mailbox", moment)
    view = plan.team()
    assert view.versions == (
        "Version 2, shared November 24, 2026.",
        "Version 1, agreed November 24, 2026, in person, with Rosa and Ana.",
    )
    assert view.copies == ("Version 2 to Dr. Ames on November 24, 2026.", "Version 1 to Rosa on November 24, 2026.")
    assert view.changes == ("Walk to the mailbox: words: Walk → Walk to the mailbox",)
    assert "Next review February 1, 2027." in view.review
    assert any("changed since the last version" in caution for caution in view.cautions)
    assert "Changed since the last version" in shown(plan, "docx")


def test_the_coordinator_is_told_what_the_plan_lacks(desk: Desk) -> None:
    plan = PlanDesk(desk, review_on=TODAY - dt.timedelta(days=3))
    plan.goal("Walk")
    cautions = " ".join(plan.team().cautions)
    for words in ("has not agreed", "review of this plan is overdue", "1 goal has no measure"):
        assert words in cautions
    assert "Next review November 21, 2026 (overdue)." in plan.team().review


def test_private_lines_and_the_safety_note_stay_off_it(plan: PlanDesk) -> None:
    goal = plan.goal("Walk")
    plan.goal("HIV test was done")
    plan.step("Met the advocate", goal)
    plan.concern("Thinks of suicide")
    plan.desk.add(Condition, text="Opioid use disorder")
    plan.desk.add(Medication, text="Buprenorphine film", status="active")
    plan.desk.add(Referral, what="Methadone clinic", state=ReferralState.SENT, since=TODAY)
    plan.desk.wishes(safety_note="Partner reads the mail", code_word="library", trauma_note="Sit near the door")
    for format in ("md", "html", "docx"):
        text = shown(plan, format)
        for word in (
            "HIV",
            "advocate",
            "suicide",
            "Opioid",
            "Buprenorphine",
            "Methadone",
            "Partner",
            "library",
            "door",
        ):
            assert word not in text
    assert _left_off(plan.team()) == 6
    assert any("nobody at home gets this copy" in caution for caution in plan.team().cautions)


def test_who_agreed_and_who_got_a_copy_may_be_private_too(plan: PlanDesk) -> None:
    plan.goal("Walk")
    do, moment = plan.desk.ledger.do, plan.desk.moment
    draft = AgreementDraft(
        participants="Rosa and her methadone counselor", agreement=Agreement.PHONE, copy_to="Harbor Methadone Clinic"
    )
    do(agree, plan.plan, draft, moment)
    do(share, plan.plan, "Dr. Ames", None, moment)
    view = plan.team()
    assert view.versions == ("Version 2, shared November 24, 2026.", "Version 1, agreed November 24, 2026, by phone.")
    assert view.copies == ("Version 2 to Dr. Ames on November 24, 2026.",)
    assert _left_off(view) == 2


def test_every_line_of_it_is_looked_at_and_what_stays_off_is_counted(plan: PlanDesk) -> None:
    goal = plan.goal("Walk", achievement="relapsed")
    plan.step("Practice", goal, schedule="after the methadone dose")
    plan.desk.add(TeamMember, name="Kim Ho", role="Victim advocate")
    plan.desk.add(TeamMember, name="Lee Ray", phone="555-0100, crisis line")
    view = plan.team()
    for format in ("md", "html", "docx"):
        text = shown(plan, format)
        for word in ("relapse", "methadone", "advocate", "crisis"):
            assert word not in text
    assert [step.what for step in view.steps] == ["Practice"]
    assert _left_off(view) == 4


def _left_off(view: TeamPlanView) -> int:
    return sum(int(one.split()[0]) for one in view.cautions if "left off" in one)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text_in_every_format(desk: Desk, text: str) -> None:
    plan = PlanDesk(desk, title=text, description=text)
    concern = plan.concern(text)
    named = dict.fromkeys(("patient_words", "why", "measure", "unit", "baseline", "target", "scale", "due_on"), text)
    goal = plan.goal(text, concern_id=concern, **named)
    plan.step(text, goal, owner_name=text, due_on=text, schedule=text)
    desk.add(Barrier, goal_id=goal, category="other", text=text)
    desk.add(Condition, text=text, onset=text)
    desk.add(Medication, text=text, dosage=text, status="active")
    desk.add(Allergy, text=text, reaction=text)
    desk.add(TeamMember, name=text, role=text, phone=text)
    assert_only_text(plan.team())


def test_markdown_tables_have_their_cells_whatever_a_step_says(plan: PlanDesk) -> None:
    plan.step("a | b\n| c", owner_name="d | e")
    rows = [line for line in render(plan.team(), "md").decode().splitlines() if line.startswith("| a")]
    assert [row.replace("\\|", "").count("|") for row in rows] == [6]


def test_an_own_template_is_used(plan: PlanDesk, tmp_path: Path) -> None:
    (tmp_path / "plan-team.html").write_text("<p>{{ plan }} of {{ name }}: {{ nothing }}</p>")
    assert render(plan.team(), "html", tmp_path) == b"<p>Heart plan of Rosa Lopez: Nothing is recorded.</p>"


def test_a_goal_of_another_plan_is_not_on_it(plan: PlanDesk) -> None:
    plan.desk.add(Goal, text="Stands alone")
    PlanDesk(plan.desk).goal("Of the other plan")
    assert plan.team().goals == ()
