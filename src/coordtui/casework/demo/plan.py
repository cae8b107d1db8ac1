"""The care plan of a made-up person: concerns, goals and steps, what was measured, and the version that was agreed."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from coordtui.casework.demo.cast import Cast
from coordtui.casework.demo.plan_shapes import Lines, Measured
from coordtui.casework.demo.plan_versions import AGREED_AGO, begun, write_versions
from coordtui.casework.demo.plans import PLAN_LINES
from coordtui.casework.demo.raised import by_rule
from coordtui.models.care_plan import (
    Barrier,
    CarePlan,
    Concern,
    Goal,
    GoalStatus,
    Intervention,
    InterventionStatus,
    PlanStatus,
    Strength,
)
from coordtui.models.codes import Ball
from coordtui.models.plan_version import GoalProgress
from coordtui.rules import care_plan as rules

_CATEGORIES: Final = {
    "cost/copay": "cost", "work schedule": "time", "medication complexity": "understanding", "utilities": "housing",
    "pain/mobility": "pain", "fear": "mood", "vision/hearing": "sight_hearing", "literacy": "understanding",
    "unclear instructions": "understanding", "distrust": "trust", "coverage gap": "cost",
    "provider access/wait": "service", "cognition": "memory", "caregiver strain": "caring",
    "eldercare/childcare": "caring", "phone/internet": "phone_internet", "motivation/readiness": "mood",
    "paperwork": "understanding", "mood/anxiety": "mood", "stigma": "trust", "safety/violence": "family",
    "legal/immigration concern": "other", "medication access": "service",
}  # fmt: skip


def write_plan(cast: Cast) -> None:
    """Add the plan with all its lines, their past, and what they want of the coordinator."""
    lines, over = PLAN_LINES[cast.person.story], _over(cast)
    plan = _plan(cast)
    goals = [_goal(cast, plan, place, aim) for place, aim in enumerate(lines.aims)]
    steps = _steps(cast, plan, goals, lines)
    _barriers(cast, [goals[place] for place in lines.hurdles])
    for place, aim in enumerate(lines.aims):
        cast.rows.add(Strength, patient_id=cast.patient_id, goal_id=goals[place], position=0, text=aim.strength)
    if lines.scale:
        goal = cast.rows.row(Goal, goals[0])
        goal.update(scale="\n".join(lines.scale), attainment=2 if over else lines.reached)
    for place, aim in enumerate(lines.aims):
        _measured(cast, goals[place], aim)
    write_versions(cast, plan, goals, steps)
    if cast.living:
        _wanted(cast, plan, steps)


def at_large(cast: Cast) -> None:
    """What stands in the way of somebody who has no plan yet."""
    _barriers(cast, [None] * len(cast.story.hurdles))


def _over(cast: Cast) -> bool:
    return cast.person.status is PlanStatus.COMPLETED


def _plan(cast: Cast) -> int:
    person, days = cast.person, cast.days
    agreed = person.status is not PlanStatus.DRAFT
    return cast.rows.add(
        CarePlan,
        patient_id=cast.patient_id,
        title=cast.story.plan,
        status=person.status,
        intent="plan",
        category="assess-plan",
        starts_on=days.plain(-begun(cast)).isoformat(),
        review_on=None if person.review is None else days.day(person.review),
        reviewed_on=days.day(-min(begun(cast), AGREED_AGO)) if agreed else None,
        closed_on=days.day(-(person.last or 1)) if _over(cast) else None,
        closing_note="Every goal was looked at together. Back at work." if _over(cast) else None,
    )


# --- goals -----------------------------------------------------------------------------------------------------------


def _goal(cast: Cast, plan: int, place: int, aim: Measured) -> int:
    story_aim, over, days = cast.story.aims[place], _over(cast), cast.days
    open_status = GoalStatus.PROPOSED if cast.person.status is PlanStatus.DRAFT else GoalStatus.ACTIVE
    concern = cast.rows.add(
        Concern,
        patient_id=cast.patient_id,
        plan_id=plan,
        position=place,
        text=aim.concern,
        rank=place + 1,
        resolved_on=days.day(-(cast.person.last or 1)) if over else None,
    )
    return cast.rows.add(
        Goal,
        patient_id=cast.patient_id,
        plan_id=plan,
        concern_id=concern,
        position=0,
        text=story_aim.text,
        patient_words=story_aim.words,
        status=GoalStatus.COMPLETED if over else open_status,
        achievement="achieved" if over else story_aim.progress,
        priority="high-priority" if place == 0 else "medium-priority",
        starts_on=days.plain(-begun(cast)).isoformat(),
        due_on=days.month(120) if place == 0 else days.plain(60).isoformat(),
        measure=aim.measure,
        unit=aim.unit,
        baseline=_value(cast, aim, aim.values[0]),
        target=aim.target,
        why=aim.why,
        importance=aim.weight,
        confidence=min(10, max(2, aim.sure + cast.number % 3 - 1)),
        outcome="Reached, and kept up for a month" if over else None,
    )


def _value(cast: Cast, aim: Measured, value: str) -> str:
    """The value of this person: large numbers lie a little beside those of others with the same story."""
    if "." not in value and Decimal(aim.values[0]) < 30:
        return value
    step = Decimal(1).scaleb(Decimal(value).as_tuple().exponent)  # type: ignore[arg-type]
    return str(Decimal(value) + step * (cast.number * 7 % 5 - 2))


def _measured(cast: Cast, goal: int, aim: Measured) -> None:
    """Spread from the beginning of the plan to the last talk; somebody new was measured once or twice."""
    first, last = begun(cast), max(cast.person.last or 1, 1)
    values = aim.values[: 1 + max(first - last, 0) // 10]
    if cast.brief:
        values = values[-2:]
    for place, value in enumerate(values):
        ago = first - (first - last) * place // max(len(values) - 1, 1)
        newest = place == len(values) - 1
        cast.rows.add(
            GoalProgress,
            patient_id=cast.patient_id,
            goal_id=goal,
            noted_on=cast.days.plain(-max(ago, 1)),
            value=_value(cast, aim, value),
            attainment=cast.rows.row(Goal, goal)["attainment"] if newest else None,
            achievement=cast.rows.row(Goal, goal)["achievement"] if newest else None,
            note=None if place else "Where we began",
        )


def _barriers(cast: Cast, goals: list[int] | list[None]) -> None:
    for place, hurdle in enumerate(cast.story.hurdles):
        solved = place > 0 and cast.number % 4 == 1 and cast.person.added > 60
        cast.rows.add(
            Barrier,
            patient_id=cast.patient_id,
            goal_id=goals[place],
            position=place,
            category=_CATEGORIES.get(hurdle.category, hurdle.category),
            text=hurdle.text,
            severity=hurdle.severity,
            found_on=cast.days.day(-cast.person.added),
            resolved_on=cast.days.day(-20) if solved else None,
            how="Solved together" if solved else None,
        )


# --- steps -----------------------------------------------------------------------------------------------------------


def _steps(cast: Cast, plan: int, goals: list[int], lines: Lines) -> list[int]:
    over, keys = _over(cast), []
    for place, task in enumerate(cast.story.tasks):
        status = InterventionStatus.IN_PROGRESS if task.days is None else InterventionStatus.SCHEDULED
        keys.append(
            cast.rows.add(
                Intervention,
                patient_id=cast.patient_id,
                plan_id=plan,
                goal_id=goals[lines.tasks[place]],
                position=place,
                text=task.text,
                status=InterventionStatus.COMPLETED if over else status,
                owner=task.owner,
                owner_name=task.name,
                due_on=None if task.days is None else cast.days.day(task.days).isoformat(),
                done_on=cast.days.day(-(cast.person.last or 1)) if over else None,
            )
        )
    if not cast.brief:
        keys.append(_done(cast, plan, goals[0], lines, len(keys)))
    return keys


def _done(cast: Cast, plan: int, goal: int, lines: Lines, place: int) -> int:
    ago = max(cast.person.last or 1, 1)
    return cast.rows.add(
        Intervention,
        patient_id=cast.patient_id,
        plan_id=plan,
        goal_id=goal,
        position=place,
        text=lines.done[0],
        status=InterventionStatus.COMPLETED,
        owner=Ball.ME,
        due_on=cast.days.day(-ago).isoformat(),
        evidence=lines.done[1],
        done_on=cast.days.day(-ago),
    )


def _wanted(cast: Cast, plan: int, steps: list[int]) -> None:
    row, days = cast.rows.row(CarePlan, plan), cast.days
    since = row["reviewed_on"] or days.day(-begun(cast))
    by_rule(
        cast, "care_plan", plan, rules.wanted(row["status"], row["review_on"], row["title"], None, days.today), since
    )
    if not rules.is_open(row["status"]):
        return
    for key in steps:
        step = cast.rows.row(Intervention, key)
        goal_due = cast.rows.row(Goal, step["goal_id"])["due_on"]
        due = rules.step_due(step["due_on"], goal_due, row["review_on"], days.today)
        by_rule(cast, "intervention", key, rules.step_wanted(step["status"], step["text"], step["owner"], due), since)
