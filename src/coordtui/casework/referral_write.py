"""Writing a referral: a new one, a part of another one, and changing what is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import partial_day, record, said, shorten, table
from coordtui.casework.people import on_caseload
from coordtui.casework.referral_marks import open_referral
from coordtui.casework.referral_steps import log, overrides, raise_steps, visit_day
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.codes import Answer
from coordtui.models.patient import Patient
from coordtui.models.people import Organization, Practitioner
from coordtui.models.referral import EventKind, Referral, ReferralDraft, ReferralEvent
from coordtui.models.referral import ReferralState as S
from coordtui.rules import referral as rules
from coordtui.rules.referral_ageing import Overrides
from coordtui.rules.referral_line import LINE, before

_TEXTS = ("reason", "question", "category", "to_name", "from_name", "auth_number")
_LINKS = ("to_organization_id", "to_practitioner_id", "from_practitioner_id")
_PLAIN = ("urgency", "social", "indicated_on", "consent", "consent_on", "auth_needed", *_LINKS)
FACTS = ("what", "ordered_on", *_TEXTS, *_PLAIN)
"""What a person writes down; everything else follows from the steps that are taken."""
_CLOCKS = ("urgency", "social", "indicated_on")
_E = table(ReferralEvent).c
_GONE_OUT = tuple(state for state in LINE if not before(state, S.SENT))


@act("referral.create")
def create(session: Session, draft: ReferralDraft, moment: Moment) -> Result:
    """Begin a referral as a draft; `value` is its id. It may be incomplete until it is sent.

    Raises:
        InvalidInput: at a field. Refused: the case is over. NotFound: no such patient or directory entry.
    """
    referral = begin(session, draft, moment)
    return Result(label=f"Referral begun: {shorten(referral.what, 40)}", patient_id=draft.patient_id, value=referral.id)


@act("referral.part")
def refer_part(session: Session, parent_id: int, draft: ReferralDraft, moment: Moment) -> Result:
    """Begin a referral that is a part of another one, which cannot close as met before it; `value` is its id."""
    parent = open_referral(session, parent_id)
    if draft.patient_id != parent.patient_id:
        raise InvalidInput("patient_id", "A part belongs to the same patient as the whole.")
    referral = begin(session, draft, moment, parent_id=parent_id)
    label = f"Part begun: {shorten(referral.what, 30)}, of {shorten(parent.what, 30)}"
    return Result(label=label, patient_id=parent.patient_id, value=referral.id)


def begin(
    session: Session,
    draft: ReferralDraft,
    moment: Moment,
    *,
    parent_id: int | None = None,
    rerouted_from_id: int | None = None,
    because: str | None = None,
) -> Referral:
    """A new draft with its first step and the first entry of its history; `because` says why it was begun."""
    record(session, Patient, draft.patient_id, "patient")
    if not on_caseload(session, draft.patient_id):
        raise Refused("The case is over, so nothing new is referred.", "Reopen the case first.")
    referral = Referral(
        patient_id=draft.patient_id,
        what="",
        state=S.DRAFT,
        ball=rules.ball_of(S.DRAFT),
        since=moment.today,
        parent_id=parent_id,
        rerouted_from_id=rerouted_from_id,
    )
    for name, value in _checked(session, draft, moment).items():
        setattr(referral, name, value)
    session.add(referral)
    session.flush()
    kind = EventKind.REROUTED if rerouted_from_id is not None else EventKind.MOVE
    log(session, referral, kind, moment, text=because, first=True)
    raise_steps(session, referral.id or 0, moment)
    return referral


@act("referral.edit")
def edit(session: Session, referral_id: int, draft: ReferralDraft, moment: Moment) -> Result:
    """Change what is written of an open referral; `value` is its id.

    What changes its clocks (urgency, indicated date, social or not) also sets its next check anew. Another receiver
    has not said yet whether there is room.

    Raises:
        InvalidInput: at a field. Refused: it or the case is over, or another receiver than the one it went to.
    """
    referral = open_referral(session, referral_id)
    if draft.patient_id != referral.patient_id:
        raise InvalidInput("patient_id", "A referral stays with its patient.", "Begin another one for someone else.")
    clocks = _clocks(referral)
    values = _checked(session, draft, moment, stored=referral)
    if not _same_receiver(referral, values):
        _new_receiver(session, referral)
    for name, value in values.items():
        setattr(referral, name, value)
    session.flush()
    if _clocks(referral) != clocks:
        _new_clocks(session, referral, overrides(session))
    raise_steps(session, referral_id, moment)
    return Result(
        label=f"Referral changed: {shorten(referral.what, 40)}", patient_id=referral.patient_id, value=referral_id
    )


def _same_receiver(referral: Referral, values: Mapping[str, Any]) -> bool:
    """By the entries of the directory; by the name, which may get its entry, while there is none."""
    links = (referral.to_organization_id, referral.to_practitioner_id)
    if links != (None, None):
        return links == (values["to_organization_id"], values["to_practitioner_id"])
    return (referral.to_name or "").casefold() == (values["to_name"] or "").casefold()


def _new_receiver(session: Session, referral: Referral) -> None:
    """What happened belongs to the place where it happened, so one that went out somewhere stays with that place."""
    place = referral.to_name
    if place is not None and _went_out(session, referral):
        raise Refused(
            f"This went to {shorten(place, 40)}, and its history belongs there.",
            "If they declined, note that (D) and send it to another place (O); else call it off and begin a new one.",
        )
    referral.capacity, referral.capacity_on = None, None


def _went_out(session: Session, referral: Referral) -> bool:
    stands = (referral.held_from or S.SENT) if referral.state is S.ON_HOLD else referral.state
    sent = select(_E.id).where(_E.referral_id == referral.id, _E.to_state.in_(_GONE_OUT)).limit(1)
    return stands in _GONE_OUT or session.scalars(sent).first() is not None


def _clocks(referral: Referral) -> tuple[Any, ...]:
    return tuple(getattr(referral, name) for name in _CLOCKS)


def _new_clocks(session: Session, referral: Referral, own: Overrides) -> None:
    referral.ball = rules.ball_of(referral.state, social=referral.social)
    if referral.state is not S.ON_HOLD:
        referral.next_check_on = rules.next_check(referral, own, visit_on=visit_day(session, referral))
    session.flush()


def draft_of(session: Session, referral_id: int) -> ReferralDraft:
    """What is written of a referral, to be edited or to begin another one with. Raises NotFound."""
    referral = record(session, Referral, referral_id, "referral")
    return ReferralDraft(patient_id=referral.patient_id, **{name: getattr(referral, name) for name in FACTS})


def _checked(session: Session, draft: ReferralDraft, moment: Moment, stored: Referral | None = None) -> dict[str, Any]:
    """The columns that the draft fills. A date is only checked where it changed."""
    what = said(draft.what)
    if what is None:
        raise InvalidInput("what", "Say what is asked for.", "For example: cardiology, food box, home care.")
    texts: dict[str, Any] = {name: said(getattr(draft, name)) for name in _TEXTS}
    plain = {name: getattr(draft, name) for name in _PLAIN}
    if draft.consent is not Answer.YES:
        plain["consent_on"] = draft.consent_on if draft.consent is not Answer.UNKNOWN else None
    elif draft.consent_on is not None and draft.consent_on > moment.today:
        raise InvalidInput("consent_on", "The consent cannot be given on a day to come.", "Enter the day it was given.")
    named = _Named.of(session, draft)
    texts["to_name"] = texts["to_name"] or named.to_name
    texts["from_name"] = texts["from_name"] or named.from_name
    ordered_on = said(draft.ordered_on)
    if ordered_on is not None and (stored is None or ordered_on != stored.ordered_on):
        ordered_on = partial_day("ordered_on", ordered_on)
    if ordered_on is None and stored is None:
        ordered_on = moment.today.isoformat()
    return {"what": what, "ordered_on": ordered_on, **texts, **plain}


@dataclass(frozen=True, slots=True)
class _Named:
    """The names that the directory has for the entries which a draft is linked to."""

    to_name: str | None
    from_name: str | None

    @classmethod
    def of(cls, session: Session, draft: ReferralDraft) -> _Named:
        person = _entry(session, Practitioner, draft.to_practitioner_id)
        place = _entry(session, Organization, draft.to_organization_id)
        whole = ", ".join(dict.fromkeys(filter(None, (person, place)))) or None
        return cls(whole, _entry(session, Practitioner, draft.from_practitioner_id))


def _entry(session: Session, model: type[Organization] | type[Practitioner], key: int | None) -> str | None:
    return None if key is None else record(session, model, key, "entry of the directory").name
