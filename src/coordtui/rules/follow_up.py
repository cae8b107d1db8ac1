"""What kinds of follow-ups there are, what a feature may want done, and when one may be snoozed.

The table of kinds is the only place that knows what a kind weighs; the ranking reads it and knows no feature
(domain sheet §8.3). A feature's rules answer `wanted(...)` with `Wanted` rows; casework reconciles them with what is
open, at most one per subject and kind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from coordtui.errors import Refused
from coordtui.models.codes import Ball
from coordtui.rules.dates import add_business_days, business_on_or_before, day_end, show_day

if TYPE_CHECKING:
    from coordtui.rules.priority import Item

SNOOZE_DAYS = 14


class Rule(StrEnum):
    """Which tier rule a kind follows: T0, T1 near or past its limit, T4, or none of these."""

    SAFETY = "safety"
    CLOCK = "clock"
    HYGIENE = "hygiene"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of follow-up.

    `label` is a noun for lists ("TCM call"), `weight` the word for what its harm stands for ("discharge").
    `window_business_days`: how long before its limit a CLOCK kind enters T1; None means as long as it stands.
    `done` "settle": finishing it closes it. "step": it moves only when the feature moves, and `step` says what to do.
    `verb` reads before a name: "Done: call Rosa Lopez".
    """

    code: str
    label: str
    rule: Rule
    harm: int
    window_business_days: int | None
    done: Literal["settle", "step"]
    verb: str
    weight: str
    step: str = ""


def _kind(
    code: str,
    label: str,
    harm: int,
    weight: str,
    verb: str,
    rule: Rule = Rule.PLAIN,
    window: int | None = None,
    step: str = "",
) -> Kind:
    return Kind(code, label, rule, harm, window, "step" if step else "settle", verb, weight, step)


_ROWS = (
    _kind("crisis", "crisis", 25, "safety", "see to the crisis of", Rule.SAFETY),
    _kind("safety_follow_up", "safety follow-up", 25, "safety", "check the safety of", Rule.SAFETY),
    _kind("abuse_disclosure", "abuse disclosure", 25, "safety", "act on the disclosure of", Rule.SAFETY),
    _kind("critical_result", "critical result", 25, "safety", "hand over the result of", Rule.SAFETY),
    _kind("discharge_contact", "TCM call", 20, "discharge", "make the TCM call to", Rule.CLOCK, 2),
    _kind("discharge_visit", "visit after discharge", 20, "discharge", "arrange the visit for"),
    _kind("expedited_auth", "expedited authorization", 18, "authorization", "chase the authorization for", Rule.CLOCK),
    _kind("appeal_deadline", "appeal", 18, "authorization", "file the appeal for", Rule.CLOCK, 3),
    _kind("auth_expiring", "authorization renewal", 18, "authorization", "renew the authorization of", Rule.CLOCK),
    _kind("visit_prep", "visit preparation", 10, "visit preparation", "prepare the visit of", Rule.CLOCK, 2),
    _kind(
        "visit_outcome", "visit outcome", 10, "visit outcome", "record the visit of",
        step="Record what came of the visit; that settles it.",
    ),
    _kind(
        "urgent_referral", "urgent referral", 18, "urgent referral", "check the referral of",
        step="Check on the referral or move it on; that settles this step.",
    ),
    _kind(
        "social_referral", "social referral", 10, "social need", "check the referral of",
        step="Check on the referral or move it on; that settles this step.",
    ),
    _kind(
        "referral", "referral", 6, "referral", "check the referral of",
        step="Check on the referral or move it on; that settles this step.",
    ),
    _kind("pending_result", "pending result", 18, "pending result", "follow the result of"),
    _kind("med_access", "medication access", 16, "medication access", "get the medicine for"),
    _kind("food", "food", 16, "food", "see to food for"),
    _kind("housing", "housing", 16, "housing", "see to housing for"),
    _kind("utilities", "heat and power", 16, "heat and power", "see to heat and power for"),
    _kind("social_need", "social need", 10, "social need", "see to the need of"),
    _kind("introduce", "introduction", 6, "first contact", "introduce yourself to"),
    _kind("routine_contact", "contact", 6, "routine contact", "call"),
    _kind("call_back", "call back", 6, "routine contact", "call back"),
    _kind("find_number", "new number", 6, "routine contact", "find a number for"),
    _kind("letter", "letter", 6, "routine contact", "write to"),
    _kind("message", "message", 6, "routine contact", "send the message for"),
    _kind("education", "education", 6, "routine contact", "teach"),
    _kind(
        "plan_review", "plan review", 6, "plan review", "review the plan of", Rule.HYGIENE,
        step="Review the plan and set the next review; that settles it.",
    ),
    _kind(
        "plan_step", "plan step", 6, "plan step", "see to the plan step of",
        step="Say how far this step of the plan is; that settles it.",
    ),
    _kind("no_next_step", "no next step", 2, "admin", "plan the next step for", Rule.HYGIENE),
    _kind("consent_expiring", "consent renewal", 2, "admin", "renew the consent of", Rule.HYGIENE),
    _kind(
        "consent_expiry", "consent expiry", 2, "admin", "renew or end the consent of", Rule.HYGIENE,
        step="Renew it, revoke it or end it under Sharing in the chart; that settles it.",
    ),
    _kind(
        "consent_signing", "signature", 2, "admin", "get the signature of", Rule.HYGIENE,
        step="Have it signed or refused under Sharing in the chart; that settles it.",
    ),
    _kind("contact_gap", "contact gap", 6, "routine contact", "get back in touch with", Rule.HYGIENE),
    _kind(
        "unfiled_note", "note to file", 2, "admin", "file the note of", Rule.HYGIENE,
        step="File the note under a patient; that settles it.",
    ),
    _kind("close_record", "record to close", 2, "admin", "close the record of", Rule.HYGIENE),
    _kind("admin", "office work", 2, "admin", "do the office work for"),
)  # fmt: skip

