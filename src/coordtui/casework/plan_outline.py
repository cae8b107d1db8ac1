"""Writing a plan as an outline: adding lines, moving them about, and removing them. Each key press is one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import fetch, record, shorten, table
from coordtui.casework.care_plan import open_plan, raise_steps
from coordtui.casework.plan_line import (
    MODELS,
    bodies,
    held,
    is_needed,
    put,
    set_parent,
    title,
    was_agreed,
    words_of,
)
from coordtui.casework.plan_rows import load
from coordtui.casework.plan_state import (
    changed,
    check_intervention,
    finish_intervention,
    set_due,
    set_owner,
    set_status,
)
from coordtui.casework.plan_steps import drop
from coordtui.casework.plan_views import Line, Outline, PlanHead, outline
from coordtui.clock import Moment
from coordtui.errors import Refused
from coordtui.models.care_plan import CarePlan, Goal, GoalStatus, Intervention, InterventionStatus
from coordtui.rules import plan_outline as rules
from coordtui.rules.goal import OPEN_GOALS, OPEN_STEPS
from coordtui.rules.plan_outline import WORDS, Place, Tree, split_ref, tree_of
from coordtui.rules.words import plural

__all__ = [
    "Line",
    "LooseGoal",
    "Outline",
    "PlanHead",
    "add_line",
    "adopt_goal",
    "change_kind",
    "check_intervention",
    "finish_intervention",
    "indent",
    "loose_goals",
    "move_line",
    "outdent",
    "outline",
    "remove_line",
    "set_due",
    "set_owner",
    "set_status",
    "set_text",
]

MOST_LINES = 500
_G = table(Goal).c


@act("plan.add_line")
def add_line(
    session: Session, plan_id: int, kind: str, text: str, parent: str | None, after: str | None, moment: Moment
) -> Result:
    """Write a new line; `value` is its ref ("goal:7").

    It stands under `parent` (None: the plan itself), right after the line `after`, else last. With only `after` it
    stands beside that line. A new goal is proposed until the plan is agreed.

    Raises:
        InvalidInput: "text" is empty. Refused: such a line cannot stand there, or the plan is closed. NotFound.
    """
    plan = open_plan(session, plan_id)
    words = words_of(text)
    rows = load(session, plan_id)
    rules.place_new(tree_of(rows), f"{kind}:0", parent, after)
    if sum(1 for _ in rows.by_ref()) >= MOST_LINES:
        raise Refused(f"A plan holds at most {MOST_LINES} lines.", "Start another plan.")
    ref = new_line(session, plan, kind, words)
    put(session, rules.place_new(tree_of(rows), ref, parent, after), rows)
    raise_steps(session, plan_id, moment)
    label = f"Added: {shorten(title(kind, words), 50)}"
    return Result(label=label, patient_id=plan.patient_id, value=ref)


def new_line(session: Session, plan: CarePlan, kind: str, words: str, **fields: Any) -> str:
    """A row of that kind in no place yet (a barrier or strength not even under its goal); its ref."""
    given: dict[str, Any] = {"patient_id": plan.patient_id, "text": words, **fields}
    if kind in ("concern", "goal", "intervention"):
        given["plan_id"] = plan.id
    if kind == "goal":
        given.setdefault("status", GoalStatus.PROPOSED)
    if kind == "barrier":
        given.setdefault("category", "other")
    entity = MODELS[kind](**given)
    session.add(entity)
    session.flush()
    return f"{kind}:{entity.id}"


@act("plan.set_text")
def set_text(session: Session, ref: str, text: str, moment: Moment) -> Result:
    """Change the words of a line. Raises InvalidInput("text"), NotFound, Refused."""
    line = held(session, ref)
    line.entity.text = words_of(text)
    return changed(session, line, "Changed", moment)


@act("plan.move_line")
def move_line(session: Session, ref: str, by: int, moment: Moment) -> Result:
    """One line up (-1) or down (+1), with what stands under it. `value` is its ref.

    Past the edge it goes over to the next concern or goal. Raises NotFound, Refused when there is nowhere to go.
    """
    return _go(session, ref, lambda tree: rules.moved(tree, ref, by), moment)


@act("plan.indent")
def indent(session: Session, ref: str, moment: Moment) -> Result:
    """Under the line above: a step under its goal, a goal under its concern. `value` is the ref. Raises Refused."""
    return _go(session, ref, lambda tree: rules.indented(tree, ref), moment)


@act("plan.outdent")
def outdent(session: Session, ref: str, moment: Moment) -> Result:
    """One level to the left, below what it stood under. `value` is the ref. Raises Refused."""
    return _go(session, ref, lambda tree: rules.outdented(tree, ref), moment)


def _go(session: Session, ref: str, where: Any, moment: Moment) -> Result:
    line = held(session, ref)
    rows = load(session, line.plan_id)
    place: Place = where(tree_of(rows))
    put(session, place, rows)
    return changed(session, line, "Moved", moment)


@act("plan.change_kind")
def change_kind(session: Session, ref: str, kind: str, moment: Moment) -> Result:
    """Make a line another kind ("that goal is a step"). `value` is the new ref.

    Raises:
        Refused: it was agreed, imported or has progress; lines under it do not fit; or there is no place for it.
    """
    line = held(session, ref)
    if kind == line.kind:
        raise Refused(f"This is a {WORDS[kind]} already.")
    rows = load(session, line.plan_id)
    tree = tree_of(rows)
    parent, after = rules.retyped(tree, ref, kind)
    words = words_of(line.entity.text or getattr(line.entity, "category", ""))
    under = tree.children(ref)
    carried = {"due_on": line.entity.due_on} if {line.kind, kind} == {"goal", "intervention"} else {}
    new = new_line(session, line.plan, kind, words, **carried)
    siblings = [one for one in tree.children(parent) if one != ref]
    siblings.insert(siblings.index(after) + 1 if after in siblings else len(siblings) if after else 0, new)
    put(session, Place(new, parent, tuple(siblings)), rows)
    for child in under:
        key = split_ref(child)
        set_parent(record(session, MODELS[key[0]], key[1], WORDS[key[0]]), key[0], new)
    session.flush()
    if is_needed(session, ref) or was_agreed(session, ref, bodies(session, line.plan_id)):
        raise Refused(f"This {WORDS[line.kind]} stays in the record as it is.", "Add a new line instead.")
    _delete(session, ref, line.plan.patient_id, moment)
    raise_steps(session, line.plan_id, moment)
    label = f"Now a {shorten(title(kind, words), 50)}"
    return Result(label=label, patient_id=line.plan.patient_id, value=new)


def _delete(session: Session, ref: str, patient_id: int, moment: Moment) -> None:
    kind, number = split_ref(ref)
    if kind == "intervention":
        drop(session, number, patient_id, moment)
    session.delete(record(session, MODELS[kind], number, WORDS[kind]))
    session.flush()


@act("plan.remove_line")
def remove_line(session: Session, ref: str, moment: Moment) -> Result:
    """Take a line off the plan with everything under it. `value` is (removed, kept): how many lines were what.

    A line that was agreed, shared or imported, or has progress, is kept: a goal or step becomes cancelled, a concern or
    barrier resolved. Removed again, it goes off the page (a goal or step as entered in error).

    Raises:
        NotFound. Refused: the plan is closed, or the line came from elsewhere and has ended already.
    """
    line = held(session, ref)
    tree = tree_of(load(session, line.plan_id))
    words = line.entity.text or getattr(line.entity, "category", "")
    tree.parent(ref)
    agreed = bodies(session, line.plan_id)
    done = [_take_off(session, one, agreed, line.plan.patient_id, moment) for one in _from_below(tree, ref)]
    gone, kept = done.count("deleted"), done.count("kept")
    if not gone + kept:
        raise Refused(f"This {WORDS[line.kind]} came from elsewhere and stays in the record.", "It has ended already.")
    session.flush()
    raise_steps(session, line.plan_id, moment)
    more = f" and {plural(gone + kept - 1, 'line')} under it" if gone + kept > 1 else ""
    stays = " (kept in the record)" if kept else ""
    label = f"Removed: {shorten(title(line.kind, words), 40)}{more}{stays}"
    return Result(label=label, patient_id=line.plan.patient_id, value=(gone, kept))


def _take_off(session: Session, ref: str, agreed: str, patient_id: int, moment: Moment) -> str:
    """Delete a line, or keep it as ended; "" where it has ended and must stay. Lines under it were taken off before."""
    kind, number = split_ref(ref)
    entity = record(session, MODELS[kind], number, WORDS[kind])
    over = kind == "strength" or getattr(entity, "resolved_on", None) is not None
    if is_needed(session, ref) or (was_agreed(session, ref, agreed) and not over):
        return "kept" if _retire(session, entity, moment) else ""
    _delete(session, ref, patient_id, moment)
    return "deleted"


def _from_below(tree: Tree, ref: str) -> tuple[str, ...]:
    """A line and what stands under it, every line before the one that it stands under."""
    return (*reversed(tree.all_under(ref)), ref)


def _retire(session: Session, entity: Any, moment: Moment) -> bool:
    """End a line that stays in the record; what had ended goes off the page. False where nothing is left to do."""
    if isinstance(entity, Goal):
        if entity.status in OPEN_GOALS:
            entity.status = GoalStatus.CANCELLED
        else:  # it no longer keeps its concern in place
            entity.status, entity.concern_id = GoalStatus.ENTERED_IN_ERROR, None
    elif isinstance(entity, Intervention):
        if entity.status in OPEN_STEPS:
            entity.status = InterventionStatus.CANCELLED
        else:
            entity.status, entity.goal_id, entity.concern_id = InterventionStatus.ENTERED_IN_ERROR, None, None
    elif getattr(entity, "resolved_on", moment.today) is None:
        entity.resolved_on = moment.today
    else:
        return False
    session.flush()
    return True


@dataclass(frozen=True, slots=True)
class LooseGoal:
    """A goal that is in no plan, as an import may bring one."""

    goal_id: int
    text: str
    status: GoalStatus


def loose_goals(session: Session, patient_id: int) -> tuple[LooseGoal, ...]:
    """A patient's goals that are in no plan and can be taken into one, those still worked on first."""
    where = (_G.patient_id == patient_id, _G.plan_id.is_(None), _G.status != GoalStatus.ENTERED_IN_ERROR)
    found = fetch(session, select(_G.id, _G.text, _G.status).where(*where).order_by(_G.id), LooseGoal)
    return tuple(sorted(found, key=lambda goal: goal.status not in OPEN_GOALS))


@act("plan.adopt_goal")
def adopt_goal(session: Session, plan_id: int, goal_id: int, moment: Moment) -> Result:
    """Take a goal that is in no plan into this one, at its end. `value` is its ref. Raises Refused, NotFound."""
    plan = open_plan(session, plan_id)
    goal = record(session, Goal, goal_id, "goal")
    if goal.plan_id is not None or goal.patient_id != plan.patient_id:
        raise Refused("This goal is in a plan already, or someone else's.", "Refresh the chart.")
    rows = load(session, plan_id)
    goal.plan_id, goal.concern_id = plan_id, None
    session.flush()
    ref = f"goal:{goal_id}"
    put(session, Place(ref, None, (*tree_of(rows).children(None), ref)), rows)
    raise_steps(session, plan_id, moment)
    return Result(label=f"Added: {shorten(title('goal', goal.text), 50)}", patient_id=plan.patient_id, value=ref)
