"""The starters that ship: read by the same rules as a user's own, in plain words, the coordinator's work."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from coordtui.documents.private import topic_of
from coordtui.rules.plan_template import GoalStarter, Template, parse
from coordtui.rules.readability import WARN, grade

FOLDER = files("coordtui") / "resources" / "plan_starters"
TOPICS = {
    *("diabetes", "heart_failure", "copd", "depression", "pregnancy_hypertension", "after_surgery", "falls", "food"),
    *("housing", "transport", "caregiver_strain", "new_diagnosis"),
}
DOSE = re.compile(r"\b\d+([.,]\d+)?\s*(mg|mcg|µg|g|ml|units?|iu|tablets?|pills?|puffs?|drops?)\b", re.IGNORECASE)
DRUG = re.compile(r"\b\w+(formin|pril|sartan|olol|statin|gliptin|glutide|oxetine|azepam|codone|mab)\b", re.IGNORECASE)


def starter(topic: str) -> Template:
    return parse((FOLDER / f"{topic}.toml").read_text("utf-8"))


def goals(template: Template) -> list[GoalStarter]:
    return [goal for concern in template.concerns for goal in concern.goals]


def test_a_dozen_ship() -> None:
    assert {one.name.removesuffix(".toml") for one in FOLDER.iterdir() if one.name.endswith(".toml")} == TOPICS
    names = [starter(topic).name for topic in TOPICS]
    assert len({name.casefold() for name in names}) == len(TOPICS)
    assert all(starter(topic).about for topic in TOPICS)


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_each_has_goals_that_somebody_works_on_by_a_day(topic: str) -> None:
    found = goals(starter(topic))
    assert len(found) >= 2
    assert all(goal.interventions and goal.due_in_weeks for goal in found)
    steps = [step for goal in found for step in goal.interventions]
    assert all(step.owner and step.due_in_days for step in steps)
    assert {step.owner.value for step in steps} >= {"me", "patient"}


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_goal_is_measured_and_no_step_is_due_after_it(topic: str) -> None:
    for goal in goals(starter(topic)):
        assert goal.measure, goal.text
        for step in goal.interventions:
            assert (step.due_in_days or 0) <= (goal.due_in_weeks or 0) * 7, step.text


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_each_is_easy_to_read(topic: str) -> None:
    template = starter(topic)
    text = "\n".join((template.name, template.about, *template.lines()))
    assert grade(text).flesch_kincaid <= WARN
    for line in template.lines():
        assert grade(line).flesch_kincaid <= WARN + 3, line


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_no_line_names_a_medicine_or_a_dose(topic: str) -> None:
    for line in starter(topic).lines():
        assert not DOSE.search(line), line
        assert not DRUG.search(line), line


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_no_line_would_be_left_off_the_patients_page(topic: str) -> None:
    template = starter(topic)
    assert [line for line in (template.name, *template.lines()) if topic_of(line)] == []
