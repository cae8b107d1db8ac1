"""Starting a plan from starters, or adding them to one. What stands on the shelf is offered here too."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import said, shorten
from coordtui.casework.care_plan import new_plan, open_plan, raise_steps
from coordtui.casework.plan_keep import save_as
from coordtui.casework.plan_line import put
from coordtui.casework.plan_outline import MOST_LINES, new_line
from coordtui.casework.plan_rows import load
from coordtui.casework.plan_shelf import (
    TemplateHead,
    record_writing,
    remove_template,
    take_in,
    template,
    template_text,
    templates,
)
from coordtui.clock import Moment
from coordtui.errors import Refused
from coordtui.models.care_plan import CarePlan
from coordtui.rules.plan_outline import Place, tree_of
from coordtui.rules.plan_template import ConcernStarter, GoalStarter, InterventionStarter, Template
from coordtui.rules.words import plural

__all__ = [
    "TemplateHead",
    "add_from",
    "record_writing",
    "remove_template",
    "save_as",
    "start_from",
    "take_in",
    "template",
    "template_text",
    "templates",
]


@act("care_plan.start_from")
def start_from(session: Session, patient_id: int, key: str, title: str | None, moment: Moment) -> Result:
    """A new draft plan with the lines of a template; its name is the title unless given. `value` is the plan's id.

    Raises as `care_plan.start` does, and NotFound for the template.
    """
    chosen = template(session, key)
    plan = new_plan(session, patient_id, said(title) or chosen.name, moment)
    count = _write_lines(session, plan, chosen, moment)
    label = f"Started: {shorten(plan.title, 40)}, {plural(count, 'line')}"
    return Result(label=label, patient_id=patient_id, value=plan.id)


@act("plan.add_from")
def add_from(session: Session, plan_id: int, key: str, moment: Moment) -> Result:
    """Add the lines of a template to the end of a plan. `value` is how many. Raises NotFound, Refused."""
    chosen = template(session, key)
    plan = open_plan(session, plan_id)
    count = _write_lines(session, plan, chosen, moment)
    label = f"Added: {plural(count, 'line')} from {shorten(chosen.name, 40)}"
    return Result(label=label, patient_id=plan.patient_id, value=count)


def _write_lines(session: Session, plan: CarePlan, chosen: Template, moment: Moment) -> int:
    rows = load(session, plan.id or 0)
    before = sum(1 for _ in rows.by_ref())
    concerns = [_write_concern(session, plan, concern, moment) for concern in chosen.concerns]
    count = sum(len(one) for one in concerns)
    if before + count > MOST_LINES:
        raise Refused(f"A plan holds at most {MOST_LINES} lines.", "Start another plan.")
    first = [one[0] for one in concerns]
    put(session, Place(first[-1], None, (*tree_of(rows).children(None), *first)), rows)
    raise_steps(session, plan.id or 0, moment)
    return count


def _write_concern(session: Session, plan: CarePlan, concern: ConcernStarter, moment: Moment) -> list[str]:
    """Its lines as refs, the concern first."""
    refs = [new_line(session, plan, "concern", concern.text)]
    key = int(refs[0].partition(":")[2])
    position = 0
    for position, goal in enumerate(concern.goals, 1):
        refs += _write_goal(session, plan, goal, key, position, moment)
    for place, step in enumerate(concern.interventions, position + 1):
        refs.append(_write_step(session, plan, step, moment, concern_id=key, position=place))
    return refs


def _write_goal(
    session: Session, plan: CarePlan, goal: GoalStarter, concern_id: int, position: int, moment: Moment
) -> list[str]:
    due = moment.today + dt.timedelta(weeks=goal.due_in_weeks) if goal.due_in_weeks else None
    words: dict[str, Any] = {name: getattr(goal, name) for name in ("why", "measure", "unit", "target")}
    ref = new_line(
        *(session, plan, "goal", goal.text),
        **(words | {"concern_id": concern_id, "position": position, "due_on": due.isoformat() if due else None}),
    )
    key = int(ref.partition(":")[2])
    refs, place = [ref], 0
    for kind, texts in (("strength", goal.strengths), ("barrier", goal.barriers)):
        for text in texts:
            place += 1
            refs.append(new_line(session, plan, kind, text, goal_id=key, position=place))
    for step in goal.interventions:
        place += 1
        refs.append(_write_step(session, plan, step, moment, goal_id=key, position=place))
    return refs


def _write_step(session: Session, plan: CarePlan, step: InterventionStarter, moment: Moment, **where: int) -> str:
    due = moment.today + dt.timedelta(days=step.due_in_days) if step.due_in_days is not None else None
    return new_line(
        session, plan, "intervention", step.text, owner=step.owner, due_on=due.isoformat() if due else None, **where
    )
