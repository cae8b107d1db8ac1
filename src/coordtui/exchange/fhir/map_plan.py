"""Care plans with their concerns and activities, and goals with what was measured."""

from __future__ import annotations

import re

from coordtui.exchange.fhir.elements import (
    Element,
    choice,
    code,
    codes,
    concept,
    concepts,
    day,
    each,
    first,
    narrative,
    notes,
    number,
    period,
    span,
    value_text,
    when_of,
)
from coordtui.exchange.fhir.mapping import Children, Context, Mapped, Row, member_of
from coordtui.exchange.fhir.timing import timing
from coordtui.exchange.fhir.words import LINE, SHORT, block, joined, line
from coordtui.models.care_plan import (
    CarePlan,
    Concern,
    Goal,
    GoalStatus,
    Intervention,
    InterventionStatus,
    PlanStatus,
)
from coordtui.models.codes import Ball
from coordtui.models.plan_version import GoalProgress
from coordtui.rules.dates import moment_day

_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
_CLOSED = {PlanStatus.COMPLETED, PlanStatus.REVOKED}
_GENERAL_CATEGORY = {"assess-plan", "734163000"}
_DONE = {"completed": InterventionStatus.COMPLETED, "cancelled": InterventionStatus.CANCELLED,
         "revoked": InterventionStatus.CANCELLED, "fulfilled": InterventionStatus.COMPLETED,
         "stopped": InterventionStatus.STOPPED, "on-hold": InterventionStatus.ON_HOLD,
         "entered-in-error": InterventionStatus.ENTERED_IN_ERROR, "in-progress": InterventionStatus.IN_PROGRESS,
         "booked": InterventionStatus.SCHEDULED}  # fmt: skip


def care_plan(context: Context) -> Mapped:
    status = member_of(PlanStatus, context.get("status"), PlanStatus.UNKNOWN)
    start, end = period(context.get("period"))
    special = [one for one in each(context.get("category")) if not codes(one) & _GENERAL_CATEGORY]
    category = concepts(special)
    concerns = context.all_named(context.get("addresses"))
    title = line(context.get("title")) or category or (f"Care plan: {concerns}" if concerns else "Care plan")
    activities = [row for one in each(context.get("activity")) if (row := _activity(one, context))]
    return Mapped(
        CarePlan,
        values={
            "title": title,
            "status": status,
            "intent": line(context.get("intent"), SHORT),
            "category": category,
            "description": _plan_words(context),
            "starts_on": day(start),
            "ends_on": day(end),
        },
        derived={"closed_on": moment_day(end) if status in _CLOSED else None},
        derived_from=frozenset({"status", "ends_on"}),
        children=(
            Children(Concern, _concerns(context), parent="plan_id", links=("code", "system"), key="text", loose=True),
            Children(Intervention, activities, parent="plan_id", links=("goal_id", "evidence"), key="text"),
        ),
    )


def _concerns(context: Context) -> list[Row]:
    """What the plan addresses, each once, with the code of the condition where it is known."""
    found: dict[str, Row] = {}
    for reference in each(context.get("addresses")):
        text = context.named(reference)
        if text and text not in found:
            key, system = code((context.target(reference) or {}).get("code"))
            found[text] = {"text": text, "code": key, "system": system}
    return list(found.values())


def _plan_words(context: Context) -> str | None:
    """Description, contained goals (which are no records of their own) and notes.

    US Core plans may say everything in their narrative only.
    """
    inside = [context.target(one) for one in each(context.get("goal")) if str(one.get("reference")).startswith("#")]
    goals = joined([concept(goal.get("description")) for goal in inside if goal])
    parts = [
        block(context.get("description")),
        f"Goals: {goals}" if goals else None,
        notes(context.get("note")),
    ]
    return block("\n".join(part for part in parts if part)) or narrative(context.get("text"))


def _activity(element: Element, context: Context) -> Row | None:
    detail = first(element.get("detail"))
    target = context.target(element.get("reference")) or {}
    text = concept(detail.get("code")) or line(detail.get("description")) or context.named(element.get("reference"))
    if not text:
        return None
    scheduled = choice(detail, "scheduled")
    owner, owner_name = _owner(detail, context)
    status = _DONE.get(str(target.get("status")), InterventionStatus.NOT_STARTED)
    return {
        "text": f"Do not: {text}" if detail.get("doNotPerform") is True else text,
        "status": member_of(InterventionStatus, detail.get("status"), status),
        "owner": owner,
        "owner_name": owner_name,
        "due_on": _end(scheduled),
        "schedule": block(scheduled, LINE) or timing(scheduled),
        "location": context.named(detail.get("location")),
        "goal_id": context.row(first(detail.get("goal")), "goal"),
        "evidence": _evidence(element, context),
    }


