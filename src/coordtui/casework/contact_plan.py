"""What a contact leads to, decided once: the cadence's proposal, the person's own choice, and what is open already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from coordtui.casework.acuity import level_of
from coordtui.casework.base import local, record, shorten
from coordtui.casework.contact_views import tries
from coordtui.casework.follow_up_views import open_entities
from coordtui.casework.raising import open_of_patient
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.contact import ContactDraft, Outcome
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import CaseStatus, Patient
from coordtui.rules.contact import CHANNELS, OUTCOMES, NextStep, propose
from coordtui.rules.dates import add_months, next_business_day, show_day
from coordtui.rules.follow_up import KINDS

FARTHEST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """`step` is final: what it says is done. `twin_id` is an open follow-up of that kind and text, moved instead."""

    patient_id: int
    step: NextStep
    twin_id: int | None = None


def plan_contact(session: Session, draft: ContactDraft, moment: Moment) -> Plan:
    """Raises as `contact.log_contact` says."""
    if draft.channel not in OUTCOMES[draft.outcome].channels:
        outcome, channel = OUTCOMES[draft.outcome].label, CHANNELS[draft.channel].label
        raise InvalidInput("outcome", f'"{outcome}" cannot come of a {channel}.', "Choose another outcome or channel.")
    patient = record(session, Patient, draft.patient_id, "patient")
    follow_up = _own(session, draft)
    if patient.deceased or patient.case_status is CaseStatus.CLOSED:
        return Plan(draft.patient_id, NextStep(words="Kept in the record. The case is over, so nothing is planned."))
    before = tries(session, draft.patient_id)
    step = propose(
        draft.outcome,
        draft.channel,
        follow_up.kind if follow_up else None,
        follow_up.attempts if follow_up else 0,
        before.moments,
        moment.today,
        level_of(session, draft.patient_id, moment.today),
        now=local(moment.at, moment.zone),
        channels=before.channels,
    )
    others = [one for one in open_of_patient(session, draft.patient_id) if follow_up is None or one.id != follow_up.id]
    step = _served(step, follow_up, others)
    step = _chosen(step, draft, follow_up, moment.today)
    return _settled(step, draft, follow_up, others, moment.today)


def _own(session: Session, draft: ContactDraft) -> FollowUp | None:
    if draft.follow_up_id is None:
        return None
    (follow_up,) = open_entities(session, (draft.follow_up_id,))
    if follow_up.patient_id != draft.patient_id:
        raise Refused("This follow-up belongs to another patient.", "Go back to the list and choose again.")
    return follow_up


def _served(step: NextStep, follow_up: FollowUp | None, others: Sequence[FollowUp]) -> NextStep:
    """A call does not finish the last step of a feature's object: what it is about has not happened yet."""
    if follow_up is None or not step.settle or follow_up.subject_kind == "patient":
        return step
    subject = (follow_up.subject_kind, follow_up.subject_id)
    if any((one.subject_kind, one.subject_id) == subject for one in others):
        return step
    return NextStep(reset=step.reset, words=f"{_head(step)} Still to do: {shorten(follow_up.text)}.")


def _chosen(step: NextStep, draft: ContactDraft, follow_up: FollowUp | None, today: dt.date) -> NextStep:
    """What the person chose in place of the proposal; a death and a danger leave no choice."""
    if draft.outcome in (Outcome.DECEASED, Outcome.UNSAFE):
        return step
    on = _check_on(draft.next_on, today)
    if not draft.settle and step.settle:
        step = NextStep(reset=step.reset, words=f"{_head(step)} It stays open.")
    if draft.next_kind is not None:
        return _other_kind(step, draft.next_kind, on, follow_up, today)
    if on is None:
        return step
    words = f"{_head(step)} Next {show_day(on, today)}."
    if step.kind is None and (follow_up is None or step.settle):
        return replace(step, kind="routine_contact", text="Stay in touch", due_on=on, words=words, if_last=False)
    return replace(step, due_on=on, words=words, if_last=False)


def _other_kind(step: NextStep, kind: str, on: dt.date | None, follow_up: FollowUp | None, today: dt.date) -> NextStep:
    if kind not in KINDS or KINDS[kind].done == "step":
        raise InvalidInput("next_kind", "This kind of follow-up cannot be planned by hand.")
    due = on or step.due_on or next_business_day(today)
    words = f"{_head(step)} Next: {KINDS[kind].label}, {show_day(due, today)}."
    if follow_up is not None and not step.settle and follow_up.kind == kind:
        return replace(step, kind=None, text="", due_on=due, words=words, stays_on=None, if_last=False)
    stays = step.stays_on if step.kind else step.due_on
    return replace(step, kind=kind, text=KINDS[kind].label, due_on=due, words=words, stays_on=stays, if_last=False)


def _check_on(on: dt.date | None, today: dt.date) -> dt.date | None:
    if on is not None and on < today:
        raise InvalidInput("next_on", "That day is past.", "Choose today or later.")
    if on is not None and on > add_months(today, FARTHEST_MONTHS):
        raise InvalidInput("next_on", "That day is more than five years away.", "Check the year.")
    return on


def _settled(
    step: NextStep, draft: ContactDraft, follow_up: FollowUp | None, others: Sequence[FollowUp], today: dt.date
) -> Plan:
    """Leave out what is not needed, and what is open already."""
    stays = follow_up is not None and not step.settle
    if step.if_last and (others or stays):
        following = [one.due_on for one in (*others, *((follow_up,) if follow_up and stays else ()))]
        words = f"{_head(step)} Next open step {show_day(min(following), today)}."
        step = replace(step, kind=None, text="", due_on=None, words=words, if_last=False)
    if step.kind is None:
        return Plan(draft.patient_id, step)
    if follow_up is not None and not step.settle and (follow_up.kind, follow_up.text) == (step.kind, step.text):
        return Plan(draft.patient_id, replace(step, kind=None, text=""))
    twins = [one.id for one in others if (one.kind, one.text) == (step.kind, step.text)]
    return Plan(draft.patient_id, step, next(iter(twins), None))


def _head(step: NextStep) -> str:
    """The part of the words that says what happened, without what comes next."""
    return step.words.partition(" Next ")[0]
