"""The patient's copy of a plan: one plain page, their own words, what they rank first."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordtui.casework.plan_template import start_from, templates
from coordtui.documents import plan_words
from coordtui.documents.fitting import sheet
from coordtui.documents.plan import plan_copy
from coordtui.documents.plan_gather import which_plan
from coordtui.documents.plan_patient import fit
from coordtui.documents.plan_view import PatientGoal, PatientPlanView
from coordtui.documents.render import render
from coordtui.documents.view import Step
from coordtui.documents.word import template
from coordtui.errors import InvalidInput, NotFound
from coordtui.models.care_plan import Concern, GoalStatus, InterventionStatus, PlanStatus
from coordtui.models.codes import Ball
from coordtui.models.patient import Alert
from coordtui.models.plan_version import Agreement, GoalProgress, PlanVersion, VersionKind
from tests.documents.conftest import TODAY, Desk
from tests.documents.plans import PlanDesk, assert_only_text, pages
from tests.documents.test_render import HOSTILE, docx_text


@pytest.fixture
def plan(desk: Desk) -> PlanDesk:
    return PlanDesk(desk)


def texts(view: PatientPlanView) -> list[str]:
    return [goal.text for goal in view.goals]


# --- what stands on it -----------------------------------------------------------------------------------------------


def test_a_goal_is_in_the_patients_words_with_why_how_and_when(plan: PlanDesk) -> None:
    goal = plan.goal(
        "A1c below 8",
        patient_words="I want to dance at the wedding",
        why="My sister marries in May",
        measure="Days with a reading",
        unit="days a week",
        target="5",
        due_on="2027-01-05",
        achievement="improving",
    )
    plan.desk.add(GoalProgress, goal_id=goal, noted_on=TODAY, value="3")
    (one,) = plan.patient().goals
    assert (one.number, one.text, one.own_words) == (1, "I want to dance at the wedding.", True)
    assert one.why == "My sister marries in May."
    assert one.seen == "How we see it: days with a reading. The aim is 5 days a week. Last time it was 3."
    assert (one.due, one.progress) == ("By January 5.", "It is getting better.")


def test_the_patients_own_steps_stand_first_and_say_by_when(plan: PlanDesk) -> None:
    goal = plan.goal("Walk")
    plan.step("Call the clinic", goal, due_on=(TODAY + dt.timedelta(days=3)).isoformat())
    plan.step("Walk ten minutes", goal, owner=Ball.PATIENT)
    plan.step("Fit the shoes", goal, owner=Ball.OTHER, owner_name="Trusty", due_on="2026-11-01")
    plan.step("Was done", goal, status=InterventionStatus.COMPLETED)
    plan.step("Was dropped", goal, status=InterventionStatus.CANCELLED)
    (one,) = plan.patient().goals
    assert [(step.who, step.what, step.when) for step in one.steps] == [
        ("You", "Walk ten minutes", ""),
        ("Noor Adams", "Call the clinic", "by November 27"),
        ("Trusty", "Fit the shoes", "soon"),
    ]


def test_goals_stand_as_the_patient_ranks_their_concerns(plan: PlanDesk) -> None:
    second, first, none = (plan.concern(text, rank=rank) for text, rank in (("b", 2), ("a", 1), ("c", None)))
    plan.goal("Not ranked", concern_id=none)
    plan.goal("Of the second", concern_id=second)
    plan.goal("Matters less", concern_id=first, importance=3)
    plan.goal("Matters most", concern_id=first, importance=9)
    plan.goal("At large")
    assert texts(plan.patient()) == ["Matters most.", "Matters less.", "Of the second.", "Not ranked.", "At large."]


def test_what_was_given_up_is_not_told_and_what_was_reached_is(plan: PlanDesk) -> None:
    plan.goal("Given up", status=GoalStatus.CANCELLED)
    plan.goal("Wrong", status=GoalStatus.ENTERED_IN_ERROR)
    plan.goal("Sleep better", status=GoalStatus.COMPLETED, achievement="achieved")
    plan.goal("Did not work", status=GoalStatus.COMPLETED, achievement="not-achieved")
    view = plan.patient()
    assert (view.goals, view.reached) == ((), "Sleep better.")
    for word in ("Given up", "Wrong", "Did not work"):
        assert word not in plan.page()


def test_it_says_when_the_patient_agreed_and_when_we_look_again(desk: Desk) -> None:
    plan = PlanDesk(desk, review_on=TODAY + dt.timedelta(days=30))
    assert any("not agreed" in caution for caution in plan.patient().cautions)
    for number, kind, made in ((1, VersionKind.AGREED, "2026-11-02"), (2, VersionKind.SHARED, "2026-11-09")):
        desk.add(
            PlanVersion,
            plan_id=plan.plan,
            number=number,
            kind=kind,
            made_on=dt.date.fromisoformat(made),
            agreement=Agreement.PHONE,
            body="{}",
        )
    view = plan.patient()
    assert view.agreed == "You said yes to this plan on November 2, 2026."
    assert view.next_look == "We look at this plan together again by December 24."
    assert not any("not agreed" in caution for caution in view.cautions)


def test_a_draft_says_that_it_is_not_final(desk: Desk) -> None:
    plan = PlanDesk(desk, status=PlanStatus.DRAFT)
    assert plan_words.DRAFT in plan.page()


def test_what_matters_to_the_patient_is_on_it(plan: PlanDesk) -> None:
    plan.desk.wishes(what_matters="My garden")
    assert "What matters to you:** My garden." in plan.page()


def test_a_plan_that_is_over_is_pointed_out(desk: Desk) -> None:
    plan = PlanDesk(desk, status=PlanStatus.COMPLETED)
    assert any("no longer open" in caution for caution in plan.patient().cautions)


def test_a_plan_that_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.ledger.read(plan_copy, 99, "patient", TODAY)


def test_a_date_near_enough_needs_no_year() -> None:
    assert plan_words.near_day(dt.date(2027, 1, 5), TODAY) == "January 5"
    assert plan_words.near_day(dt.date(2027, 11, 5), TODAY) == "November 5, 2027"


# --- one page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("large", [False, True])
def test_every_starter_makes_one_page(desk: Desk, large: bool) -> None:
    for head in desk.ledger.read(templates):
        key = desk.ledger.do(start_from, desk.rosa, head.key, None, desk.moment).value
        view = desk.ledger.read(plan_copy, key, "patient", TODAY, large=large)
        assert isinstance(view, PatientPlanView)
        assert view.goals, head.name
        assert view.grade is not None
        assert view.grade <= 6
        assert pages(render(view, "docx")) <= 1, head.name
        assert len([line for line in render(view, "md").decode().splitlines() if line]) <= 46


@pytest.mark.parametrize("large", [False, True])
def test_what_does_not_fit_is_counted_and_told(plan: PlanDesk, large: bool) -> None:
    for number in range(1, 13):
        goal = plan.goal(f"Goal {number} " + "with many words " * 8, why="Because " * 12)
        for step in range(4):
            plan.step(f"Step {step} " + "of some length " * 5, goal)
    view = plan.patient(large=large)
    shown = len(view.goals)
    assert 1 <= shown < 12
    assert texts(view)[0].startswith("Goal 1 ")
    left = sum(4 - len(goal.steps) for goal in view.goals)
    assert f"Noor Adams keeps {12 - shown} more goal" in view.more
    assert not left or f"{left} more step" in view.more
    for format in ("md", "html"):
        assert view.more in plan.page(format, large=large)
    assert view.more in docx_text(render(view, "docx"))
    assert pages(render(view, "docx")) <= 1
    assert any("Not all of the plan fits" in caution for caution in view.cautions)


def test_a_short_plan_is_told_whole(plan: PlanDesk) -> None:
    goal = plan.goal("Walk")
    plan.step("Walk ten minutes", goal, owner=Ball.PATIENT)
    view = plan.patient()
    assert view.more == ""
    assert not any("fits" in caution for caution in view.cautions)


def test_large_print_has_larger_letters_and_tells_what_it_leaves_out(plan: PlanDesk) -> None:
    import docx

    for number in range(4):
        goal = plan.goal(f"Goal {number} and some more words", why="It matters to me and to mine")
        plan.step("Do a thing that takes some words to say", goal)
        plan.step("Do another thing that takes some words to say", goal)
    normal, large = plan.patient(), plan.patient(large=True)
    assert len(large.goals) < len(normal.goals)
    assert "more goals" in large.more
    assert "11.5pt" in plan.page("html")
    assert "18pt" in plan.page("html", large=True)
    sizes = [docx.Document(io.BytesIO(render(view, "docx"))).styles["Normal"].font.size.pt for view in (normal, large)]
    assert sizes == [11.5, 18]


WORDS = st.text(alphabet="abc de", min_size=1, max_size=220)
STEPS = st.lists(st.builds(Step, when=st.just("by May 2"), what=WORDS, who=st.just("You")), max_size=6).map(tuple)
GOALS = st.lists(
    st.builds(
        PatientGoal,
        number=st.just(0),
        text=WORDS,
        own_words=st.booleans(),
        why=WORDS,
        seen=WORDS,
        progress=st.just(""),
        due=st.just("By May 9."),
        steps=STEPS,
    ),
    min_size=1,
    max_size=8,
)


@given(goals=GOALS, large=st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_is_left_out_without_being_counted(desk: Desk, goals: list[PatientGoal], large: bool) -> None:
    if not hasattr(desk, "empty"):
        desk.empty = PlanDesk(desk).patient()  # type: ignore[attr-defined]
    from dataclasses import replace

    view = fit(replace(desk.empty, large=large), goals)  # type: ignore[attr-defined]
    assert [goal.number for goal in view.goals] == list(range(1, len(view.goals) + 1))
    assert [goal.text for goal in view.goals] == [goal.text for goal in goals[: len(view.goals)]]
    left = len(goals) - len(view.goals)
    steps = sum(len(goal.steps) - len(shown.steps) for goal, shown in zip(goals, view.goals, strict=False))
    counted = [int(number) for number in re.findall(r"(\d+) more", view.more)]
    assert counted == [number for number in (left, steps) if number]
    assert sheet(large).lines > 0


# --- easy to read, private, safe -------------------------------------------------------------------------------------


def test_the_reading_grade_is_printed_and_hard_words_are_pointed_out(plan: PlanDesk) -> None:
    view = plan.patient()
    assert re.search(r"Reading grade \d+\.\d", view.reading)
    for format in ("md", "html"):
        assert view.reading in plan.page(format).replace("\\", "")
    plan.goal("Multidisciplinary rehabilitation interventions facilitating cardiovascular reconditioning individually")
    plan.goal("Comprehensive pharmacological reconciliation necessitating interprofessional collaboration regularly")
    hard = plan.patient()
    assert (hard.grade or 0) > (view.grade or 0)


def test_another_language_asks_for_human_review(plan: PlanDesk) -> None:
    plan.desk.rosa = plan.desk.patient("Rosa", language="es-MX")
    assert "uman review" in PlanDesk(plan.desk).patient().reading


@pytest.mark.parametrize("line", ["Talked about the safety plan", "Partner threatens her", "HIV test was done"])
def test_a_private_line_is_left_off_wherever_it_stands(plan: PlanDesk, line: str) -> None:
    plan.desk.wishes(what_matters=line)
    plan.goal(line)
    plan.goal("Own words", patient_words=line)
    plan.goal("Fine", why=line)
    goal = plan.goal("Measured", measure=line)
    plan.step(line, goal)
    plan.goal("Reached", status=GoalStatus.COMPLETED, achievement="achieved", patient_words=line)
    view = plan.patient()
    assert texts(view) == ["Fine.", "Measured."]
    for format in ("md", "html"):
        assert line not in plan.page(format)
        assert "private" not in plan.page(format)
    assert sum(int(caution.split()[0]) for caution in view.cautions if "left off" in caution) == 7


def test_for_someone_who_is_not_safe_everywhere_no_goal_and_no_step_is_on_it(plan: PlanDesk) -> None:
    goal = plan.goal("Peace", patient_words="An hour that is mine")
    plan.step("Come at noon", goal)
    plan.desk.wishes(what_matters="A key of my own")
    plan.desk.add(Alert, text="Not safe at home", category="safety")
    view, text = plan.patient(), plan.page()
    for word in ("Peace", "hour", "noon", "key", "Not safe", "1 more"):
        assert word not in text
    assert view.no_goals in text
    assert any("Read the plan together" in caution for caution in view.cautions)


def test_after_a_death_and_where_no_mail_is_wanted_the_coordinator_is_warned(desk: Desk) -> None:
    desk.rosa = desk.patient("Vernon", deceased=True)
    desk.wishes(do_not_mail=True)
    cautions = " ".join(PlanDesk(desk).patient().cautions)
    assert "has died" in cautions
    assert "Do not mail" in cautions


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text_in_every_format(plan: PlanDesk, text: str) -> None:
    plan.desk.wishes(what_matters=text)
    goal = plan.goal(text, why=text, measure=text, target=text, unit=text, due_on=text)
    plan.step(text, goal, owner_name=text, due_on=text)
    for large in (False, True):
        assert_only_text(plan.patient(large=large))


def test_html_is_one_page_that_loads_nothing(plan: PlanDesk) -> None:
    text = plan.page("html")
    assert "default-src 'none'" in text
    for outside in ("http://", "https://", "src=", "<link", "@import", "url("):
        assert outside not in text


# --- a user's own template -------------------------------------------------------------------------------------------


def test_an_own_template_is_used_and_still_escapes(plan: PlanDesk, tmp_path: Path) -> None:
    plan.goal("*x* <i>")
    (tmp_path / "plan-patient.md").write_text("{% for goal in goals %}{{ goal.text }}{% endfor %}\n")
    assert render(plan.patient(), "md", tmp_path) == b"\\*x\\* &lt;i&gt;."
    (tmp_path / "plan-patient.html").write_text("<p>{{ goals[0].text }} {{ large }}</p>")
    assert render(plan.patient(large=True), "html", tmp_path) == b"<p>*x* &lt;i&gt;. True</p>"


def test_word_has_a_template_of_its_own_for_large_print(plan: PlanDesk, tmp_path: Path) -> None:
    import docx

    for name in ("plan-patient", "plan-patient-large"):
        document = docx.Document(io.BytesIO(template(name)))
        document.paragraphs[0].text = f"{name} of {{{{ name }}}}"
        document.save(str(tmp_path / f"{name}.docx"))
    assert "plan-patient of Rosa Lopez" in docx_text(render(plan.patient(), "docx", tmp_path))
    assert "plan-patient-large of Rosa Lopez" in docx_text(render(plan.patient(large=True), "docx", tmp_path))


def test_a_fault_in_an_own_template_names_the_file_and_the_line(plan: PlanDesk, tmp_path: Path) -> None:
    plan.goal("Walk")
    (tmp_path / "plan-patient.md").write_text("ok\n{{ goals[0].fax }}\n")
    with pytest.raises(InvalidInput, match=r"plan-patient.md, line 2: 'PatientGoal object' has no attribute 'fax'"):
        render(plan.patient(), "md", tmp_path)


# --- which plan ------------------------------------------------------------------------------------------------------


def test_the_only_open_plan_is_meant_unless_one_is_named(desk: Desk) -> None:
    old, now = PlanDesk(desk, status=PlanStatus.COMPLETED).plan, PlanDesk(desk).plan
    assert desk.ledger.read(which_plan, desk.rosa, None) == now
    assert desk.ledger.read(which_plan, desk.rosa, old) == old
    desk.add(Concern, plan_id=now, text="x")
    other = PlanDesk(desk, title="Second").plan
    with pytest.raises(NotFound, match="Several plans") as caught:
        desk.ledger.read(which_plan, desk.rosa, None)
    assert f"{other} Second" in caught.value.hint


def test_a_plan_of_somebody_else_or_of_nobody_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no open care plan"):
        desk.ledger.read(which_plan, desk.rosa, None)
    plan = PlanDesk(desk).plan
    mei = desk.patient("Mei")
    with pytest.raises(NotFound, match=f"no care plan {plan}"):
        desk.ledger.read(which_plan, mei, plan)


@pytest.mark.parametrize(
    ("measure", "said"), [("Days with a walk", "days with a walk"), ("A1c", "A1c"), ("BMI", "BMI")]
)
def test_a_measure_keeps_the_letters_of_its_name(measure: str, said: str) -> None:
    assert plan_words.seen(measure, "", "") == f"How we see it: {said}."
