"""What asks for work: care plans with their goals and activities, referrals, appointments, tasks."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TypeVar

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
    period,
    span,
    value_text,
    when,
)
from coordtui.exchange.fhir.mapping import Children, Context, Mapped, Row
from coordtui.exchange.fhir.refs import parse
from coordtui.exchange.fhir.timing import timing
from coordtui.exchange.fhir.words import LINE, SHORT, block, joined, line
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.care_plan import CarePlan, Goal, GoalStatus, Intervention, InterventionStatus, PlanStatus
from coordtui.models.codes import Ball, Urgency
from coordtui.models.referral import Referral
from coordtui.rules import referral as loop
from coordtui.rules.dates import moment_day

E = TypeVar("E", bound=StrEnum)

_GENERAL_CATEGORY = {"assess-plan", "734163000"}
_SOCIAL = {"sdoh", "410606002"}
_DONE = {"completed": InterventionStatus.COMPLETED, "cancelled": InterventionStatus.CANCELLED,
         "revoked": InterventionStatus.CANCELLED, "fulfilled": InterventionStatus.COMPLETED,
         "stopped": InterventionStatus.STOPPED, "on-hold": InterventionStatus.ON_HOLD,
         "entered-in-error": InterventionStatus.ENTERED_IN_ERROR, "in-progress": InterventionStatus.IN_PROGRESS,
         "booked": InterventionStatus.SCHEDULED}  # fmt: skip


def care_plan(context: Context) -> Mapped:
    status = _member_of(PlanStatus, context.get("status"), PlanStatus.UNKNOWN)
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
            "description": _plan_words(context, concerns),
            "starts_on": day(start),
            "ends_on": day(end),
        },
        children=(Children(Intervention, activities, parent="plan_id", links=("goal_id",)),),
    )


def _plan_words(context: Context, concerns: str | None) -> str | None:
    """Description, concerns, contained goals (which are no records of their own) and notes.

    US Core plans may say everything in their narrative only.
    """
    inside = [context.target(one) for one in each(context.get("goal")) if str(one.get("reference")).startswith("#")]
    goals = joined([concept(goal.get("description")) for goal in inside if goal])
    parts = [
        block(context.get("description")),
        f"For: {concerns}" if concerns else None,
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
        "status": _member_of(InterventionStatus, detail.get("status"), status),
        "owner": owner,
        "owner_name": owner_name,
        "due_on": _end(scheduled),
        "schedule": block(scheduled, LINE) or timing(scheduled),
        "location": context.named(detail.get("location")),
        "goal_id": context.row(first(detail.get("goal")), "goal"),
    }


def _end(scheduled: object) -> str | None:
    """The day by which it should be done: the end of its period, or of the bounds of its repetition."""
    element = first(scheduled)
    bounds = first(first(element.get("repeat")).get("boundsPeriod"))
    return day(element.get("end")) or day(bounds.get("end"))


def _owner(detail: Element, context: Context) -> tuple[Ball, str | None]:
    performers = list(each(detail.get("performer")))
    kinds = {_kind(one, context) for one in performers}
    if not performers:
        return Ball.ME, None
    return (Ball.PATIENT if kinds == {"Patient"} else Ball.OTHER), context.all_named(performers)


def _kind(reference: Element, context: Context) -> str | None:
    ref = parse(reference)
    return (ref.type if ref else None) or (context.target(reference) or {}).get("resourceType")


def goal(context: Context) -> Mapped | None:
    text = concept(context.get("description"))
    if not text:
        return None
    aim = first(context.get("target"))
    own = _kind(first(context.get("expressedBy")), context) == "Patient"
    return Mapped(
        Goal,
        values={
            "text": text,
            "patient_words": line(first(context.get("description")).get("text")) if own else None,
            "status": _member_of(GoalStatus, context.get("lifecycleStatus"), GoalStatus.ACTIVE),
            "achievement": code(context.get("achievementStatus"))[0] or concept(context.get("achievementStatus")),
            "priority": code(context.get("priority"))[0] or concept(context.get("priority")),
            "starts_on": day(context.get("startDate")),
            "due_on": day(aim.get("dueDate")),
            "measure": concept(aim.get("measure")),
            "target": span(choice(aim, "detail")) or value_text(aim, "detail"),
        },
    )


def appointment(context: Context) -> Mapped:
    people: list[str | None] = []
    places: list[str | None] = []
    for one in each(context.get("participant")):
        kind = _kind(first(one.get("actor")), context)
        if kind != "Patient":
            (places if kind == "Location" else people).append(context.named(one.get("actor")))
    reason = context.reasons()
    what = line(context.get("description")) or concepts(context.get("serviceType"))
    what = what or concept(context.get("appointmentType")) or concepts(context.get("specialty")) or reason
    return Mapped(
        Appointment,
        values={
            "what": what or "Appointment",
            "status": _member_of(AppointmentStatus, context.get("status"), AppointmentStatus.PENDING),
            "starts": when(context.get("start")),
            "ends": when(context.get("end")),
            "with_whom": joined(people),
            "place": joined(places),
            "reason": reason,
            "instructions": block(context.get("patientInstruction")) or block(context.get("comment")),
        },
    )


def referral(context: Context) -> Mapped:
    """A ServiceRequest with the newest of its Tasks."""
    task: Element = context.tasks[-1] if context.tasks else {}
    what = concept(context.get("code")) or concepts(context.get("orderDetail")) or concepts(context.get("category"))
    key, system = code(context.get("code"))
    urgency = _member_of(Urgency, context.get("priority"), _member_of(Urgency, task.get("priority"), Urgency.ROUTINE))
    social = is_social(context.resource)
    state = loop.state_from_fhir(
        _text(context.get("status")),
        _text(context.get("intent")),
        _text(task.get("status")),
        code(task.get("businessStatus"))[0],
    )
    since = _since(context, task)
    indicated = _indicated(context.resource)
    return Mapped(
        Referral,
        values={
            "what": what or "Service request",
            "code": key,
            "system": system,
            "category": concepts(context.get("category")),
            "social": social,
            "to_name": _receiver(context, task),
            "from_name": context.named(context.get("requester")) or context.named(task.get("requester")),
            "reason": context.reasons(),
            "urgency": urgency,
            "state": state,
            "state_reason": concept(task.get("statusReason")),
            "ball": loop.ball_of(state, social=social),
            "ordered_on": when(context.get("authoredOn")),
            "indicated_on": indicated,
        },
        derived={
            "since": since,
            "next_check_on": loop.check_on(state, urgency, since, social=social, indicated_on=indicated),
        },
        derived_from=frozenset({"state", "ball", "urgency", "indicated_on"}),
    )


def is_social(resource: Element) -> bool:
    """By category (US Core "sdoh", SNOMED social service) or by the profile or categories of the Gravity project."""
    if codes(resource.get("category")) & _SOCIAL:
        return True
    systems = (one.get("system") for category in each(resource.get("category")) for one in each(category.get("coding")))
    profiles = first(resource.get("meta")).get("profile")
    named = [*(profiles if isinstance(profiles, list) else []), *systems]
    return any("sdoh" in str(one).lower() for one in named)


def _receiver(context: Context, task: Element) -> str | None:
    performers = context.all_named(context.get("performer")) or context.named(task.get("owner"))
    places = context.all_named(context.get("locationReference"))
    return performers or places or concept(context.get("performerType"))


def _since(context: Context, task: Element) -> dt.date:
    """When the present state began, as far as the source says; today when it does not, or says a day to come."""
    dates = (task.get("lastModified"), task.get("authoredOn"), context.get("authoredOn"))
    days = (moment_day(when(one)) for one in dates)
    return min(next((one for one in days if one), context.moment.today), context.moment.today)


def _indicated(resource: Element) -> dt.date | None:
    value = choice(resource, "occurrence")
    if isinstance(value, dict):
        value = value.get("start") or first(first(value.get("repeat")).get("boundsPeriod")).get("start")
    return moment_day(when(value))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _member_of(kind: type[E], value: object, default: E) -> E:
    """The code as a member of its enum; `default` when the source has none or a wrong one."""
    try:
        return kind(value) if isinstance(value, str) else default
    except ValueError:
        return default
