"""A document at the gate: whom it is meant for, and as much of it as may leave.

`proposal_...` says who mostly gets it; `ready` makes it for whoever does, or raises what is in the way. What is made
leaves only after `casework.disclosure.disclose`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from sqlalchemy import select
from sqlmodel import Session

from coordtui.casework.base import table
from coordtui.casework.clearance import Clearance, clearance
from coordtui.casework.receiver import receivers
from coordtui.casework.recipient import names_of
from coordtui.documents.scope import Scope
from coordtui.errors import NotFound
from coordtui.models.care_plan import CarePlan
from coordtui.models.codes import Ball
from coordtui.models.disclosure import DisclosureDraft, Purpose, RecipientKind
from coordtui.models.referral import Referral
from coordtui.rules.disclosure import CARE_TEAM, USUAL, Recipient, defaults, fitting

V = TypeVar("V")
_PLAN, _REFERRAL = table(CarePlan).c, table(Referral).c


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whose document it is, and who mostly gets it, for what. The name is "" where somebody has to be named."""

    patient_id: int
    patient: str
    recipient: Recipient
    purpose: Purpose

    def draft(self, document: str) -> DisclosureDraft:
        """What the gate is told when nobody says otherwise, for a document of rules/disclosure.py `DOCUMENTS`."""
        return DisclosureDraft(
            recipient=self.recipient.name,
            recipient_kind=self.recipient.kind,
            recipient_organization_id=self.recipient.organization_id,
            recipient_practitioner_id=self.recipient.practitioner_id,
            purpose=self.purpose,
            basis=fitting(self.recipient, self.purpose),
            sections=tuple(sorted(defaults(document, self.recipient, self.purpose))),
        )


@dataclass(frozen=True, slots=True)
class Ready(Generic[V]):
    """A document as it may leave, and what the gate says of it."""

    view: V
    cleared: Clearance


def ready(
    session: Session,
    patient_id: int,
    make: Callable[[Session, Scope], V],
    draft: DisclosureDraft,
    day: dt.date,
) -> Ready[V]:
    """Make a document of what may leave on `day`, the real one. Raises what `disclose` would raise."""
    cleared = clearance(session, patient_id, draft, day)
    if cleared.refusal is not None:
        raise cleared.refusal
    return Ready(make(session, Scope(frozenset(draft.sections), cleared.covered)), cleared)


# --- who mostly gets it ----------------------------------------------------------------------------------------------


def for_patient(session: Session, patient_id: int) -> Proposal:
    """Raises NotFound."""
    (name,) = names_of(session, [patient_id])
    return _proposal(patient_id, name, Recipient(name, "patient"))


def for_me(session: Session, patient_id: int) -> Proposal:
    """For the coordinator's own use. Raises NotFound."""
    (name,) = names_of(session, [patient_id])
    return _proposal(patient_id, name, Recipient("", "me"))


def for_plan(session: Session, plan_id: int, reader: Literal["patient", "team"]) -> Proposal:
    """A copy of a care plan. Raises NotFound."""
    patient_id = session.execute(select(_PLAN.patient_id).where(_PLAN.id == plan_id)).scalar()
    if patient_id is None:
        raise NotFound(f"There is no care plan {plan_id}.", "It may have been undone; refresh the list.")
    mine = for_patient(session, patient_id)
    return mine if reader == "patient" else _proposal(patient_id, mine.patient, Recipient(CARE_TEAM, "provider"))


def for_packet(session: Session, referral_id: int) -> Proposal:
    """The receiver of a referral. Raises NotFound."""
    row = _referral(session, referral_id)
    return _proposal(row.patient_id, names_of(session, [row.patient_id])[0], _receiver(session, row))


_OTHERS: Final[Mapping[Ball, tuple[str, RecipientKind]]] = {
    Ball.PAYER: ("the health plan", "payer"),
    Ball.OTHER: ("whoever has it now", "agency"),
}


def for_nudge(session: Session, referral_id: int) -> Proposal:
    """Whoever must act next in a referral. Raises NotFound."""
    row = _referral(session, referral_id)
    mine = for_patient(session, row.patient_id)
    match row.ball:
        case Ball.RECIPIENT:
            to = _receiver(session, row)
        case Ball.REQUESTER:
            to = _named(session, row.from_name, "provider", None, row.from_practitioner_id)
        case Ball.PAYER | Ball.OTHER:
            to = Recipient(*_OTHERS[row.ball])
        case _:
            return mine
    return _proposal(row.patient_id, mine.patient, to)


@dataclass(frozen=True, slots=True)
class _Row:
    patient_id: int
    ball: Ball
    social: bool
    to_name: str | None
    to_organization_id: int | None
    to_practitioner_id: int | None
    from_name: str | None
    from_practitioner_id: int | None


def _referral(session: Session, referral_id: int) -> _Row:
    columns = [_REFERRAL[name] for name in _Row.__dataclass_fields__]
    row = session.execute(select(*columns).where(_REFERRAL.id == referral_id)).first()
    if row is None:
        raise NotFound(f"There is no referral {referral_id}.", "It may have been undone; refresh the list.")
    return _Row(*row)


def _receiver(session: Session, row: _Row) -> Recipient:
    kind: RecipientKind = "agency" if row.social else "provider"
    return _named(session, row.to_name, kind, row.to_organization_id, row.to_practitioner_id)


def _named(session: Session, name: str | None, kind: RecipientKind, place: int | None, person: int | None) -> Recipient:
    said = name or next((entry.name for entry in receivers(session, place, person)), "")
    return Recipient(said, kind, place, person)


def _proposal(patient_id: int, patient: str, to: Recipient) -> Proposal:
    return Proposal(patient_id, patient, to, USUAL[to.kind])
