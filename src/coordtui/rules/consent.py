"""Consents and authorizations: whether one stands on a day, what it asks for, and what it lets out.

Sources: 45 CFR 164.508(c) (authorization), 164.510(b) (agreement in words), 164.522(a) (restriction) and 42 CFR 2.31
(records of a substance use program).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from coordtui.models.consent import ConsentKind as K
from coordtui.models.consent import ConsentStatus as S
from coordtui.models.disclosure import Purpose
from coordtui.rules.consent_terms import WRITTEN, Given, Terms, covered_tags, missing, title
from coordtui.rules.dates import add_business_days, add_months, show_partial
from coordtui.rules.disclosure import CARE_TEAM, PURPOSES, SECTIONS, Recipient
from coordtui.rules.fold import fold
from coordtui.rules.follow_up import Wanted
from coordtui.rules.item import SOON_DAYS
from coordtui.rules.sensitivity import OWN_AUTHORIZATION, SHIPPED
from coordtui.rules.words import plural, shorten

__all__ = [
    "WARN_DAYS",
    "WRITTEN",
    "Standing",
    "alone",
    "covered_tags",
    "covers",
    "in_force",
    "is_open",
    "missing",
    "restricts",
    "standing",
    "title",
    "wanted",
]

WARN_DAYS: Final = 30
SIGN_BUSINESS_DAYS: Final = 3
CHECK_MONTHS: Final = 12
_CARE: Final = frozenset({Purpose.TREATMENT, Purpose.COORDINATION})
_OWN_WORDS: Final = frozenset({Purpose.INDIVIDUAL, Purpose.PERSONAL, Purpose.OTHER})
"""What a purpose may be called that only the words of an authorization tell."""
_TPO: Final = frozenset({*_CARE, Purpose.PAYMENT, Purpose.OPERATIONS})
_LABELS: Final = {tag.code: tag.label for tag in SHIPPED}
Code = Literal["draft", "incomplete", "in-force", "not-yet", "expired", "revoked", "ended", "error"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a consent stands on a day, as a code and in words ("in force until 3 June 2027")."""

    code: Code
    words: str


# --- how it stands ---------------------------------------------------------------------------------------------------


def standing(consent: Given, on: dt.date) -> Standing:
    """How it stands on a day. It holds through the day on which it expires, and until the day on which it is revoked
    or its event happens (164.508(b)(2) and (5)).
    """
    if consent.status is S.ENTERED_IN_ERROR:
        return Standing("error", "entered by mistake")
    if consent.status is S.REJECTED:
        return Standing("ended", "refused")
    if consent.revoked_on is not None and consent.revoked_on <= on:
        return Standing("revoked", f"revoked on {_day(consent.revoked_on)}")
    if consent.event_on is not None and consent.event_on <= on:
        return Standing("expired", f"expired on {_day(consent.event_on)}: {consent.expires_event or 'its event'}")
    if consent.expires_on is not None and consent.expires_on < on:
        return Standing("expired", f"expired on {_day(consent.expires_on)}")
    if consent.status is S.INACTIVE and consent.revoked_on is None and consent.event_on is None:
        return Standing("ended", "ended")
    wanting = missing(consent.kind, consent)
    if consent.status is S.DRAFT and consent.signed_on is None:
        return Standing("draft", "a draft, not signed yet" if consent.kind in WRITTEN else "a draft, not agreed yet")
    if wanting:
        return Standing("incomplete", f"not valid yet, still needed: {'; '.join(wanting)}")
    if consent.status is S.DRAFT:
        return Standing("draft", "complete, but not put in force")
    starts = consent.starts_on or consent.signed_on
    if starts is not None and starts > on:
        return Standing("not-yet", f"in force from {_day(starts)}")
    return Standing("in-force", _in_force_words(consent, on))


def _in_force_words(consent: Given, on: dt.date) -> str:
    if consent.expires_on is None:
        return f"in force until: {consent.expires_event}" if consent.expires_event else "in force"
    left = (consent.expires_on - on).days
    soon = f", {plural(left, 'day')} left" if 0 < left <= WARN_DAYS else ", its last day" if left == 0 else ""
    return f"in force until {_day(consent.expires_on)}{soon}"


def _day(day: dt.date) -> str:
    return show_partial(day.isoformat())


def in_force(consent: Given, on: dt.date) -> bool:
    """Whether it may be relied on that day."""
    return standing(consent, on).code == "in-force"


def is_open(consent: Given) -> bool:
    """Whether it still asks for something some day: an unsigned draft, or one in force that is to end."""
    ends = consent.kind in WRITTEN or consent.expires_on is not None or bool(consent.expires_event)
    return consent.status is S.DRAFT or (consent.status is S.ACTIVE and ends)


