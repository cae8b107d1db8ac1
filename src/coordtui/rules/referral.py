"""The closed loop of a referral: its states, who must act in each, how long each may take, and its next check.

Sources: domain sheet §1.2, HL7 FHIR R4 request and task status, BSeR TaskBusinessStatusCS. How long each state may
last stands in `rules/referral_ageing.py` and is offered here too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coordtui.models.codes import Ball, Urgency
from coordtui.models.referral import ReferralState as S
from coordtui.rules.follow_up import Wanted
from coordtui.rules.referral_ageing import SHIPPED, Overrides, Span, ageing, check_on, limit_on, limits
from coordtui.rules.referral_clock import ReferralView, age_of, due_by, last_day, next_check, outer_limit
from coordtui.rules.words import shorten

__all__ = [
    "OPEN_STATES", "STATES", "Overrides", "ReferralView", "Span", "State", "age_of", "ageing", "ball_of", "check_on",
    "due_by", "is_open", "kind_for", "limit_on", "limits", "next_check", "outer_limit", "state_from_fhir",
    "step_words", "wanted",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """One state. `step` is what to do about it, `task` and `bser` the FHIR Task.status and business status."""

    label: str
    ball: Ball
    terminal: bool
    step: str
    task: str
    bser: str | None = None


STATES: Mapping[S, State] = MappingProxyType(
    {
        S.DRAFT: State("draft", Ball.ME, False, "Send it off", "draft"),
        S.AWAITING_AUTH: State("awaiting authorization", Ball.PAYER, False, "Check the authorization", "draft"),
        S.SENT: State("sent", Ball.RECIPIENT, False, "Confirm it was received", "requested", "2.0"),
        S.RECEIVED: State("received", Ball.RECIPIENT, False, "Ask whether they accept", "requested", "2.0"),
        S.ACCEPTED: State("accepted", Ball.RECIPIENT, False, "Ask for the appointment", "accepted", "3.0"),
        S.DECLINED: State("declined", Ball.ME, False, "Find another place or close", "rejected", "4.0"),
        S.SCHEDULED: State("scheduled", Ball.PATIENT, False, "Check that the visit took place", "in-progress", "5.1.1"),
        S.ATTENDED: State("attended", Ball.RECIPIENT, False, "Ask for the report", "in-progress", "5.1.4"),
        S.NO_SHOW: State("no show", Ball.PATIENT, False, "Ask why and rebook", "in-progress", "5.1.2"),
        S.CANCELLED_VISIT: State("visit cancelled", Ball.PATIENT, False, "Rebook the visit", "in-progress", "5.1.3"),
        S.REPORT_RECEIVED: State("report received", Ball.ME, False, "Have the requester review it", "in-progress"),
        S.ACKNOWLEDGED: State("acknowledged", Ball.REQUESTER, False, "Tell the patient", "in-progress"),
        S.PATIENT_INFORMED: State("patient informed", Ball.ME, False, "Close the loop", "in-progress"),
        S.CLOSED_MET: State("closed, need met", Ball.ME, True, "", "completed", "7.0"),
        S.CLOSED_PARTLY: State("closed, partly met", Ball.ME, True, "", "completed", "7.0"),
        S.CLOSED_UNMET: State("closed, need not met", Ball.ME, True, "", "failed", "6.0"),
        S.CANCELLED: State("cancelled", Ball.ME, True, "", "cancelled"),
        S.ON_HOLD: State("on hold", Ball.ME, False, "See whether it can go on", "on-hold", "5.2"),
        S.ENTERED_IN_ERROR: State("entered in error", Ball.ME, True, "", "entered-in-error"),
    }
)


OPEN_STATES = tuple(state for state in S if not STATES[state].terminal)


def is_open(state: S) -> bool:
    return state in OPEN_STATES


def ball_of(state: S, *, social: bool = False) -> Ball:
    """Who must act next. After a social service the patient confirms it; after a clinical visit the report is due."""
    return Ball.PATIENT if social and state is S.ATTENDED else STATES[state].ball


# --- from FHIR -------------------------------------------------------------------------------------------------------

_BY_TASK: Mapping[str, S] = MappingProxyType(
    {
        "draft": S.DRAFT,
        "requested": S.SENT,
        "received": S.RECEIVED,
        "accepted": S.ACCEPTED,
        "rejected": S.DECLINED,
        "ready": S.ACCEPTED,
        "cancelled": S.CANCELLED,
        "in-progress": S.ACCEPTED,
        "on-hold": S.ON_HOLD,
        "failed": S.CLOSED_UNMET,
        "completed": S.CLOSED_MET,
    }
)
_BY_BUSINESS: Mapping[str, S] = MappingProxyType(
    {
        "2.0": S.SENT,
        "3.0": S.ACCEPTED,
        "4.0": S.DECLINED,
        "5.1.1": S.SCHEDULED,
        "5.1.2": S.NO_SHOW,
        "5.1.3": S.CANCELLED_VISIT,
        "5.1.4": S.ATTENDED,
        "5.2": S.ON_HOLD,
        "6.0": S.CLOSED_UNMET,
        "7.0": S.CLOSED_MET,
    }
)
_NOT_YET_ORDERED = frozenset({"proposal", "plan", "option"})
_STILL_OPEN: Mapping[S, S] = MappingProxyType(
    {S.CLOSED_MET: S.ATTENDED, S.CLOSED_UNMET: S.DECLINED, S.CANCELLED: S.DECLINED}
)


def state_from_fhir(
    request_status: str | None,
    intent: str | None = None,
    task_status: str | None = None,
    business_status: str | None = None,
) -> S:
    """The state of a ServiceRequest with its Task; codes that do not exist count as unknown.

    The request decides whether the loop is over (completed, revoked, entered in error), the task and its BSeR business
    status how far it is. A loop is never closed by the recipient alone: while the request is open, a task that is
    completed means that the service was given (the report or the patient's word is still to come), and one that failed
    or was cancelled that another place must be found. An unknown request stays open, for nothing may vanish.
    """
    if request_status == "entered-in-error":
        return S.ENTERED_IN_ERROR
    if request_status == "revoked":
        return S.CANCELLED
    reported = _reported(task_status, business_status)
    if request_status == "completed":
        return S.CLOSED_UNMET if reported in (S.CLOSED_UNMET, S.CANCELLED, S.DECLINED) else S.CLOSED_MET
    if request_status == "on-hold":
        return S.ON_HOLD
    if reported is not None:
        return _STILL_OPEN.get(reported, reported)
    if request_status == "draft" or intent in _NOT_YET_ORDERED:
        return S.DRAFT
    return S.SENT


def _reported(task_status: str | None, business_status: str | None) -> S | None:
    """What the recipient's side says. The business status is finer, but a task that ended or paused outranks it."""
    task = _BY_TASK.get(task_status or "")
    business = _BY_BUSINESS.get((business_status or "").strip())
    if task_status in ("completed", "failed", "cancelled", "rejected", "on-hold", "entered-in-error"):
        return task
    return business or task


# --- what it wants ---------------------------------------------------------------------------------------------------


def kind_for(urgency: Urgency, social: bool) -> str:
    if urgency is not Urgency.ROUTINE:
        return "urgent_referral"
    return "social_referral" if social else "referral"


def wanted(view: ReferralView, today: dt.date, overrides: Overrides = SHIPPED) -> tuple[Wanted, ...]:
    """One step for an open referral, nothing for a terminal one.

    Due at the end of the state's span; while the ball is elsewhere the next check is what counts.
    """
    if not is_open(view.state):
        return ()
    last = last_day(view, overrides)
    check = view.next_check_on or next_check(view, overrides)
    mine = view.ball is Ball.ME
    due = (view.next_check_on if mine else None) or last or check or today
    return (
        Wanted(
            kind=kind_for(view.urgency, view.social),
            text=_step_text(view),
            due_on=due,
            ball=view.ball,
            next_check_on=None if mine else check,
            limit_on=view.limit_on,
        ),
    )


def step_words(view: ReferralView) -> str:
    """What to do about it next; "" when it is over."""
    if view.social and view.state is S.ATTENDED:
        return "Ask the patient whether the service came"
    return STATES[view.state].step


def _step_text(view: ReferralView) -> str:
    step = step_words(view)
    to = f" ({shorten(view.to_name, 40)})" if view.to_name else ""
    return f"{step}: {shorten(view.what, 70)}{to}"
