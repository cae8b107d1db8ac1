"""How a consent ends: revoked, by its event, let go, refused, or never meant. Nothing is taken off the record."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import record, said, shorten, table
from coordtui.casework.consent_views import consent
from coordtui.casework.people import on_caseload
from coordtui.casework.raising import finish_steps, raise_follow_up
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.consent import Consent, ConsentKind, ConsentStatus
from coordtui.rules import consent as rules
from coordtui.rules.dates import add_months
from coordtui.rules.fold import fold
from coordtui.rules.words import plural

_C = table(Consent).c


@act("consent.revoke")
def revoke(session: Session, consent_id: int, on: dt.date, how: str, moment: Moment) -> Result:
    """The patient took it back, in these words or that way; what was shared before stays shared (164.508(b)(5)).

    The label says how many more of their consents let things go to the same recipient.

    Raises:
        InvalidInput: "on" is to come or before it was signed, or "how" is empty. Refused: it is not in force.
    """
    kept = _active(session, consent_id, "revoked")
    _within("on", on, kept, moment.today)
    words = said(" ".join(how.split()))
    if words is None:
        raise InvalidInput("how", "How was it revoked?", 'For example "in writing, letter of Monday".')
    kept.revoked_on, kept.revoked_how = on, words
    finish(session, kept, ConsentStatus.INACTIVE, "revoked", moment)
    others = sum(one.kind is not ConsentKind.RESTRICTION for one in to_the_same(session, kept))
    more = f"; {plural(others, 'other')} to the same recipient not revoked" if others else ""
    label = f"Revoked: {name_of(session, kept, moment)}{more}"
    return Result(label=label, patient_id=kept.patient_id, value=consent_id)


@act("consent.event")
def note_event(session: Session, consent_id: int, on: dt.date, moment: Moment) -> Result:
    """The event by which it ends happened on that day.

    Raises:
        InvalidInput: "on" is to come or before it was signed. Refused: it is not in force, or names no event.
    """
    kept = _active(session, consent_id, "ended by its event")
    if not kept.expires_event:
        raise Refused("It ends on a date, not by an event.", "Revoke it, or let it end.")
    _within("on", on, kept, moment.today)
    kept.event_on = on
    finish(session, kept, ConsentStatus.INACTIVE, "its event happened", moment)
    return Result(label=f"Expired: {name_of(session, kept, moment)}", patient_id=kept.patient_id, value=consent_id)


@act("consent.keep_on")
def keep_on(session: Session, consent_id: int, moment: Moment) -> Result:
    """The event by which it ends has not happened; asked again in a year. `value` is that day.

    Raises:
        Refused: it is not in force, or not asked about every year.
    """
    kept = _active(session, consent_id, "checked")
    if kept.expires_on is not None or (kept.kind not in rules.WRITTEN and not kept.expires_event):
        raise Refused("It is not asked about every year.", "It ends on its date, or when it is revoked.")
    again = add_months(moment.today, rules.CHECK_MONTHS)
    finish_steps(session, ("consent", consent_id), "still holds", moment)
    (wanted,) = rules.wanted(consent(session, consent_id, moment.today), moment.today)
    if on_caseload(session, kept.patient_id):
        raise_follow_up(
            session,
            patient_id=kept.patient_id,
            subject=("consent", consent_id),
            kind=wanted.kind,
            text=wanted.text,
            due_on=again,
            moment=moment,
        )
    return Result(label=f"Still holds: {name_of(session, kept, moment)}", patient_id=kept.patient_id, value=again)


@act("consent.end")
def end(session: Session, consent_id: int, moment: Moment) -> Result:
    """Let it end: nobody needs it any more, or it expired. A restriction is ended the same way (164.522(a)(2)).

    Raises Refused where it is not in force any more, or still a draft.
    """
    kept = _active(session, consent_id, "ended")
    finish(session, kept, ConsentStatus.INACTIVE, "ended", moment)
    return Result(label=f"Ended: {name_of(session, kept, moment)}", patient_id=kept.patient_id, value=consent_id)


@act("consent.refuse")
def refuse(session: Session, consent_id: int, moment: Moment) -> Result:
    """The patient did not sign the draft, or the restriction was not agreed to. Raises Refused: it is no draft."""
    kept = draft_to_settle(session, consent_id)
    finish(session, kept, ConsentStatus.REJECTED, "refused", moment)
    return Result(label=f"Refused: {name_of(session, kept, moment)}", patient_id=kept.patient_id, value=consent_id)


@act("consent.mistaken")
def mistaken(session: Session, consent_id: int, moment: Moment) -> Result:
    """It was entered by mistake: it stays on the record and counts for nothing. Raises Refused: it is so already."""
    kept = record(session, Consent, consent_id, "consent")
    if kept.status is ConsentStatus.ENTERED_IN_ERROR:
        raise Refused("It is marked as a mistake already.")
    finish(session, kept, ConsentStatus.ENTERED_IN_ERROR, "entered by mistake", moment)
    return Result(label=f"A mistake: {name_of(session, kept, moment)}", patient_id=kept.patient_id, value=consent_id)


def _active(session: Session, consent_id: int, done: str) -> Consent:
    kept = record(session, Consent, consent_id, "consent")
    if kept.status is not ConsentStatus.ACTIVE:
        raise Refused(f"Only a consent in force can be {done}.", "Look at how it stands.")
    return kept


def _within(field: str, day: dt.date, kept: Consent, today: dt.date) -> None:
    not_to_come(field, day, today)
    if kept.signed_on is not None and day < kept.signed_on:
        raise InvalidInput(field, "That is before it was signed.", "Check both dates.")


def to_the_same(session: Session, kept: Consent) -> list[Consent]:
    """The patient's other consents, not ended yet, that name the same recipient."""
    to_entry = (kept.recipient_practitioner_id, kept.recipient_organization_id)
    mine = (_C.patient_id == kept.patient_id, _C.status == ConsentStatus.ACTIVE, _C.id != kept.id)
    return [
        one
        for one in session.scalars(select(Consent).where(*mine).order_by(_C.id))
        if one.all_treating == kept.all_treating
        and (
            fold(one.recipient or "") == fold(kept.recipient or "")
            or (any(to_entry) and to_entry == (one.recipient_practitioner_id, one.recipient_organization_id))
        )
    ]


def finish(session: Session, kept: Consent, status: ConsentStatus, outcome: str, moment: Moment) -> None:
    kept.status = status
    session.flush()
    finish_steps(session, ("consent", kept.id or 0), outcome, moment)


def not_to_come(field: str, day: dt.date | None, today: dt.date) -> None:
    if day is not None and day > today:
        raise InvalidInput(field, "That day is still to come.", "Choose today or earlier.")


def name_of(session: Session, kept: Consent, moment: Moment) -> str:
    """What it is, in a label."""
    return shorten(consent(session, kept.id or 0, moment.today).title, 50)


def draft_to_settle(session: Session, consent_id: int) -> Consent:
    """The draft to be signed or refused. Raises Refused when it is none any more."""
    kept = record(session, Consent, consent_id, "consent")
    if kept.status is not ConsentStatus.DRAFT:
        raise Refused("This is no draft any more.", "Renew it, or write down a new one.")
    return kept
