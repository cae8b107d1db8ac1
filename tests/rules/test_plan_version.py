"""A version's body is canonical, and what changed since is told goal by goal."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from coordtui.errors import Refused
from coordtui.models.care_plan import GoalStatus, InterventionStatus, PlanStatus
from coordtui.models.codes import Ball
from coordtui.rules.plan_rows import BarrierRow, ConcernRow, GoalRow, PlanFields, PlanRows, StepRow, StrengthRow
from coordtui.rules.plan_version import Change, body_of, changes, frozen, marks, thawed

FIELDS = PlanFields(
    *(1, "p", 7, "Living with diabetes", PlanStatus.ACTIVE, None, None, "2026-03-04", None),
    *(dt.date(2026, 4, 3), None, None, None),
)


def goal(number: int = 1, concern: int | None = 1, position: int = 1, **fields: Any) -> GoalRow:
    blank = GoalRow(*(number, f"g{number}", concern, position, f"Goal {number}", None, GoalStatus.ACTIVE), *[None] * 14)
    return replace(blank, **fields)


def step(number: int = 1, goal_id: int | None = 1, **fields: Any) -> StepRow:
    blank = StepRow(
        *(number, f"i{number}", goal_id, None, 1, f"Step {number}", InterventionStatus.NOT_STARTED, Ball.ME),
        *[None] * 7,
    )
    return replace(blank, **fields)


PLAN = PlanRows(
    FIELDS,
    concerns=(ConcernRow(1, "c1", 1, "My sugar is high", None, None),),
    goals=(goal(1), goal(2, position=2)),
    steps=(step(),),
    barriers=(BarrierRow(5, 1, 2, "transport", None, 2, None, None, None),),
    strengths=(StrengthRow(6, 1, 3, "Has a dog"),),
)


def told(now: PlanRows, before: PlanRows = PLAN) -> tuple[Change, ...]:
    return changes(thawed(frozen(body_of(before))), body_of(now))


def test_the_same_plan_gives_the_same_text_whatever_the_order_of_its_rows() -> None:
    again = replace(PLAN, goals=PLAN.goals[::-1])
    assert frozen(body_of(PLAN)) == frozen(body_of(again))
    assert told(again) == ()


def test_a_body_is_canonical_json_of_a_known_format_without_row_ids_of_lines_that_have_a_uid() -> None:
    text = frozen(body_of(PLAN))
    body = json.loads(text)
    assert json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")) == text
    assert (body["format"], body["plan"]["title"]) == (1, "Living with diabetes")
    assert [line["uid"] for line in body["lines"]] == ["c1", "g1", "i1", "barrier:5", "strength:6", "g2"]
    assert "ref" not in body["lines"][0]


def test_a_moved_row_keeps_its_place_in_history_by_its_uid() -> None:
    elsewhere = replace(PLAN, goals=(goal(71, uid="g1", text="Goal 1"), goal(2, position=2)))
    found = told(replace(elsewhere, steps=(step(goal_id=71),), barriers=(), strengths=()))
    assert [one.what for one in found] == ["barrier removed", "strength removed"]


def test_before_anything_was_agreed_there_is_nothing_to_compare_with() -> None:
    assert changes(None, body_of(PLAN)) == ()


def test_a_new_line_a_changed_one_and_one_that_is_gone_are_told_with_their_goal() -> None:
    now = replace(
        PLAN,
        goals=(goal(1, due_on="2026-06"), PLAN.goals[1], goal(3, position=3)),
        steps=(step(2, text="Buy shoes"),),
    )
    assert told(now) == (
        Change("goal:1", "Goal 1", "changed", "due", "", "June 2026"),
        Change("intervention:2", "Goal 1", "new", "new step", "", "Buy shoes"),
        Change("", "Goal 1", "gone", "step removed", "Step 1", ""),
        Change("goal:3", "Goal 3", "new", "new goal", "", "Goal 3"),
    )


def test_what_changed_on_the_plan_itself_stands_first() -> None:
    now = replace(PLAN, plan=replace(FIELDS, title="Diabetes"), goals=(goal(1, confidence=5), PLAN.goals[1]))
    assert [(one.group, one.what) for one in told(now)] == [("The plan", "title"), ("Goal 1", "confidence")]


@pytest.mark.parametrize(
    "fields, what, before, after",
    [
        ({"status": GoalStatus.ON_HOLD}, "status", "active", "on hold"),
        ({"achievement": "no-change"}, "how it goes", "", "no change"),
        ({"attainment": 1}, "attainment", "", "+1"),
        ({"patient_words": "Play with [my] dog"}, "in the patient's words", "", "Play with [my] dog"),
        ({"scale": "bed\n\nwalk\n\nrun"}, "what success looks like", "", "-2 bed; +0 walk; +2 run"),
        ({"text": "Goal one"}, "words", "Goal 1", "Goal one"),
    ],
)
def test_a_change_of_a_goal_is_told_in_words(fields: dict[str, Any], what: str, before: str, after: str) -> None:
    (change,) = told(replace(PLAN, goals=(goal(1, **fields), PLAN.goals[1])))
    assert (change.what, change.before, change.after) == (what, before, after)


def test_a_change_of_owner_names_who() -> None:
    (change,) = told(replace(PLAN, steps=(step(owner=Ball.PATIENT),)))
    assert (change.group, change.what, change.before, change.after) == ("Goal 1", "owner", "me", "the patient")


def test_a_goal_under_another_concern_is_a_change_and_its_order_alone_is_none() -> None:
    two = (*PLAN.concerns, ConcernRow(2, "c2", 2, "My feet", None, None))
    found = told(replace(PLAN, concerns=two, goals=(goal(1), goal(2, concern=2))))
    assert [(one.what, one.before, one.after) for one in found] == [
        ("new concern", "", "My feet"),
        ("stands under", "My sugar is high", "My feet"),
    ]
    swapped = replace(PLAN, goals=(goal(1, position=2), goal(2, position=1)))
    assert told(swapped) == ()


def test_a_resolved_barrier_is_told_as_such() -> None:
    done = replace(PLAN.barriers[0], resolved_on=dt.date(2026, 3, 9))
    (change,) = told(replace(PLAN, barriers=(done,)))
    assert (change.ref, change.before, change.after) == ("barrier:5", "open", "resolved 9 March 2026")


def test_lines_are_marked_new_or_changed_and_new_wins() -> None:
    now = replace(PLAN, goals=(goal(1, confidence=5, importance=9), *PLAN.goals[1:]), steps=(step(), step(2)))
    assert marks(told(now)) == {"goal:1": "changed", "intervention:2": "new"}


def test_a_version_of_a_later_program_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused) as refused:
        thawed('{"format": 2, "plan": {}, "lines": []}')
    assert "Update coordtui" in refused.value.hint


def test_what_is_gone_from_a_goal_that_was_reworded_is_told_under_its_present_words() -> None:
    reworded = replace(PLAN, goals=(goal(1, text="Walk to the shop"), goal(2, position=2, text="Sleep")), steps=())
    assert [(one.group, one.what) for one in told(reworded)] == [
        ("Walk to the shop", "words"),
        ("Walk to the shop", "step removed"),
        ("Sleep", "words"),
    ]


def test_goals_of_the_same_words_keep_their_own_changes() -> None:
    before = replace(PLAN, goals=(goal(1, text="Walk"), goal(2, position=2, text="Walk")))
    now = replace(before, goals=(before.goals[0], replace(before.goals[1], due_on="2026-06")), steps=())
    assert [(one.ref, one.what) for one in told(now, before)] == [("", "step removed"), ("goal:2", "due")]
