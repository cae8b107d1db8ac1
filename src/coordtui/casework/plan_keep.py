"""Keeping a plan's lines as starters for other people, without a word about this one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import said, shorten
from coordtui.casework.plan_rows import load
from coordtui.casework.plan_secrets import named_lines
from coordtui.casework.plan_shelf import free_name, keep
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.rules.goal import OPEN_GOALS, OPEN_STEPS, last_day
from coordtui.rules.plan_fit import OTHER, check_fits
from coordtui.rules.plan_outline import Tree, tree_of
from coordtui.rules.plan_rows import PlanRows
from coordtui.rules.plan_template import (
    LONGEST_TEXT,
    MOST_DAYS,
    MOST_WEEKS,
    ConcernStarter,
    GoalStarter,
    InterventionStarter,
    Template,
)


@act("plan_template.save")
def save_as(session: Session, plan_id: int, name: str, about: str | None, moment: Moment) -> Result:
    """Keep a plan's lines as a template, without the patient's own words, names, dates, and values to measure.

    Due dates become "in n weeks"; a target stays only where it is in words. What was ended, resolved or entered in
    error is left out. `value` is the template's key.

    Raises:
        InvalidInput: "name" is empty, too long or taken; "about" is too long. Refused: lines still hold a name, a
            number or a date of the patient, are too long or too many, or the plan holds nothing to keep; the message
            names those lines.
    """
    rows = load(session, plan_id)
    about = said(about) or ""
    if len(about) > LONGEST_TEXT:
        raise InvalidInput("about", f"This holds at most {LONGEST_TEXT} letters.")
    made = _template_of(rows, free_name(session, name), about, moment.today)
    check_fits(made)
    telling = named_lines(session, rows.plan.patient_id, (made.name, made.about, *made.lines()))
    if telling:
        listed = "; ".join(f'"{shorten(line, 50)}"' for line in telling[:5])
        more = f" and {len(telling) - 5} more" if len(telling) > 5 else ""
        raise Refused(f"These lines still tell who it is: {listed}{more}.", "Reword them in the plan, then save again.")
    return keep(session, made, moment)


def _template_of(rows: PlanRows, name: str, about: str, today: dt.date) -> Template:
    tree, known = tree_of(rows), dict(rows.by_ref())
    concerns = [
        ConcernStarter(known[ref].text or "", _goals(tree, known, ref, today), _steps(tree, known, ref, today))
        for ref in tree.children(None)
        if ref.startswith("concern:") and getattr(known[ref], "resolved_on", None) is None
    ]
    loose = ConcernStarter(OTHER, _goals(tree, known, None, today), _steps(tree, known, None, today))
    concerns += [loose] if loose.goals or loose.interventions else []
    if not any(concern.goals or concern.interventions for concern in concerns):
        raise Refused("This plan holds no open goal or step to keep.", "Write a few lines first.")
    return Template(name, about, tuple(concerns))


def _goals(tree: Tree, known: dict[str, Any], under: str | None, today: dt.date) -> tuple[GoalStarter, ...]:
    found = [ref for ref in tree.children(under) if ref.startswith("goal:") and known[ref].status in OPEN_GOALS]
    return tuple(_goal_starter(tree, known, ref, today) for ref in found)


def _goal_starter(tree: Tree, known: dict[str, Any], ref: str, today: dt.date) -> GoalStarter:
    goal, under = known[ref], [known[one] for one in tree.children(ref)]
    texts = {
        kind: tuple(
            getattr(row, "words", row.text)
            for one, row in zip(tree.children(ref), under, strict=True)
            if one.startswith(f"{kind}:") and getattr(row, "resolved_on", None) is None
        )
        for kind in ("barrier", "strength")
    }
    days = _days(goal.due_on, today)
    return GoalStarter(
        *(goal.text, None, goal.measure, goal.unit, _in_words(goal.target)),
        due_in_weeks=min(MOST_WEEKS, max(1, round(days / 7))) if days is not None else None,
        barriers=texts["barrier"],
        strengths=texts["strength"],
        interventions=_steps(tree, known, ref, today),
    )


def _in_words(target: str | None) -> str | None:
    """A target without a number: a number was set for this patient."""
    return None if target is None or any(c.isnumeric() for c in target) else target


def _steps(tree: Tree, known: dict[str, Any], under: str | None, today: dt.date) -> tuple[InterventionStarter, ...]:
    rows = [known[ref] for ref in tree.children(under) if ref.startswith("intervention:")]
    return tuple(
        InterventionStarter(row.text, row.owner, _days(row.due_on, today)) for row in rows if row.status in OPEN_STEPS
    )


def _days(due_on: str | None, today: dt.date) -> int | None:
    """How many days from today; None without a date, and for one that is past."""
    day = last_day(due_on)
    return min(MOST_DAYS, (day - today).days) if day is not None and day >= today else None
