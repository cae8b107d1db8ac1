"""The words of the trade for an attempt, and what each leads to (domain sheet §5).

Letters: on one channel every outcome has a lower-case letter of its own; channels have capitals, so both can be typed
in one dialog.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coordtui.models.contact import Channel, Outcome
from coordtui.rules.outreach import NextStep, propose

__all__ = [
    "CHANNELS",
    "OUTCOMES",
    "ChannelWords",
    "Choice",
    "Meaning",
    "NextStep",
    "channel_of",
    "choices",
    "counts",
    "engagement",
    "label",
    "outcome_of",
    "propose",
]

ENGAGED_DAYS, DRIFTING_DAYS, DISENGAGED_DAYS = 30, 60, 90


@dataclass(frozen=True, slots=True)
class ChannelWords:
    """`letter` is a capital; `target` says what `number` holds on this channel."""

    letter: str
    label: str
    target: str


CHANNELS: Mapping[Channel, ChannelWords] = MappingProxyType(
    {
        Channel.PHONE: ChannelWords("P", "phone", "number"),
        Channel.TEXT: ChannelWords("T", "text message", "number"),
        Channel.PORTAL: ChannelWords("O", "portal message", "portal"),
        Channel.EMAIL: ChannelWords("E", "e-mail", "address"),
        Channel.LETTER: ChannelWords("L", "letter", "address"),
        Channel.VISIT: ChannelWords("V", "visit in person", "place"),
        Channel.VIDEO: ChannelWords("D", "video call", "link"),
        Channel.PROVIDER: ChannelWords("R", "provider or agency", "name"),
    }
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an outcome means.

    `reached`: two-way contact with the patient or a caregiver. `counts`: an attempt that the cadence counts.
    `try_again`: the person is still to be reached. `channels`: where it can happen.
    """

    letter: str
    label: str
    reached: bool
    counts: bool
    try_again: bool
    channels: tuple[Channel, ...]


_SPOKEN = (Channel.PHONE, Channel.VIDEO)
_MET = (Channel.PHONE, Channel.VIDEO, Channel.VISIT)
_WRITTEN = (Channel.TEXT, Channel.PORTAL, Channel.EMAIL)
_PATIENT = (*_MET, *_WRITTEN, Channel.LETTER)
_ALL = tuple(Channel)

OUTCOMES: Mapping[Outcome, Meaning] = MappingProxyType(
    {
        Outcome.REACHED_PATIENT: Meaning("r", "reached the patient", True, True, False, _PATIENT),
        Outcome.REACHED_CAREGIVER: Meaning("g", "reached a caregiver", True, True, False, _PATIENT),
        Outcome.CALL_BACK: Meaning(
            "b", "asked to be called back", False, False, True, (*_MET, *_WRITTEN, Channel.PROVIDER)
        ),
        Outcome.VOICEMAIL: Meaning("v", "left a voicemail", False, True, True, (Channel.PHONE, Channel.PROVIDER)),
        Outcome.VOICEMAIL_DETAILED: Meaning("d", "left a detailed voicemail", False, True, True, (Channel.PHONE,)),
        Outcome.NO_ANSWER: Meaning("n", "no answer", False, True, True, (*_SPOKEN, Channel.PROVIDER)),
        Outcome.MAILBOX_FULL: Meaning("f", "mailbox full", False, True, True, (Channel.PHONE,)),
        Outcome.BUSY: Meaning("y", "busy", False, True, True, (Channel.PHONE, Channel.PROVIDER)),
        Outcome.WRONG_NUMBER: Meaning(
            "w",
            "wrong number or address",
            False,
            False,
            True,
            (Channel.PHONE, Channel.TEXT, Channel.EMAIL, Channel.VISIT),
        ),
        Outcome.DISCONNECTED: Meaning("x", "disconnected", False, False, True, (Channel.PHONE, Channel.TEXT)),
        Outcome.BLOCKED: Meaning("k", "blocked", False, True, True, (Channel.PHONE, Channel.TEXT, Channel.EMAIL)),
        Outcome.SENT: Meaning("s", "sent", False, True, True, (*_WRITTEN, Channel.LETTER, Channel.PROVIDER)),
        Outcome.DELIVERED: Meaning("d", "delivered", False, True, True, (*_WRITTEN, Channel.LETTER, Channel.PROVIDER)),
        Outcome.FAILED: Meaning("f", "failed", False, False, True, (*_WRITTEN, Channel.VIDEO, Channel.PROVIDER)),
        Outcome.READ: Meaning("o", "read, no reply yet", False, True, True, _WRITTEN),
        Outcome.LETTER_RETURNED: Meaning("t", "letter came back", False, False, True, (Channel.LETTER,)),
        Outcome.NOT_HOME: Meaning("n", "nobody home", False, True, True, (Channel.VISIT,)),
        Outcome.INTERPRETER_UNAVAILABLE: Meaning("i", "no interpreter", False, False, True, _MET),
        Outcome.DECLINED_TODAY: Meaning("t", "not today", True, True, True, (*_MET, *_WRITTEN)),
        Outcome.DECLINED_PROGRAM: Meaning("p", "declined the program", True, True, False, _PATIENT),
        Outcome.HOSPITALISED: Meaning("h", "in hospital", False, False, True, _ALL),
        Outcome.INCARCERATED: Meaning("j", "in jail or prison", False, False, True, _ALL),
        Outcome.MOVED: Meaning("m", "has moved", False, False, True, _ALL),
        Outcome.DECEASED: Meaning("e", "has died", False, False, False, _ALL),
        Outcome.UNSAFE: Meaning("u", "not safe to talk", False, False, True, (*_MET, *_WRITTEN)),
    }
)