def _evidence(element: Element, context: Context) -> str | None:
    """What came of an activity: outcomes, and the notes on its progress."""
    outcomes = [context.named(one) for one in each(element.get("outcomeReference"))]
    told = joined([concepts(element.get("outcomeCodeableConcept")), *outcomes])
    return block("\n".join(part for part in (told, notes(element.get("progress"))) if part), 4 * LINE)


def _end(scheduled: object) -> str | None:
    """The day by which it should be done: the end of its period, or of the bounds of its repetition."""
    element = first(scheduled)
    bounds = first(first(element.get("repeat")).get("boundsPeriod"))
    return day(element.get("end")) or day(bounds.get("end"))


def _owner(detail: Element, context: Context) -> tuple[Ball, str | None]:
    performers = list(each(detail.get("performer")))
    kinds = {context.kind(one) for one in performers}
    if not performers:
        return Ball.ME, None
    return (Ball.PATIENT if kinds == {"Patient"} else Ball.OTHER), context.all_named(performers)


def goal(context: Context) -> Mapped | None:
    text = concept(context.get("description"))
    if not text:
        return None
    aim = first(context.get("target"))
    target, unit = _target(aim)
    own = context.kind(context.get("expressedBy")) == "Patient"
    return Mapped(
        Goal,
        values={
            "text": text,
            "patient_words": line(first(context.get("description")).get("text")) if own else None,
            "status": member_of(GoalStatus, context.get("lifecycleStatus"), GoalStatus.ACTIVE),
            "achievement": code(context.get("achievementStatus"))[0] or concept(context.get("achievementStatus")),
            "priority": code(context.get("priority"))[0] or concept(context.get("priority")),
            "starts_on": day(context.get("startDate")),
            "due_on": day(aim.get("dueDate")),
            "measure": concept(aim.get("measure")),
            "target": target,
        },
        derived={"unit": unit},
        derived_from=frozenset({"target"}),
        fill={"outcome": concepts(context.get("outcomeCode"))},
        children=(Children(GoalProgress, _progress(context, unit), parent="goal_id", links=("note",), loose=True),),
    )


def _target(aim: Element) -> tuple[str | None, str | None]:
    """(target, unit): "7" and "%", "160 to 180" and "lbs"; without a unit where the parts do not share one."""
    detail = first(choice(aim, "detail"))
    low, high = first(detail.get("low")), first(detail.get("high"))
    sides = [one for one in (detail, low, high) if number(one.get("value")) is not None]
    units = {_unit(one) for one in sides}
    if len(units) != 1 or detail.get("numerator"):
        return span(detail) or value_text(aim, "detail"), None
    if sides == [detail]:
        return joined([line(detail.get("comparator"), 2), number(detail.get("value"))], " "), units.pop()
    bare = {side: {"value": one.get("value")} for side, one in (("low", low), ("high", high)) if one in sides}
    return span(bare), units.pop()


def _unit(quantity: Element) -> str | None:
    return line(quantity.get("unit"), SHORT) or line(quantity.get("code"), SHORT)


def _progress(context: Context, unit: str | None) -> list[Row]:
    """What was measured for the goal: the observations it names as outcomes that have a number and a day."""
    rows = []
    for reference in each(context.get("outcomeReference")):
        target = context.target(reference) or {}
        measured = first(target.get("valueQuantity"))
        amount, noted_on = number(measured.get("value")), moment_day(when_of(target, "effective"))
        if target.get("resourceType") != "Observation" or noted_on is None or not _DECIMAL.fullmatch(amount or ""):
            continue
        in_unit = _unit(measured)
        what = concept(target.get("code"))
        note = what if in_unit in (None, unit) else joined([what, f"in {in_unit}"], ", ")
        rows.append({"noted_on": noted_on, "value": amount, "note": note})
    return sorted(rows, key=lambda row: str(row["noted_on"]))
