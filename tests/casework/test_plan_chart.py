"""Plans in the chart and in `show --json`: concerns, goals, steps, progress and versions."""

from __future__ import annotations

import json

from coordtui.casework import goal as goals
from coordtui.casework import plan_outline as outline
from coordtui.casework.chart import chart
from coordtui.casework.plan_version import share
from coordtui.cli.patient import as_object
from coordtui.models.care_plan import Barrier, Goal
from coordtui.models.plan_version import ProgressDraft
from tests.casework.objects import bring
from tests.casework.plans import Writer
from tests.casework.queries import asked_by
from tests.casework.world import World


def test_a_chart_holds_a_plan_with_everything_that_belongs_to_it(world: World) -> None:
    plan = Writer(world)
    concern, goal, step, *_ = plan.five_lines()
    plan.agree()
    world.do(share, plan.plan, "Dr. Ames", None)
    world.do(goals.note_progress, 1, ProgressDraft(value="7.4", note="[better]"))
    world.do(bring, [Goal(patient_id=plan.patient, text="Loose"), Barrier(patient_id=plan.patient, category="cost")])
    view = world.read(chart, plan.patient, world.day)
    (shown,) = view.plans
    assert [one.text for one in shown.concerns] == ["My sugar is high"]
    assert (shown.goals[0].concern_id, f"goal:{shown.goals[0].goal_id}") == (int(concern[8:]), goal)
    assert (shown.goals[0].progress[0].number, shown.goals[0].progress[0].note) == (7.4, "[better]")
    assert [one.text for one in shown.goals[0].barriers] == ["Knee hurts"]
    assert [one.text for one in shown.goals[0].strengths] == ["Has a dog"]
    assert (shown.interventions[0].goal_id, f"intervention:{shown.interventions[0].intervention_id}") == (1, step)
    assert [(one.number, one.kind, one.copy_to) for one in shown.versions] == [
        (2, "shared", "Dr. Ames"),
        (1, "agreed", None),
    ]
    assert [one.text for one in view.goals] == ["Loose"]
    assert [one.category for one in view.barriers] == ["other", "cost"]


def test_lines_stand_in_the_order_of_the_outline(world: World) -> None:
    plan = Writer(world)
    first = plan.add("goal", "Last")
    plan.add("goal", "First")
    world.do(outline.move_line, first, 1)
    (shown,) = world.read(chart, plan.patient, world.day).plans
    assert [one.text for one in shown.goals] == ["First", "Last"]


def test_the_json_of_a_chart_carries_plans_by_its_stable_names(world: World) -> None:
    plan = Writer(world)
    plan.five_lines()
    plan.agree()
    world.do(goals.note_progress, 1, ProgressDraft(value="7.4"))
    value = as_object(world.read(chart, plan.patient, world.day), (), ())
    (told,) = json.loads(json.dumps(value, default=str))["plans"]
    assert {"id", "title", "status", "goals", "interventions", "concerns", "versions", "closed_on"} <= told.keys()
    assert {"text", "status", "achievement", "due_on", "confidence", "progress", "barriers"} <= told["goals"][0].keys()
    assert {"id", "text", "status", "owner", "due_on", "evidence"} <= told["interventions"][0].keys()
    assert told["goals"][0]["progress"][0]["value"] == "7.4"
    assert told["versions"][0]["number"] == 1


def test_a_chart_takes_the_same_queries_for_one_plan_and_for_many(world: World) -> None:
    plan = Writer(world)
    plan.five_lines()
    few = len(asked_by(world, chart, plan.patient, world.day).statements)
    for n in range(6):
        goal = plan.add("goal", f"Goal {n}")
        plan.add("intervention", f"Step {n}", goal)
        world.do(goals.note_progress, int(goal[5:]), ProgressDraft(value=str(n)))
    plan.agree()
    assert len(asked_by(world, chart, plan.patient, world.day).statements) == few
