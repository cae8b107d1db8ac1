"""The gate for everything that leaves: who gets it and why is written down before it does, or it does not leave.

45 CFR 164.528 (the accounting of disclosures) is a filter over what is written here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, and_, insert, or_, select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import fetch, said, shorten, table, utc
from coordtui.casework.clearance import Clearance, clearance
from coordtui.clock import Moment
from coordtui.errors import InvalidInput
from coordtui.models.base import new_uid
from coordtui.models.consent import Consent, ConsentStatus
from coordtui.models.disclosure import Basis, Disclosure, DisclosureDraft, Purpose
from coordtui.rules.disclosure import ACCOUNTED, reaches_back_to

_D, _C = table(Disclosure).c, table(Consent).c
_NEVER: Final = (ConsentStatus.DRAFT, ConsentStatus.REJECTED, ConsentStatus.ENTERED_IN_ERROR)
_UNFOUNDED: Final = and_(
    or_(_D.basis == Basis.AUTHORIZATION, and_(_D.consent_id.is_not(None), _D.tags != "[]")),
    or_(_C.id.is_(None), _C.status.in_(_NEVER), _C.revoked_on <= _D.made_on, _C.event_on <= _D.made_on),
)
"""Only a consent let it go, and that one was gone by then or never held."""

__all__ = ["Clearance", "DisclosureView", "accounting", "clearance", "disclose", "disclosures", "refused"]


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """One document of one patient that left. `made_at` is UTC, `made_on` the local day; the rest as in the record."""

    disclosure_id: int
    patient_id: int
    made_at: dt.datetime
    made_on: dt.date
    document: str
    recipient: str
    recipient_address: str | None
    purpose: Purpose
    basis: Basis
    basis_words: str | None
    consent_id: int | None
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    withheld: tuple[str, ...]
    format: str
    destination: str
    encrypted: bool

    @property
    def accounted(self) -> bool:
        """Whether an accounting must tell of it."""
        return self.basis in ACCOUNTED


@act("document.export", undoable=False)
def disclose(
    session: Session, patient_id: int | Sequence[int], document: str, draft: DisclosureDraft, moment: Moment
) -> Result:
    """Let one document about a patient, or one list about several, leave the vault; call it before it does.

    `document` is in words ("visit summary"). One record for each patient is written. The result's value holds their
    `uid`s.

    Raises:
        InvalidInput: "recipient", "parts", "basis_words" or "output": what the gate must know and was not told.
        Refused: the ground lacks its consent, the patient asked that this be kept back, or all of it is tagged.
        NotFound: there is no such patient.
    """
    patients = [patient_id] if isinstance(patient_id, int) else list(dict.fromkeys(patient_id))
    if not draft.format or not draft.destination:
        raise InvalidInput("output", "Say where it goes, and in which form.")
    # The real day: a consent that has ended does not come back because an earlier day is looked at.
    cleared = clearance(session, patient_id, draft, moment.local().date())
    if cleared.refusal is not None:
        raise cleared.refusal
    to, destination = cleared.recipient, _bare(draft.destination)
    rows = [
        {
            "uid": new_uid(),
            "patient_id": key,
            "made_at": moment.at,
            "made_on": moment.local().date(),
            "document": document,
            "recipient": to.name,
            "recipient_address": to.address,
            "recipient_organization_id": to.organization_id,
            "recipient_practitioner_id": to.practitioner_id,
            "purpose": draft.purpose,
            "basis": draft.basis,
            "basis_words": draft.basis_words or None,
            "consent_id": cleared.consent_id,
            "sections": json.dumps(sorted(set(draft.sections))),
            "tags": json.dumps(sorted(cleared.covered)),
            "withheld": json.dumps(sorted(cleared.held)),
            "format": draft.format,
            "destination": destination,
            "encrypted": draft.encrypted,
        }
        for key in patients
    ]
    if rows:
        session.execute(insert(Disclosure), rows)
    one = patients[0] if len(patients) == 1 else None
    # A file about nobody leaves no record of its own, so the journal says who got it.
    many = "" if one is not None else f" of {len(patients)} patients" if patients else f" for {shorten(to.name)}"
    label = f"Exported: {document}{many} ({draft.format}) to {shorten(destination)}"
    return Result(label=label, patient_id=one, value=tuple(row["uid"] for row in rows))


@act("disclosure.refused", undoable=False)
def refused(
    session: Session,  # noqa: ARG001
    patient_id: int | None,
    document: str,
    recipient: str,
    why: str,
    moment: Moment,  # noqa: ARG001
) -> Result:
    """Write down that the gate kept something back."""
    return Result(label=f"Kept back: {document} for {shorten(recipient)}: {shorten(why, 160)}", patient_id=patient_id)


def _bare(destination: str) -> str:
    """A file's name without its folders, which may tell more than the journal has to know."""
    return shorten(said(destination.replace("\\", "/").rsplit("/", 1)[-1]) or "a file", 120)


_COLUMNS = tuple(_D[name] for name in DisclosureView.__dataclass_fields__ if name != "disclosure_id")


def disclosures(
    session: Session, patient_id: int, start: dt.date | None = None, end: dt.date | None = None
) -> tuple[DisclosureView, ...]:
    """What left about a patient on the local days `start` to `end`, the newest first."""
    query = _disclosures(patient_id).order_by(_D.made_on.desc(), _D.id.desc())
    if start is not None:
        query = query.where(_D.made_on >= start)
    if end is not None:
        query = query.where(_D.made_on <= end)
    return fetch(session, query, _view)


def accounting(session: Session, patient_id: int, start: dt.date | None, end: dt.date) -> tuple[DisclosureView, ...]:
    """What 45 CFR 164.528 wants told: only what is accounted for, six years back from `end` at most, oldest first.

    What left under a consent that did not hold that day, as it turned out, is told too.
    """
    first = max(start or dt.date.min, reaches_back_to(end))
    query = _disclosures(patient_id).outerjoin(table(Consent), _C.id == _D.consent_id)
    query = query.where(_D.made_on.between(first, end), or_(_D.basis.in_(ACCOUNTED), _UNFOUNDED))
    return fetch(session, query.order_by(_D.made_on, _D.id), _view)


def _disclosures(patient_id: int) -> Select[Any]:
    return select(_D.id, *_COLUMNS).where(_D.patient_id == patient_id)


def _view(*row: Any) -> DisclosureView:
    given = dict(zip(DisclosureView.__dataclass_fields__, row, strict=True))
    given |= {name: tuple(json.loads(given[name])) for name in ("sections", "tags", "withheld")}
    return DisclosureView(**given | {"made_at": utc(given["made_at"])})
