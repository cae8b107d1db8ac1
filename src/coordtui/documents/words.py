"""The visit summary's own plain English: days, statuses and what each kind of follow-up means to the patient.

Sentences are short on purpose: the page aims at grade 6 or below. A kind that is not in `STEPS` never leaves the
vault on a summary: safety matters, what only the coordinator's own
records need, and the preparing of visits and the steps of a plan, which are listed themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from coordtui.documents.text import one_line, shorten
from coordtui.models.codes import Ball
from coordtui.models.contact import Channel
from coordtui.rules.dates import show_partial

TITLE: Final = "Your visit summary"
INTRO: Final = "This page is for you. It tells what we talked about and what comes next. Keep it in a safe place."
NO_TALKS: Final = "We did not talk in this time."
NO_GOALS: Final = "We have not set goals yet. Tell us what matters to you."
GOALS_UNSAID: Final = "We talk about your goals when we meet."
NO_STEPS: Final = "There is no next step on the list. Call us if you need help."
NO_MEDICINES: Final = "We have no medicines on our list. If you take any, tell us."
MEDICINE_CAUTION: Final = (
    "This is not a prescription. It is the list that we have. It may not be up to date."
    " Do not start or stop a medicine because of this page. Ask your doctor, nurse or pharmacist first."
)
YOU: Final = "You"
ASK: Final = "Is a word not clear? Is a thing not right? Call and ask. We are glad to help."

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.PHONE: "by phone",
    Channel.TEXT: "by text",
    Channel.PORTAL: "on the portal",
    Channel.EMAIL: "by e-mail",
    Channel.LETTER: "by letter",
    Channel.VISIT: "in person",
    Channel.VIDEO: "by video",
    Channel.PROVIDER: "with your care team",
}

ACHIEVEMENT: Final[Mapping[str, str]] = {
    "in-progress": "You are working on it.",
    "improving": "It is getting better.",
    "worsening": "It has been harder of late.",
    "no-change": "No change yet.",
    "achieved": "You did it.",
    "sustaining": "You did it, and you keep it up.",
    "not-achieved": "Not there yet.",
    "no-progress": "No change yet.",
}

STEPS: Final[Mapping[str, str]] = {
    "discharge_contact": "Talk with you after your hospital stay",
    "discharge_visit": "Set up your visit after the hospital",
    "expedited_auth": "Ask your health plan to say yes to your care",
    "appeal_deadline": "Ask your health plan to look again at its answer",
    "auth_expiring": "Renew the yes from your health plan",
    "urgent_referral": "Follow up on your referral",
    "social_referral": "Follow up on help for you",
    "referral": "Follow up on your referral",
    "pending_result": "Find out about your test",
    "med_access": "Help you get your medicine",
    "food": "Help with food",
    "housing": "Help with housing",
    "utilities": "Help with heat, power or water",
    "social_need": "Help with what you need at home",
    "introduce": "Call to say hello",
    "routine_contact": "Talk with you",
    "call_back": "Call you back",
    "letter": "Send you a letter",
    "message": "Send a message",
    "education": "Go over health facts with you",
    "plan_review": "Look at your plan with you",
    **dict.fromkeys(("consent_expiring", "consent_expiry"), "Renew your permission form"),
    "consent_signing": "Sign your permission form",
}

BY_MAIL: Final = frozenset({"letter"})
"""Kinds that are left off for a person who must not get mail."""


def long_day(day: dt.date) -> str:
    """ "Friday, November 27, 2026"."""
    return f"{DAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}, {day.year}"


def short_day(day: dt.date) -> str:
    """ "November 27, 2026"."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def partial_day(text: str | None) -> str:
    """ "3 June 2017", "June 2017" or "2019"; what is no date as it was typed, on one line, and not all of it."""
    return shorten(one_line(show_partial(text)), 60)


def clock_time(at: dt.time) -> str:
    """ "9:30 AM"."""
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"


def period(start: dt.date, end: dt.date) -> str:
    return long_day(start) if start == end else f"{short_day(start)} to {short_day(end)}"


def who_acts(ball: Ball, coordinator: str, recipient: str | None = None) -> str:
    """Whose turn it is, as the patient would say it."""
    words = {
        Ball.ME: coordinator,
        Ball.PATIENT: YOU,
        Ball.RECIPIENT: recipient or "The office we sent you to",
        Ball.REQUESTER: "Your doctor's office",
        Ball.PAYER: "Your health plan",
        Ball.OTHER: "Someone who helps us",
    }
    return words[ball]
