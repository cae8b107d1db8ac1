"""How a line of a plan stands: its status, its due date, and in whose hands it is."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import said, shorten
from coordtui.casework.care_plan import raise_steps
from coordtui.casework.plan_line import Held, held, title
from coordtui.casework.plan_steps import SUBJECT, hand_back
from coordtui.casework.raising import finish_steps, open_of
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.care_plan import GoalStatus, Intervention, InterventionStatus
from coordtui.models.codes import Ball
from coordtui.rules.dates import show_day, show_partial
from coordtui.rules.goal import RESOLVED, due_text, status_label, statuses
from coordtui.rules.item import BALL_WORDS
from coordtui.rules.plan_outline import WORDS

ENDED = (InterventionStatus.COMPLETED, InterventionStatus.CANCELLED, InterventionStatus.STOPPED)


@act("plan.set_status")
def set_status(session: Session, ref: str, status: str, moment: Moment) -> Result:
    """Give a line another status (see rules/goal.py `statuses`). `value` is the ref.

    A step's follow-up is settled when it is done, cancelled or stopped, and raised again when it is open again.

    Raises:
        InvalidInput: "status" is none of that kind of line. NotFound, Refused.
    """
    line = held(session, ref)
    if status not in statuses(line.kind):
        raise InvalidInput("status", f"A {WORDS[line.kind]} has no such status.", "Choose one from the list.")
    if line.kind == "goal":
        line.entity.status = GoalStatus(status)
    elif isinstance(line.entity, Intervention):
        end_or_open(session, line.entity, InterventionStatus(status), moment)
    else:
        line.entity.resolved_on = moment.today if status == RESOLVED else None
    return changed(session, line, f"Now {status_label(status)}", moment)


def end_or_open(session: Session, step: Intervention, status: InterventionStatus, moment: Moment) -> None:
    """Set a step's status with the day it was done; what asked for it is finished, not dropped."""
    was, step.status = step.status, status
    if status is InterventionStatus.COMPLETED:
        step.done_on = step.done_on if was is status and step.done_on else moment.today
    else:
        step.done_on = None
    session.flush()
    if status in ENDED:
        finish_steps(session, (SUBJECT, step.id or 0), status_label(status), moment)


def changed(session: Session, line: Held, did: str, moment: Moment) -> Result:
    """Bring the plan's follow-ups in line after a line was changed."""
    session.flush()
    raise_steps(session, line.plan_id, moment)
    label = f"{did}: {shorten(title(line.kind, line.entity.text), 50)}"
    return Result(label=label, patient_id=line.plan.patient_id, value=f"{line.kind}:{line.entity.id}")


@act("plan.set_due")
def set_due(session: Session, ref: str, text: str | None, moment: Moment) -> Result:
    """When a goal or step is due: a partial date or a day as typed ("June 2026", "fri", "+2w"), None for no date.

    Raises:
        InvalidInput: at "due_on". Refused: such a line has no due date. NotFound.
    """
    line = held(session, ref)
    if line.kind not in ("goal", "intervention"):
        raise Refused(f"A {WORDS[line.kind]} has no due date.", "Goals and steps have one.")
    line.entity.due_on = due_text(text, moment.today)
    if line.kind == "intervention":
        hand_back(session, line.entity.id)
    did = f"Due {show_partial(line.entity.due_on)}" if line.entity.due_on else "No due date"
    return changed(session, line, did, moment)


@act("plan.set_owner")
def set_owner(session: Session, ref: str, owner: Ball, name: str | None, moment: Moment) -> Result:
    """In whose hands a step is, and the person in words. Raises Refused for other lines, NotFound."""
    line = held(session, ref)
    if not isinstance(line.entity, Intervention):
        raise Refused(f"A {WORDS[line.kind]} is in nobody's hands.", "Steps have an owner.")
    line.entity.owner, line.entity.owner_name = Ball(owner), said(name)
    hand_back(session, line.entity.id or 0)
    return changed(session, line, f"With {line.entity.owner_name or BALL_WORDS[line.entity.owner]}", moment)


@act("plan.finish_step")
def finish_intervention(
    session: Session, intervention_id: int, status: InterventionStatus, evidence: str | None, moment: Moment
) -> Result:
    """A step of a plan has come to an end: done, cancelled or stopped. What is said is kept as its evidence.

    `value` is its ref. Raises InvalidInput("status") for any other status, Refused when it had ended, NotFound.
    """
    line = held(session, f"intervention:{intervention_id}")
    if status not in ENDED:
        raise InvalidInput("status", "Say whether it is done, cancelled or stopped.")
    if line.entity.status in ENDED:
        raise Refused(f"This step is {status_label(line.entity.status)} already.", "Refresh the list.")
    line.entity.evidence = said(evidence) or line.entity.evidence
    end_or_open(session, line.entity, InterventionStatus(status), moment)
    return changed(session, line, status_label(status).capitalize(), moment)


@act("plan.check_step")
def check_intervention(session: Session, intervention_id: int, next_check_on: dt.date, moment: Moment) -> Result:
    """A step in other hands was asked about, and there is no news: look again on that day; it counts as a check.

    With the coordinator it is the day on which they mean to do it. `value` is the day.

    Raises:
        InvalidInput: "next_check_on" is not after today. Refused: the step has ended.
    """
    line = held(session, f"intervention:{intervention_id}")
    if next_check_on <= moment.today:
        raise InvalidInput("next_check_on", "The next check must be after today.")
    if line.entity.status in ENDED:
        raise Refused(f"This step is {status_label(line.entity.status)} already.", "Refresh the list.")
    mine = line.entity.owner is Ball.ME
    if mine:
        line.entity.due_on = next_check_on.isoformat()
    else:
        line.entity.next_check_on = next_check_on
    hand_back(session, intervention_id)
    changed(session, line, "Checked", moment)
    _count_check(session, intervention_id, counts=not mine)
    did, again = "Put off" if mine else "Checked", show_day(next_check_on, moment.today)
    label = f"{did}: {shorten(line.entity.text, 40)}, again {again}"
    return Result(label=label, patient_id=line.plan.patient_id, value=next_check_on)


def _count_check(session: Session, intervention_id: int, *, counts: bool) -> None:
    for follow_up in open_of(session, (SUBJECT, intervention_id)):
        follow_up.missed_checks += counts
        follow_up.deferred_until, follow_up.defer_reason = None, None
    session.flush()
