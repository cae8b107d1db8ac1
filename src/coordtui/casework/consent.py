"""Consents and authorizations here: written down, signed, renewed. How one ends stands in `consent_end`."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import record, said, shorten
from coordtui.casework.consent_end import (
    draft_to_settle,
    end,
    finish,
    keep_on,
    mistaken,
    name_of,
    not_to_come,
    note_event,
    refuse,
    revoke,
    to_the_same,
)
from coordtui.casework.consent_views import ConsentView, consent, consents
from coordtui.casework.people import on_caseload
from coordtui.casework.raising import finish_steps, open_of, reconcile
from coordtui.casework.sensitivity import all_tags
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.consent import Consent, ConsentDraft, ConsentKind, ConsentStatus, Signing
from coordtui.models.patient import Patient
from coordtui.models.people import Organization, Practitioner
from coordtui.rules import consent as rules
from coordtui.rules.dates import add_months, show_day
from coordtui.rules.disclosure import unknown_sections
from coordtui.rules.follow_up import Wanted

__all__ = [
    "ConsentView",
    "add_consent",
    "consent",
    "consents",
    "draft_of",
    "edit_consent",
    "end",
    "keep_on",
    "mistaken",
    "note_event",
    "raise_steps",
    "refuse",
    "renew",
    "revoke",
    "sign",
]

_LATER: Final = frozenset({"note", "document", "copy_given_on"})
"""What may still be written down on a consent that was signed."""
_LINES: Final = ("discloser", "recipient", "purpose_words", "signer", "authority", "document", "expires_event")
FARTHEST_MONTHS: Final = 600


def raise_steps(session: Session, consent_id: int, moment: Moment) -> None:
    """Bring the consent's follow-up in line with it; nothing for someone who has died or whose case is closed."""
    kept = record(session, Consent, consent_id, "consent")
    wanted: tuple[Wanted, ...] = ()
    if on_caseload(session, kept.patient_id):
        since = min((one.since for one in open_of(session, ("consent", consent_id))), default=moment.today)
        wanted = rules.wanted(consent(session, consent_id, moment.today), since)
    reconcile(session, "consent", consent_id, kept.patient_id, wanted, moment)


# --- writing it down -------------------------------------------------------------------------------------------------


@act("consent.add")
def add_consent(session: Session, patient_id: int, draft: ConsentDraft, moment: Moment) -> Result:
    """Write down a consent: in force when it is signed and complete, else a draft that asks for the rest.

    `value` is its id.

    Raises:
        InvalidInput: a day to come at "signed_on" or "copy_given_on", an end before the beginning at "expires_on", a
            tag or part of the chart that there is not. NotFound: no such patient.
    """
    patient = record(session, Patient, patient_id, "patient")
    kept = _new(session, patient_id, draft, moment)
    stood = "In force" if kept.status is ConsentStatus.ACTIVE else "Drafted"
    label = f"{stood}: {name_of(session, kept, moment)}, {patient.name}"
    return Result(label=label, patient_id=patient_id, value=kept.id)


def _new(session: Session, patient_id: int, draft: ConsentDraft, moment: Moment) -> Consent:
    kept = Consent(patient_id=patient_id)
    _write(session, kept, draft, moment)
    session.add(kept)
    session.flush()
    _settle(session, kept, moment)
    return kept


@act("consent.renew")
def renew(session: Session, consent_id: int, draft: ConsentDraft, moment: Moment) -> Result:
    """A consent that takes the place of another, which ends where the new one is in force already. `value` is the new
    one's id; while that is a draft, or begins later, the old one stands as it stood.

    Raises:
        Refused: the old one is a draft or was entered by mistake. InvalidInput as for `add_consent`.
    """
    old = record(session, Consent, consent_id, "consent")
    if old.status in (ConsentStatus.DRAFT, ConsentStatus.ENTERED_IN_ERROR):
        raise Refused("Only a consent that was given is renewed.", "Change the draft, or write down a new one.")
    new = _new(session, old.patient_id, draft, moment)
    begun = rules.in_force(consent(session, new.id or 0, moment.today), moment.today)
    if begun and old.status is ConsentStatus.ACTIVE:
        finish(session, old, ConsentStatus.INACTIVE, "renewed", moment)
    return Result(label=f"Renewed: {name_of(session, new, moment)}", patient_id=old.patient_id, value=new.id)


def draft_of(session: Session, consent_id: int) -> ConsentDraft:
    """The form of a consent as it stands. Raises NotFound."""
    kept = record(session, Consent, consent_id, "consent")
    held: dict[str, Any] = {name: getattr(kept, name) for name in ConsentDraft.model_fields}
    held["sections"] = None if kept.sections is None else tuple(json.loads(kept.sections))
    held["tags"] = tuple(json.loads(kept.tags))
    return ConsentDraft(**held)


