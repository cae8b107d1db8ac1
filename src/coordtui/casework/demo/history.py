"""The conversations that led here, the tries that failed, and what was done before."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from coordtui.casework.demo.cast import Cast
from coordtui.casework.demo.shapes import Kin, Talk
from coordtui.casework.demo.work import Tried
from coordtui.models.codes import Answer
from coordtui.models.contact import Channel, Contact, Outcome
from coordtui.models.follow_up import FollowUp, FollowUpStatus
from coordtui.models.referral import ReferralState as S
from coordtui.rules.contact import OUTCOMES, counts
from coordtui.rules.dates import add_business_days
from coordtui.rules.follow_up import kind_of

_SPOKEN: Final = (Channel.PHONE, Channel.TEXT, Channel.VISIT, Channel.VIDEO)
_CHILDREN_AND_MEMORY: Final = frozenset({"asthma", "newborn", "memory"})
_FAILED: Final = (
    (Channel.PHONE, Outcome.VOICEMAIL, "Left a short message: name and number only."),
    (Channel.PHONE, Outcome.NO_ANSWER, None),
    (Channel.TEXT, Outcome.SENT, "Hello, this is Noor from Cedar Street. When is a good time to talk? 🙂"),
    (Channel.PHONE, Outcome.BUSY, None),
    (Channel.PHONE, Outcome.MAILBOX_FULL, None),
)
_NEWS: Final[dict[S, str]] = {
    S.SENT: "Fax went through, four pages. Nobody there could say more.",
    S.RECEIVED: "They have the papers. A nurse looks at them this week.",
    S.ACCEPTED: "They take the referral. The front desk calls about a day.",
    S.SCHEDULED: "A day is set. Asked for an interpreter and a ride where needed.",
    S.ATTENDED: "The visit took place. The report is being typed.",
    S.REPORT_RECEIVED: "The report is here. Sent on to the doctor who asked.",
    S.AWAITING_AUTH: "The health plan has all papers. They decide within the week.",
    S.DECLINED: "No room for new people this month. Gave two other names.",
    S.NO_SHOW: "Missed the visit. They hold the place for one more week.",
}


def tell(cast: Cast, tried: list[Tried]) -> None:
    """Add the contacts of the past months, oldest first."""
    if cast.person.last is not None:
        _conversations(cast)
        _provider(cast)
        if cast.person.story == "unsafe":
            _unsafe(cast)
    for one in tried:
        _failed_tries(cast, one)


def _conversations(cast: Cast) -> None:
    person = cast.person
    last = person.last or 0
    first = max(last, person.added - 2)
    talks = cast.story.talks[-1:] if cast.brief else cast.story.talks
    told = talks[: 1 + (first - last) // 14]
    for place, talk in enumerate(told):
        ago = last if place == len(told) - 1 else first - (first - last) * place // max(1, len(told) - 1)
        day = cast.days.day(-ago) if ago else cast.days.day(-1)
        follow_up = _done(cast, day, "routine_contact" if place or cast.brief else "introduce")
        if place and cast.rng.random() < 0.4:
            _contact(cast, add_business_days(day, -1), follow_up, *_FAILED[cast.rng.randrange(2)])
        channel = person.care.channel if place and person.care.channel in _SPOKEN else Channel.PHONE
        told_last = person.latest if place == len(told) - 1 else None
        _talk(cast, day, follow_up, channel or Channel.PHONE, told_last or talk)


def _talk(cast: Cast, day: dt.date, follow_up: int, channel: Channel, talk: Talk) -> None:
    kin = _speaks_for(cast)
    reached = Outcome.REACHED_CAREGIVER if kin else Outcome.REACHED_PATIENT
    _contact(
        cast, day, follow_up, channel, reached, talk.note, agreed=talk.agreed, spoke_with=kin.name if kin else None
    )


def _speaks_for(cast: Cast) -> Kin | None:
    """Who speaks for a child, or for someone whose memory fails."""
    if cast.person.story not in _CHILDREN_AND_MEMORY:
        return None
    return next((kin for kin in cast.person.kin if kin.caregiver), None)


def _contact(
    cast: Cast,
    day: dt.date,
    follow_up: int | None,
    channel: Channel,
    outcome: Outcome,
    note: str | None,
    **more: Any,
) -> None:
    reached = OUTCOMES[outcome].reached
    speaks = reached and cast.person.interpreter is Answer.YES
    cast.rows.add(
        Contact,
        patient_id=cast.patient_id,
        follow_up_id=follow_up,
        at=cast.days.at(day, 9 + cast.rng.randrange(7), cast.rng.randrange(12) * 5),
        zone=cast.days.zone,
        channel=channel,
        outcome=outcome,
        reached=reached,
        counts=counts(outcome, channel),
        minutes=cast.rng.randrange(6, 25) if reached else cast.rng.randrange(1, 4),
        language=cast.person.lang if reached else None,
        interpreter=(cast.person.care.interpreter or "phone") if speaks else None,
        note=note,
        **more,
    )


def _done(cast: Cast, day: dt.date, kind: str) -> int:
    """The follow-up that a conversation settled."""
    introduce = kind == "introduce"
    return cast.rows.add(
        FollowUp,
        patient_id=cast.patient_id,
        subject_kind="patient",
        subject_id=cast.patient_id,
        kind=kind,
        text="Introduce yourself" if introduce else kind_of(kind).label,
        by_rule=introduce,
        due_on=day,
        since=add_business_days(day, -5),
        status=FollowUpStatus.DONE,
        outcome="reached the patient",
        closed_at=cast.days.at(day, 16, 30),
    )


def _provider(cast: Cast) -> None:
    """What the other side of the newest referral said, the day after it moved."""
    for ref in cast.person.refs[:1]:
        note = _NEWS.get(ref.state)
        if note and ref.since > 0:
            to = cast.story.orders[ref.n].to
            day = cast.days.day(-ref.since)
            _contact(cast, day, None, Channel.PROVIDER, Outcome.DELIVERED, note, spoke_with=to)


def _unsafe(cast: Cast) -> None:
    day = cast.days.day(-(cast.person.last or 0) - 9)
    note = "Someone else answered. Said wrong number and hung up, as agreed."
    _contact(cast, day, None, Channel.PHONE, Outcome.UNSAFE, note)


def _failed_tries(cast: Cast, tried: Tried) -> None:
    """On different days at different times, newest yesterday at the latest; after a discharge day after day."""
    step = 1 if tried.kind.startswith("discharge") else 3
    for number in range(tried.attempts):
        day = add_business_days(cast.days.today, -1 - step * (tried.attempts - 1 - number))
        _contact(cast, day, tried.follow_up_id, *_FAILED[(number + cast.number) % len(_FAILED)])