_OWN_LABELS = {
    (Outcome.DELIVERED, Channel.PROVIDER): "spoke with them",
    (Outcome.NO_ANSWER, Channel.PROVIDER): "no answer there",
    (Outcome.REACHED_PATIENT, Channel.TEXT): "the patient replied",
    (Outcome.REACHED_PATIENT, Channel.PORTAL): "the patient replied",
    (Outcome.REACHED_PATIENT, Channel.EMAIL): "the patient replied",
    (Outcome.REACHED_PATIENT, Channel.LETTER): "the patient replied",
    (Outcome.REACHED_PATIENT, Channel.VISIT): "met the patient",
    (Outcome.REACHED_CAREGIVER, Channel.VISIT): "met a caregiver",
    (Outcome.WRONG_NUMBER, Channel.PHONE): "wrong number",
    (Outcome.WRONG_NUMBER, Channel.TEXT): "wrong number",
    (Outcome.WRONG_NUMBER, Channel.EMAIL): "wrong address",
    (Outcome.WRONG_NUMBER, Channel.VISIT): "wrong address",
}


@dataclass(frozen=True, slots=True)
class Choice:
    letter: str
    outcome: Outcome
    label: str


def label(outcome: Outcome, channel: Channel) -> str:
    """The outcome in words as said on that channel ("the patient replied", "met the patient")."""
    return _OWN_LABELS.get((outcome, channel), OUTCOMES[outcome].label)


def choices(channel: Channel) -> tuple[Choice, ...]:
    """The outcomes possible on `channel`, in the order of the dialog."""
    return tuple(
        Choice(meaning.letter, outcome, label(outcome, channel))
        for outcome, meaning in OUTCOMES.items()
        if channel in meaning.channels
    )


def outcome_of(letter: str, channel: Channel) -> Outcome | None:
    return next((choice.outcome for choice in choices(channel) if choice.letter == letter), None)


def channel_of(letter: str) -> Channel | None:
    return next((channel for channel, words in CHANNELS.items() if words.letter == letter), None)


def counts(outcome: Outcome, channel: Channel) -> bool:
    """Whether it is an attempt to reach the patient that the cadence counts.

    A letter follows attempts and is none itself, and speaking with a provider is no attempt at the patient.
    """
    return OUTCOMES[outcome].counts and (channel not in (Channel.LETTER, Channel.PROVIDER) or OUTCOMES[outcome].reached)


def engagement(last_two_way: dt.date | None, added_on: dt.date, today: dt.date) -> str:
    """ "engaged" under 30 days since two-way contact, "drifting" to 60, "disengaged" to 90, "lost" beyond.

    Someone never reached is "new" for the first 30 days on the caseload, and then counted from the day of adding.
    """
    days = (today - (last_two_way or added_on)).days
    if days < ENGAGED_DAYS:
        return "engaged" if last_two_way else "new"
    if days < DRIFTING_DAYS:
        return "drifting"
    return "disengaged" if days <= DISENGAGED_DAYS else "lost"
