"""The documents that the export box can write: what is theirs alone, whom each is meant for, how each is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, cast

from sqlmodel import Session

from coordtui.documents import gate
from coordtui.documents import packet as packets
from coordtui.documents import plan as plans
from coordtui.documents import render as rendering
from coordtui.documents import summary as summaries
from coordtui.documents.gate import Proposal
from coordtui.documents.scope import Scope
from coordtui.rules.dates import parse_day
from coordtui.widgets.form import BaseField, Choice, DateField, Option


class PaperView(rendering.View, Protocol):
    """What every document's view has. `parts` are the parts of the chart that are in it."""

    @property
    def patient_id(self) -> int: ...
    @property
    def parts(self) -> frozenset[str]: ...
    @property
    def cautions(self) -> tuple[str, ...]: ...


Values = Mapping[str, Any]
"""What stands in a document's own fields."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as the box shows it.

    `document` is its key in rules/disclosure.py `DOCUMENTS`, `number` stands in the name of its file. `proposal` says
    whose it is and who mostly gets it, `view` makes it for the values of its own `fields`, in which `start` stands.
    """

    title: str
    document: str
    number: int
    proposal: Callable[[Session], Proposal]
    view: Callable[[Session, Values, dt.date, Scope], PaperView]
    fields: Callable[[dt.date], Sequence[BaseField]] = lambda _: ()
    start: Callable[[dt.date], dict[str, str]] = lambda _: {}


# --- the visit summary -----------------------------------------------------------------------------------------------


def summary_paper(patient_id: int) -> Paper:
    """Its own fields are the first and the last day."""

    def view(session: Session, values: Values, today: dt.date, scope: Scope) -> PaperView:
        return summaries.summary(session, patient_id, values["from"], values["to"], today, scope)

    def proposal(session: Session) -> Proposal:
        return gate.for_patient(session, patient_id)

    return Paper("Visit summary", "summary", patient_id, proposal, view, _period, _last_month)


def _period(today: dt.date) -> Sequence[BaseField]:
    def day(text: str) -> dt.date:
        return parse_day(text, today)

    return DateField("from", "from", parse=day), DateField("to", "to", parse=day)


def _last_month(today: dt.date) -> dict[str, str]:
    start = today - dt.timedelta(days=summaries.PERIOD_DAYS)
    return {"from": start.isoformat(), "to": today.isoformat()}


# --- the copies of a care plan ---------------------------------------------------------------------------------------

_PRINT: Final = (Option("n", "normal", "normal"), Option("l", "large", "large"))
_PLAN_TITLES: Final[Mapping[plans.Reader, str]] = {
    "patient": "Care plan for the patient",
    "team": "Care plan for the team",
}


def plan_paper(plan_id: int, reader: plans.Reader) -> Paper:
    """A copy for "patient" or "team"."""

    def view(session: Session, values: Values, today: dt.date, scope: Scope) -> PaperView:
        return plans.plan_copy(session, plan_id, reader, today, scope, large=values.get("print") == "large")

    def proposal(session: Session) -> Proposal:
        return gate.for_plan(session, plan_id, reader)

    def fields(_: dt.date) -> Sequence[BaseField]:
        return (Choice("print", "print", _PRINT, value="normal"),) if reader == "patient" else ()

    return Paper(_PLAN_TITLES[reader], f"plan-{reader}", plan_id, proposal, view, fields)


# --- the referral packet ---------------------------------------------------------------------------------------------

_HEALTH: Final = (
    Option("r", "related", "what belongs"),
    Option("a", "all", "all problems"),
    Option("n", "none", "none"),
)


def packet_paper(referral_id: int) -> Paper:
    """Its own field chooses among the health facts."""

    def view(session: Session, values: Values, today: dt.date, scope: Scope) -> PaperView:
        include = cast("packets.Include", values.get("health") or "")
        return packets.packet(session, referral_id, today, scope, include=include)

    def proposal(session: Session) -> Proposal:
        return gate.for_packet(session, referral_id)

    def fields(_: dt.date) -> Sequence[BaseField]:
        return (Choice("health", "health facts", _HEALTH),)

    return Paper("Referral packet", "packet", referral_id, proposal, view, fields)