KINDS: Mapping[str, Kind] = MappingProxyType({kind.code: kind for kind in _ROWS})


def kind_of(code: str) -> Kind:
    """The kind of that code; one that a later version made counts as office work under its own code."""
    found = KINDS.get(code)
    return found or _kind(code, code.replace("_", " "), 2, "admin", "do")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A follow-up that a feature's rules want open.

    A limit is either a moment (`limit_at`, aware) or only a day (`limit_on`); `limit(zone)` gives what is stored.
    """

    kind: str
    text: str
    due_on: dt.date
    limit_at: dt.datetime | None = None
    ball: Ball = Ball.ME
    next_check_on: dt.date | None = None
    limit_on: dt.date | None = None

    def limit(self, zone: str) -> dt.datetime | None:
        """The limit as a UTC moment: a limit that is only a day lasts to its end in `zone`."""
        if self.limit_at is not None:
            return self.limit_at.astimezone(dt.UTC)
        return day_end(self.limit_on, zone) if self.limit_on else None


def clock_opens(kind: Kind, limit_on: dt.date | None) -> dt.date | None:
    """The first day on which a CLOCK kind with that limit stands in T1; None for other kinds and without a limit.

    `dt.date.min` when its window has no length: then it is in T1 as long as it stands.
    """
    if kind.rule is not Rule.CLOCK or limit_on is None:
        return None
    if kind.window_business_days is None:
        return dt.date.min
    return add_business_days(business_on_or_before(limit_on), -kind.window_business_days)


def returns_on(item: Item, until: dt.date, today: dt.date) -> dt.date:
    """The day on which an item snoozed today until `until` stands in the queue again; what casework stores.

    The earlier of `until` and the day its clock opens. A missed clock (limit past) comes back on `until`.
    """
    opens = clock_opens(kind_of(item.kind), item.limit_on)
    if opens is None or (item.limit_on is not None and item.limit_on < today):
        return until
    return min(until, max(opens, today))


def check_defer(item: Item, until: dt.date, today: dt.date) -> None:
    """Raise Refused where §8.3 does not let `item` be snoozed until that day."""
    kind = kind_of(item.kind)
    if kind.rule is Rule.SAFETY:
        raise Refused(f"{_cap(kind.label)} is about safety and cannot be snoozed.", "Do it now, or hand it over.")
    opens = clock_opens(kind, item.limit_on)
    if opens is not None and item.limit_on is not None and opens <= today <= item.limit_on:
        when = show_day(item.limit_on, today)
        raise Refused(f"The clock of this {kind.label} is running: its limit is {when}.", "It cannot be snoozed.")
    if until <= today:
        raise Refused("A snooze must end after today.", "Choose tomorrow or later.")
    latest = today + dt.timedelta(days=SNOOZE_DAYS)
    if until > latest:
        raise Refused(
            f"A snooze lasts at most {SNOOZE_DAYS} days, to {show_day(latest, today)}.",
            "For a later day, change the due date.",
        )


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]