@act("consent.edit")
def edit_consent(session: Session, consent_id: int, draft: ConsentDraft, moment: Moment) -> Result:
    """Change a draft; of one that is in force or over only the note, the copy and the document. `value` is its id.

    Raises:
        Refused: something else of a signed one was changed. InvalidInput as for `add_consent`. NotFound.
    """
    kept = record(session, Consent, consent_id, "consent")
    before = draft_of(session, consent_id)
    changed = {name for name in ConsentDraft.model_fields if getattr(draft, name) != getattr(before, name)}
    if kept.status is not ConsentStatus.DRAFT and changed - _LATER:
        when = f" on {show_day(kept.signed_on, moment.today)}" if kept.signed_on else ""
        raise Refused(
            f"This was signed{when} and stays as it was signed; only its note, copy and document can change.",
            "Renew it, revoke it, or say that it was entered by mistake.",
        )
    _write(session, kept, draft, moment)
    session.flush()
    if _settle(session, kept, moment):
        _succeed(session, kept, moment)
    return Result(label=f"Changed: {name_of(session, kept, moment)}", patient_id=kept.patient_id, value=consent_id)


@act("consent.sign")
def sign(session: Session, consent_id: int, on: dt.date, signing: Signing, moment: Moment) -> Result:
    """A draft was signed, or agreed to, on that day: it is in force, and takes the place of an older one of its kind
    for the same recipient and purpose. `value` is its id.

    Raises:
        Refused: it is no draft, or something is still needed (the message names it). InvalidInput: at "signed_on".
    """
    kept = draft_to_settle(session, consent_id)
    not_to_come("signed_on", on, moment.today)
    _ends_after("signed_on", kept.expires_on, kept.starts_on or on)
    kept.signed_on, kept.signing = on, signing
    session.flush()
    wanting = consent(session, consent_id, moment.today).missing
    if wanting:
        raise Refused(f"It is not complete. Still needed: {'; '.join(wanting)}.", "Fill that in first.")
    _settle(session, kept, moment)
    ended = " (ended the one before it)" if _succeed(session, kept, moment) else ""
    label = f"In force: {name_of(session, kept, moment)}{ended}"
    return Result(label=label, patient_id=kept.patient_id, value=consent_id)


def _settle(session: Session, kept: Consent, moment: Moment) -> bool:
    """A draft that is signed and complete is in force; its follow-ups go by that. Whether it is so from now on."""
    key = kept.id or 0
    signed = kept.status is ConsentStatus.DRAFT and kept.signed_on is not None
    begins = signed and not consent(session, key, moment.today).missing
    if begins:
        kept.status = ConsentStatus.ACTIVE
        session.flush()
        finish_steps(session, ("consent", key), "signed", moment)
    raise_steps(session, key, moment)
    return begins


def _succeed(session: Session, kept: Consent, moment: Moment) -> int:
    """End the older ones whose place a draft takes that came in force; how many. Psychotherapy notes have their own,
    a restriction takes the place of none, and one that begins later leaves them as they stand.
    """
    if kept.kind is ConsentKind.RESTRICTION or not rules.in_force(_view(session, kept, moment), moment.today):
        return 0
    own = rules.alone(_view(session, kept, moment))
    older = [
        one
        for one in to_the_same(session, kept)
        if (one.id or 0) < (kept.id or 0)
        and (one.kind, one.purpose, one.purpose_words) == (kept.kind, kept.purpose, kept.purpose_words)
        and rules.alone(_view(session, one, moment)) is own
    ]
    for one in older:
        finish(session, one, ConsentStatus.INACTIVE, "renewed", moment)
    return len(older)


def _view(session: Session, kept: Consent, moment: Moment) -> ConsentView:
    return consent(session, kept.id or 0, moment.today)


def _write(session: Session, kept: Consent, draft: ConsentDraft, moment: Moment) -> None:
    """The draft's fields into the record. Raises InvalidInput."""
    for name in ("signed_on", "copy_given_on"):
        not_to_come(name, getattr(draft, name), moment.today)
    _ends_after("expires_on", draft.expires_on, draft.starts_on or draft.signed_on)
    if draft.expires_on is not None and draft.expires_on > add_months(moment.today, FARTHEST_MONTHS):
        raise InvalidInput("expires_on", "That is more than fifty years away.", "Check the year.")
    known = {one.code for one in all_tags(session)}
    if astray := sorted(set(draft.tags) - known):
        raise InvalidInput("tags", f"There is no tag {shorten(astray[0], 40)}.", "Choose from the tags.")
    if unknown := unknown_sections(draft.sections or ()):
        raise InvalidInput(
            "sections", f"There is no part {shorten(unknown[0], 40)} of a chart.", "Choose from the parts."
        )
    for name in ConsentDraft.model_fields:
        setattr(kept, name, getattr(draft, name))
    for name in _LINES:
        setattr(kept, name, said(" ".join((getattr(draft, name) or "").split())))
    kept.scope, kept.note = said(draft.scope), said(draft.note)
    kept.sections = None if draft.sections is None else json.dumps(sorted(draft.sections))
    kept.tags = json.dumps(sorted(draft.tags))
    if kept.recipient is None:
        kept.recipient = _entry_name(session, draft)


def _ends_after(field: str, expires_on: dt.date | None, starts: dt.date | None) -> None:
    if expires_on is not None and starts is not None and expires_on < starts:
        raise InvalidInput(field, "It would end before it begins.", "Check both dates.")


def _entry_name(session: Session, draft: ConsentDraft) -> str | None:
    """The directory's name of the recipient, where only the entry was given. Raises NotFound."""
    if draft.recipient_practitioner_id is not None:
        return record(session, Practitioner, draft.recipient_practitioner_id, "person in the directory").name
    if draft.recipient_organization_id is not None:
        return record(session, Organization, draft.recipient_organization_id, "place in the directory").name
    return None
