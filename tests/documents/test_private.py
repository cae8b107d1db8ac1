"""Others at home may read a summary: what must not be on it is not on it, and the coordinator knows."""

from __future__ import annotations

import pytest

from coordtui.documents.private import topic_of
from coordtui.documents.summary import render
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import CarePlan, Goal, Intervention
from coordtui.models.clinical import Medication
from coordtui.models.contact import Outcome
from coordtui.models.patient import Alert
from coordtui.models.referral import Referral
from coordtui.rules.follow_up import KINDS, Rule
from tests.documents.conftest import Desk


@pytest.mark.parametrize("kind", [kind.code for kind in KINDS.values() if kind.rule is Rule.SAFETY])
def test_safety_steps_and_their_talks_never_appear(desk: Desk, kind: str) -> None:
    step = desk.step(kind, "Meet on Tuesday")
    desk.talk("A note about the weather.", "See you soon.", follow_up_id=step)
    view = desk.view()
    assert (view.steps, view.talks) == ((), ())
    for word in ("Tuesday, ", "weather", "See you soon", kind):
        assert word not in desk.text().replace(view.made, "")
    assert any("left off as private" in caution for caution in view.cautions)


def test_alerts_codes_and_wishes_never_appear(desk: Desk) -> None:
    desk.add(Alert, text="Alert text", category="clinical")
    desk.wishes(code_word="library book", trauma_note="Sit near the door", faith="Quaker")
    desk.step("admin", "Office text")
    desk.step("contact_gap", "Gap text")
    text = desk.text()
    for word in ("Alert text", "library book", "Sit near", "Quaker", "Office text", "Gap text"):
        assert word not in text


@pytest.mark.parametrize(
    "line",
    [
        "Talked about the safety plan",
        "Partner threatens her",
        "Thinks of suicide",
        "Filled the buprenorphine",
        "HIV test was done",
        "Met the advocate",
        "Asylum hearing in May",
        "He hit me’ again, hurts me",
    ],
)
def test_a_line_with_a_private_word_is_left_off_wherever_it_stands(desk: Desk, line: str) -> None:
    plan = desk.add(CarePlan, title="Plan")
    desk.talk(line)
    desk.talk("All well.", line)
    desk.step("routine_contact", line)
    desk.add(Goal, plan_id=plan, text=line)
    desk.add(Goal, plan_id=plan, text="Fine", patient_words=line)
    desk.add(Intervention, plan_id=plan, text=line)
    desk.add(Appointment, what=line, starts="2026-12-01T09:30:00-05:00")
    key = desk.add(Referral, what=line, since=desk.moment.today)
    desk.step("referral", "Check", subject_kind="referral", subject_id=key)
    view = desk.view()
    assert (view.talks, view.goals, view.steps) == ((), (), ())
    assert line not in desk.text()
    assert sum(int(caution.split()[0]) for caution in view.cautions if "left off" in caution) == 8


@pytest.mark.parametrize(
    "line",
    [
        "Ask about the chest pain",
        "Met in the clinic",
        "A cold caps the week",
        "Stress at work",
        "Method of cooking",
        "Safe walk",
    ],
)
def test_everyday_words_are_not_private(line: str) -> None:
    assert topic_of(line) is None


def test_the_page_does_not_say_that_something_was_left_off(desk: Desk) -> None:
    before = desk.text()
    desk.step("crisis", "Crisis")
    desk.step("abuse_disclosure", "Home")
    after = desk.text()
    assert "private" not in after
    assert "left off" not in after
    assert len(before) == len(after) or "Keep it in a safe place" in after


@pytest.mark.parametrize("mark", ["note", "alert", "unsafe contact"])
def test_for_someone_who_is_not_safe_everywhere_the_page_is_short(desk: Desk, mark: str) -> None:
    plan = desk.add(CarePlan, title="Plan")
    desk.add(Goal, plan_id=plan, text="Peace", patient_words="An hour that is mine")
    desk.add(Intervention, plan_id=plan, text="Come at noon")
    desk.add(Appointment, what="Pressure check", starts="2026-12-01T12:00:00-08:00", place="Lantern House")
    desk.step("routine_contact", "Noon at work")
    desk.talk("Talked at work.", "Thursday at noon.")
    {
        "note": lambda: desk.wishes(safety_note="Partner reads the mail", do_not_mail=True),
        "alert": lambda: desk.add(Alert, text="Not safe at home", category="safety"),
        "unsafe contact": lambda: desk.talk(None, outcome=Outcome.UNSAFE, reached=False),
    }[mark]()
    view, text = desk.view(), desk.text()
    for word in (
        "Peace",
        "hour",
        "Come at noon",
        "Pressure",
        "Lantern",
        "at work",
        "Thursday at noon",
        "Partner",
        "Not safe",
    ):
        assert word not in text, word
    assert [step.what for step in view.steps] == ["Talk with you", "Go to your visit"]
    assert any("Hand the page over in person" in caution for caution in view.cautions)


def test_no_letter_is_announced_to_someone_who_wants_no_mail(desk: Desk) -> None:
    desk.step("letter", "Letter about the visit")
    assert desk.view().steps
    desk.wishes(do_not_mail=True)
    assert not desk.view().steps
    assert any("Do not mail" in caution for caution in desk.view().cautions)


def test_a_medicine_that_tells_is_kept_and_pointed_at(desk: Desk) -> None:
    desk.add(Medication, text="Buprenorphine film", status="active")
    view = desk.view()
    assert [one.text for one in view.medicines] == ["Buprenorphine film"]
    assert any("list of medicines" in caution for caution in view.cautions)


def test_the_coordinator_is_told_that_their_own_words_are_on_the_page(desk: Desk) -> None:
    desk.step("food", "Box from the food bank")
    assert any("what you wrote for yourself" in caution for caution in desk.view().cautions)


def test_after_a_death_the_coordinator_is_asked_to_think(desk: Desk) -> None:
    desk.rosa = desk.patient("Vernon", deceased=True)
    assert any("has died" in caution for caution in desk.view().cautions)


def test_internal_codes_are_not_on_the_page(desk: Desk) -> None:
    for kind in KINDS:
        desk.step(kind, kind.replace("_", " ") + " text")
    for format in ("md", "html"):
        text = render(desk.view(), format).decode()
        for kind in KINDS:
            assert "_" not in kind or kind not in text
