"""A referral: a ServiceRequest with the Tasks that carry it out, the consent to it and the visits made for it.

Which requests are referrals at all, and the states, stand in `rules/referral_import.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

from coordtui.exchange.fhir.elements import Element, choice, code, codes, concept, concepts, each, first, when
from coordtui.exchange.fhir.mapping import Children, Context, Mapped, Row, member_of
from coordtui.exchange.fhir.referral_history import LINKS, Loop, reports, text_of
from coordtui.exchange.fhir.words import LINE, line
from coordtui.models.codes import Answer, Urgency
from coordtui.models.referral import Referral, ReferralEvent
from coordtui.models.referral import ReferralState as S
from coordtui.rules import referral as loop
from coordtui.rules import referral_import as rule
from coordtui.rules.dates import moment_day

_SOCIAL = {"sdoh", "410606002"}


def is_referral(resource: Element, *, carried_out: bool) -> bool:
    """Whether a ServiceRequest is a referral; `carried_out`: a Task has it as its focus."""
    code_of = first(resource.get("code"))
    asked = ("performer", "performerType", "locationReference")
    return rule.is_referral(
        rule.Request(
            intent=text_of(resource.get("intent")),
            categories=codes(resource.get("category")),
            codes=codes(code_of),
            systems={str(one.get("system")) for one in each(code_of.get("coding"))},
            social=is_social(resource),
            asked=carried_out or any(resource.get(name) for name in asked),
            forbids=resource.get("doNotPerform") is True,
            specimen=bool(resource.get("specimen")),
        )
    )


def is_social(resource: Element) -> bool:
    """By category (US Core "sdoh", SNOMED social service) or by the profile or categories of the Gravity project."""
    if codes(resource.get("category")) & _SOCIAL:
        return True
    systems = (one.get("system") for category in each(resource.get("category")) for one in each(category.get("coding")))
    profiles = first(resource.get("meta")).get("profile")
    named = [*(profiles if isinstance(profiles, list) else []), *systems]
    return any("sdoh" in str(one).lower() for one in named)


def referral(context: Context) -> Mapped:
    """A ServiceRequest with the newest of its Tasks; whether it is a referral has been asked before."""
    task: Element = context.tasks[-1] if context.tasks else {}
    what = concept(context.get("code")) or concepts(context.get("orderDetail")) or concepts(context.get("category"))
    key, system = code(context.get("code"))
    urgency = member_of(Urgency, context.get("priority"), member_of(Urgency, task.get("priority"), Urgency.ROUTINE))
    social = is_social(context.resource)
    state = _state(context, task, social)
    told = Loop(context, state, social=social)
    since = told.since
    indicated = _indicated(context.resource)
    why = concept(task.get("statusReason"))
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
            "state_reason": why,
            "ball": loop.ball_of(state, social=social),
            "ordered_on": when(context.get("authoredOn")),
            "indicated_on": indicated,
        },
        derived={
            "since": since,
            "next_check_on": _next_check(context, state, urgency, since, social=social, indicated_on=indicated),
            "failure": rule.failure_of(state, why),
            "closed_on": None if loop.is_open(state) else told.known_since,
            "held_from": told.before_hold,
        },
        derived_from=frozenset({"state", "state_reason", "ball", "urgency", "indicated_on"}),
        fill={
            "question": _question(context),
            **_receiving(context, task),
            "from_practitioner_id": _practitioner(context, [context.get("requester"), task.get("requester")]),
            **_consent(context),
        },
        children=(Children(ReferralEvent, told.rows(), parent="referral_id", links=LINKS, loose=True),),
    )


def _state(context: Context, task: Element, social: bool) -> S:
    state = rule.state_of(
        text_of(context.get("status")),
        text_of(context.get("intent")),
        text_of(task.get("status")),
        code(task.get("businessStatus"))[0],
        social=social,
        reported=reports(context, task),
    )
    visit = context.visits[-1] if context.visits else {}
    return rule.by_visit(state, str(visit.get("status"))) if loop.is_open(state) else state


def _next_check(context: Context, state: S, urgency: Urgency, since: dt.date, **clocks: Any) -> dt.date | None:
    visit = context.visits[-1] if context.visits else {}
    view = SimpleNamespace(state=state, urgency=urgency, since=since, limit_on=None, **clocks)
    return loop.next_check(cast("loop.ReferralView", view), visit_on=moment_day(when(visit.get("start"))))


def _question(context: Context) -> str | None:
    """What the receiver is asked, where the code says the rest: the details of the order."""
    return line(concepts(context.get("orderDetail")), LINE) if concept(context.get("code")) else None


# --- who -------------------------------------------------------------------------------------------------------------


def _receiver(context: Context, task: Element) -> str | None:
    performers = context.all_named(context.get("performer")) or context.named(task.get("owner"))
    places = context.all_named(context.get("locationReference"))
    return performers or places or concept(context.get("performerType"))


def _receiving(context: Context, task: Element) -> Row:
    """The entries of the directory that the receiver is."""
    asked = [*each(context.get("performer")), *each(context.get("locationReference"))] or [*each(task.get("owner"))]
    organization = next((key for one in asked if (key := _organization(context, one)) is not None), None)
    return {"to_organization_id": organization, "to_practitioner_id": _practitioner(context, asked)}


def _organization(context: Context, reference: object) -> int | None:
    """Of an Organization, a HealthcareService or Location of it, or somebody's role in it."""
    found = context.row(reference, "organization")
    if found is not None:
        return found
    target = context.target(reference) or {}
    return context.row(target.get("organization"), "organization") if target else None


def _practitioner(context: Context, references: Sequence[object]) -> int | None:
    return next((key for one in references if (key := context.row(one, "practitioner")) is not None), None)


# --- consent ---------------------------------------------------------------------------------------------------------


def _consent(context: Context) -> Row:
    """A consent that the request or a task of it points to, when it is in force; another says nothing."""
    inputs = [one.get("valueReference") for task in context.tasks for one in each(task.get("input"))]
    for reference in [*each(context.get("supportingInfo")), *inputs]:
        found = context.target(reference) if reference else None
        if found and found.get("resourceType") == "Consent" and found.get("status") == "active":
            denied = first(found.get("provision")).get("type") == "deny"
            on = moment_day(when(found.get("dateTime")))
            return {"consent": Answer.NO if denied else Answer.YES, "consent_on": on}
    return {"consent": Answer.UNKNOWN, "consent_on": None}


def _indicated(resource: Element) -> dt.date | None:
    value = choice(resource, "occurrence")
    if isinstance(value, dict):
        value = value.get("start") or first(first(value.get("repeat")).get("boundsPeriod")).get("start")
    return moment_day(when(value))