def wanted(consent: Given, since: dt.date) -> tuple[Wanted, ...]:
    """What is to do for it: a draft to be signed within 3 business days of `since`, the day it was raised; one in force
    to be renewed or let go.

    The renewal is due so that the queue, which shows a step a week ahead, shows it 30 days before the end; its limit is
    the last day. One that ends by an event is asked about a year after it was signed.
    """
    if not is_open(consent):
        return ()
    name = title(consent)
    if consent.status is S.DRAFT:
        text = f"Get signed: {name}" if consent.kind in WRITTEN else f"Agree or refuse: {name}"
        return (Wanted("consent_signing", text, add_business_days(since, SIGN_BUSINESS_DAYS)),)
    if consent.expires_on is not None:
        due_on = max(consent.expires_on - dt.timedelta(days=WARN_DAYS - SOON_DAYS), consent.signed_on or dt.date.min)
        due_on = min(due_on, consent.expires_on)
        return (Wanted("consent_expiry", f"Renew or let end: {name}", due_on, limit_on=consent.expires_on),)
    event = shorten(consent.expires_event or "its end", 60)
    due_on = add_months(consent.signed_on or since, CHECK_MONTHS)
    return (Wanted("consent_expiry", f"Has it ended ({event}): {name}", due_on),)


# --- what it lets out ------------------------------------------------------------------------------------------------


def covers(
    consent: Given,
    *,
    recipient: Recipient,
    purpose: Purpose,
    sections: Collection[str],
    tags: Collection[str],
    on: dt.date,
) -> str:
    """ "" where it allows this on that day, else why not, as a sentence.

    `sections` are the parts of the chart that would go, `tags` those that their rows carry. An authorization for
    psychotherapy notes covers the rows with that tag and no others (164.508(b)(3)(ii)).
    """
    now = standing(consent, on)
    if consent.kind is K.RESTRICTION:
        return "A restriction allows nothing."
    if now.code != "in-force":
        return f"It is not in force: {now.words}."
    if not _reaches(consent, recipient):
        to = consent.recipient or "those who treat the patient"
        return f"It names {shorten(to, 60)}, not {shorten(recipient.name, 60)}."
    if not _serves(consent, purpose):
        return f"It is not for this purpose: {PURPOSES[purpose]}."
    beyond = [] if consent.sections is None else sorted(set(sections) - set(consent.sections))
    if beyond:
        return f"It does not cover these parts of the chart: {', '.join(SECTIONS.get(one, one) for one in beyond)}."
    if alone(consent) and not OWN_AUTHORIZATION.intersection(tags):
        return "It covers psychotherapy notes and nothing else."
    bare = sorted(set(tags) - covered_tags(consent))
    if bare:
        spoken = " Spoken words are not enough for it." if consent.kind is K.AGREEMENT else ""
        return f"It does not cover what is tagged {', '.join(map(_tag_word, bare))}.{spoken}"
    return ""


def restricts(
    consent: Given,
    *,
    recipient: Recipient,
    purpose: Purpose,
    sections: Collection[str],
    tags: Collection[str],
    on: dt.date,
) -> bool:
    """Whether a restriction in force stands in the way: of this recipient, for this purpose, of any of these parts.

    What it leaves open (whom, what for, which parts or tags) it restricts whole. Never for the patient. It holds for
    those who work at a place that it names, and for the care team, as anybody may be of it.
    """
    if consent.kind is not K.RESTRICTION or recipient.kind in ("patient", "me") or not in_force(consent, on):
        return False
    if (consent.recipient or consent.all_treating) and not _kept_from(consent, recipient):
        return False
    if consent.purpose is not None and not _serves(consent, purpose):
        return False
    if consent.sections is None and not consent.tags:
        return True
    return bool(set(consent.sections or ()).intersection(sections) or set(consent.tags).intersection(tags))


def _reaches(consent: Terms, recipient: Recipient) -> bool:
    """The entry of the directory where both have one of that kind, else the name; or everyone who gives care."""
    if consent.all_treating and recipient.kind == "provider":
        return True
    for mine, theirs in (
        (consent.recipient_practitioner_id, recipient.practitioner_id),
        (consent.recipient_organization_id, recipient.organization_id),
    ):
        if mine is not None and theirs is not None:
            return mine == theirs
    return bool(consent.recipient) and fold(consent.recipient or "") == fold(recipient.name)


def _kept_from(consent: Terms, recipient: Recipient) -> bool:
    """Whether a restriction's recipient may be this one; in doubt it is."""
    named = fold(consent.recipient or "")
    if _reaches(consent, recipient) or fold(recipient.name) in (named, fold(CARE_TEAM)):
        return True
    if consent.recipient_practitioner_id is not None and recipient.practitioner_id is not None:
        return False
    return any(key == consent.recipient_organization_id or fold(name) == named for key, name in recipient.places)


def alone(consent: Terms) -> bool:
    """Whether it is one for psychotherapy notes, which stands apart from every other."""
    return consent.kind in WRITTEN and bool(OWN_AUTHORIZATION.intersection(consent.tags))


def _serves(consent: Terms, purpose: Purpose) -> bool:
    """None is any purpose, of a Part 2 consent treatment, payment and operations (42 CFR 2.31(a)(5), (d)). Where words
    say it and no code does, it is none of those that have a name here.

    Coordination is part of treatment (45 CFR 164.501).
    """
    if consent.purpose is None:
        if consent.kind is K.PART2:
            return purpose in _TPO
        return not consent.purpose_words or purpose in _OWN_WORDS
    return purpose is consent.purpose or (consent.purpose in _CARE and purpose in _CARE)


def _tag_word(code: str) -> str:
    """A tag in a sentence: the label of one that ships, else its code in words."""
    return _LABELS.get(code) or code.replace("_", " ")
