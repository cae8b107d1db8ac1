"""A short draft for whoever has the ball in a referral: what it is about, what is needed, by when.

It is said by phone, faxed or pasted into a secure message by a person; the program sends nothing. The subject holds no
name, and to someone who is not safe everywhere the text gives nothing away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from coordtui.casework.reach import best_phones
from coordtui.casework.receiver import receivers
from coordtui.documents import common, gather, health, packet_gather
from coordtui.documents.packet import place_of
from coordtui.documents.packet_gather import ReferralRow
from coordtui.documents.packet_view import NudgeView, Place
from coordtui.documents.private import topic_of
from coordtui.documents.scope import WHOLE, Scope
from coordtui.documents.text import one_line
from coordtui.documents.view import Person
from coordtui.documents.words import long_day, short_day
from coordtui.errors import Refused
from coordtui.models.codes import Ball, Urgency
from coordtui.models.referral import ReferralState as S
from coordtui.rules.dates import add_business_days, moment_day
from coordtui.rules.referral import STATES, is_open

__all__ = ["NobodyToRemind", "NudgeView", "nudge", "reply_by"]

_ASK: Final[Mapping[S, str]] = {
    S.DRAFT: "Please tell me what you still need from us.",
    S.AWAITING_AUTH: "Please tell me the decision, or what is still missing, with the reference number.",
    S.SENT: "Please tell me that it reached you. If it did not, I will send it again.",
    S.RECEIVED: "Please tell me whether you accept it. If not, please tell me why.",
    S.ACCEPTED: "Please tell me the day and time of the visit, or when you will call the patient.",
    S.SCHEDULED: "Please tell me whether the visit still stands.",
    S.ATTENDED: "Please send the report, or tell me when it will come.",
    S.REPORT_RECEIVED: "Please read the report, and tell me that you have and what comes next.",
    S.ACKNOWLEDGED: "Please tell me what the patient should be told.",
    S.NO_SHOW: "Please tell me which days are free for a new visit.",
    S.CANCELLED_VISIT: "Please tell me which days are free for a new visit.",
    S.ON_HOLD: "Please tell me whether it can go on.",
}
_PATIENT_ASK: Final[Mapping[S, str]] = {
    S.SCHEDULED: "Please call me if you need a ride, or if the day does not suit you.",
    S.NO_SHOW: "It seems that the visit did not work out. Please call me. We will find another day, and a ride if you"
    " need one.",
    S.CANCELLED_VISIT: "Please call me, and we will find another day.",
    S.ATTENDED: "Please call me and tell me how it went.",
}
_AFTER: Final = "Please tell me whether the patient came, and what comes next."
_OTHERWISE: Final = "Please tell me where it stands."
_PATIENT_OTHERWISE: Final = "Please call me when you can. I would like to know how it goes."
_DAYS: Final = 2
"""Business days for an answer to a routine question (domain sheet §9); an urgent one is asked for the same day."""


class NobodyToRemind(Refused):
    """Nobody else has to act: nothing is kept back from anybody."""


def nudge(session: Session, referral_id: int, today: dt.date, scope: Scope = WHOLE) -> NudgeView:
    """Raises NotFound; NobodyToRemind; Refused where the referral is tagged and not covered."""
    row = packet_gather.referral(session, referral_id, scope)
    if not is_open(row.state):
        raise NobodyToRemind(f"This referral is over: {STATES[row.state].label}.", "There is nobody to remind.")
    if row.ball is Ball.ME:
        raise NobodyToRemind("The next step is yours, so there is nobody to remind.", f"{STATES[row.state].step}.")
    before = packet_gather.nudges(session, referral_id, row.since)
    me = common.coordinator(session, "")
    if row.ball is Ball.PATIENT:
        return _to_patient(session, row, me, before, today)
    to = _whom(session, row)
    person = packet_gather.person(session, row.patient_id)
    visit = _visit(session, row)
    by = reply_by(row.urgency, today)
    when = "today" if by == today else f"by {long_day(by)}"
    lines = (
        f"To {to.name}:",
        f"This is {me.name}, {me.role}{f', {me.phone}' if me.phone else ''}.",
        f"It is about the referral of {one_line(person.name)}{_born(session, row, scope)}: {one_line(row.what)}.",
        _standing(row, visit, today),
        f"I asked before ({before} {'time' if before == 1 else 'times'})." if before else "",
        _AFTER if visit and visit < today else _ASK.get(row.state, _OTHERWISE),
        f"I hope to hear from you {when}. Thank you.",
        scope.notice,
    )
    text = "\n".join(line for line in lines if line)
    return NudgeView(row.patient_id, row.id, to.name, to.phone, to.fax, _subject(row), text, _advice(before, row, text))


def reply_by(urgency: Urgency, today: dt.date) -> dt.date:
    """When an answer is asked for: in two business days, the same day where it is urgent."""
    return add_business_days(today, _DAYS) if urgency is Urgency.ROUTINE else today


def _whom(session: Session, row: ReferralRow) -> Place:
    """The office that has the ball. A health plan and others have no entry here, so only a name."""
    if row.ball is Ball.RECIPIENT:
        found = receivers(session, row.to_organization_id, row.to_practitioner_id)
        return place_of(row.to_name, found, "the office that the referral went to")
    if row.ball is Ball.REQUESTER:
        found = receivers(session, None, row.from_practitioner_id)
        return place_of(row.from_name, found, "the clinician who asked for it")
    return Place("the health plan" if row.ball is Ball.PAYER else "whoever has it now", "", "", "")


def _born(session: Session, row: ReferralRow, scope: Scope) -> str:
    born = health.born(session, row.patient_id, scope)
    return f", born {born}" if born else ""


def _visit(session: Session, row: ReferralRow) -> dt.date | None:
    """The day that is booked. It may be past: nobody has said yet whether the visit took place."""
    return moment_day(packet_gather.visit_day(session, row.appointment_id)) if row.state is S.SCHEDULED else None


def _standing(row: ReferralRow, visit: dt.date | None, today: dt.date) -> str:
    sent = moment_day(row.ordered_on)
    asked = f"It was asked for on {short_day(sent)}. " if sent else ""
    needed = f" It is needed by {short_day(row.indicated_on)}." if row.indicated_on else ""
    number = f" Authorization {one_line(row.auth_number)}." if row.auth_number and row.ball is Ball.PAYER else ""
    booked = f" The visit {_is(visit, today)} on {short_day(visit)}." if visit else ""
    return f"{asked}What I know of it: {STATES[row.state].label}, {short_day(row.since)}.{booked}{needed}{number}"


def _is(day: dt.date, today: dt.date) -> str:
    return "was" if day < today else "is"


def _subject(row: ReferralRow) -> str:
    """No name and nothing of health: subjects of messages are read by others."""
    return f"Referral {row.id}: where does it stand?"


def _to_patient(session: Session, row: ReferralRow, me: Person, before: int, today: dt.date) -> NudgeView:
    facts = gather.facts(session, row.patient_id)
    phone = best_phones(session, (row.patient_id,)).get(row.patient_id, "")
    number = f" My number is {me.phone}." if me.phone else ""
    about = f"It is about {one_line(row.what)}{f', {one_line(row.to_name)}' if row.to_name else ''}."
    private = facts.careful or topic_of(row.what, row.to_name) is not None
    day = _visit(session, row)
    stands = S.ATTENDED if day and day < today else row.state
    lines = (
        f"Hello {one_line(facts.name)}, this is {me.name}.",
        "" if private else about,
        f"Your visit {_is(day, today)} on {long_day(day)}." if day and not private else "",
        _PATIENT_OTHERWISE if private else _PATIENT_ASK.get(stands, _PATIENT_OTHERWISE),
        number.strip(),
    )
    advice = _advice(before, row, "")
    if private:
        advice = f"It gives nothing away on purpose. Look at how this person may be reached before you use it. {advice}"
    text = "\n".join(line for line in lines if line)
    return NudgeView(row.patient_id, row.id, one_line(facts.name), phone, "", "Please call me", text, advice.strip())


def _advice(before: int, row: ReferralRow, text: str) -> str:
    """How to go on when reminding did not help: call, then ask for a supervisor, then tell the requester."""
    steps = (
        "",
        "You have reminded them once: call instead of writing.",
        "You have reminded them twice: ask for the supervisor, and tell the requester.",
    )
    advice = steps[min(before, 2)]
    if row.urgency is not Urgency.ROUTINE and not before:
        advice = "It is urgent: call rather than write."
    if text and topic_of(text):
        advice = f"The text speaks of something private: say it to the right person only. {advice}"
    return advice.strip()
