"""One attempt as the outreach rules see it, and what it does to the follow-up it was logged on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from coordtui.models.acuity import Level
from coordtui.models.contact import Channel, Outcome
from coordtui.rules.acuity import review_days
from coordtui.rules.dates import (
    add_business_days,
    business_on_or_after,
    business_on_or_before,
    next_business_day,
    show_day,
)
from coordtui.rules.follow_up import Kind, Rule, kind_of

MONTH_DAYS = 30
AFTER_DISCHARGE_DAYS = 7
# A call does not put these off: they are not about reaching someone, or move with their feature.
UNMOVED = (
    "letter", "message", "admin", "close_record", "consent_expiring", "consent_expiry", "consent_signing",
    "unfiled_note",    "referral", "social_referral", "urgent_referral",
)  # fmt: skip
DISCHARGE = ("discharge_contact", "discharge_visit")


@dataclass(frozen=True, slots=True)
class NextStep:
    """What an outcome does to the follow-up that it was logged on, and what comes next.

    `settle` closes the follow-up; `reset` puts its failed attempts back to 0, `failed` adds one. With `kind`, another
    follow-up of that kind is raised with `text` and `due_on`, and if this one stays open it moves to `stays_on` (None:
    where it is). Without `kind`, `due_on` is this one's new date (None: it does not move). `if_last`: the raised one
    is only needed when the person would otherwise have nothing open. `words` tell all of it before it is committed;
    `alert` is a warning for the banner.
    """

    settle: bool = False
    reset: bool = False
    failed: bool = False
    kind: str | None = None
    text: str = ""
    due_on: dt.date | None = None
    words: str = ""
    alert: str | None = None
    stays_on: dt.date | None = None
    if_last: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """`kind` is that of the follow-up it was logged on, None for none; the rest as `outreach.propose` has it."""

    outcome: Outcome
    channel: Channel
    kind: str | None
    attempts: int
    tries: tuple[dt.datetime, ...]
    today: dt.date
    level: Level | None
    now: dt.datetime | None
    channels: tuple[Channel, ...]

    @property
    def number(self) -> int:
        """The place of this try in its series: tries on one day are one."""
        if self.tries:
            return len({each.date() for each in self.tries} | {self.today})
        return self.attempts + 1

    @property
    def kind_words(self) -> Kind:
        return kind_of(self.kind or "routine_contact")

    @property
    def safety(self) -> bool:
        return self.kind is not None and self.kind_words.rule is Rule.SAFETY

    @property
    def pressing(self) -> bool:
        """Whether a clock runs, so that the next try is never later than the next business day."""
        return self.kind in DISCHARGE or (self.kind is not None and self.kind_words.rule is Rule.CLOCK)

    @property
    def tomorrow(self) -> dt.date:
        return next_business_day(self.today)

    @property
    def in_a_month(self) -> dt.date:
        return business_on_or_after(self.today + dt.timedelta(days=MONTH_DAYS))

    def in_days(self, n: int) -> dt.date:
        return add_business_days(self.today, n)

    def show(self, day: dt.date) -> str:
        return show_day(day, self.today)


def moved(this: Attempt, due: dt.date, words: str, *, failed: bool = False, reset: bool = False) -> NextStep:
    """The same follow-up again on `due`. Safety stays today, and what an attempt cannot put off stays where it is."""
    step = NextStep(reset=reset, failed=failed, words=f"{words}.")
    if this.kind is None:
        return step
    if this.safety:
        return replace(step, due_on=this.today, words=f"{words}. This stays at the top today.")
    if this.kind in UNMOVED:
        return replace(step, words=f"{words}. The {this.kind_words.label} stays where it is.")
    return replace(step, due_on=due, words=f"{words}. Again {this.show(due)}.")


def settled(this: Attempt, words: str, *, reset: bool = False) -> NextStep:
    """Settled, with the next contact by acuity (7 days after a discharge) for someone who has nothing else open."""
    days = review_days(this.level)
    if this.kind in DISCHARGE:
        days = min(AFTER_DISCHARGE_DAYS, days)
    due = max(business_on_or_before(this.today + dt.timedelta(days=days)), this.tomorrow)
    return NextStep(
        settle=this.kind is not None,
        reset=reset,
        kind="routine_contact",
        text="Stay in touch",
        due_on=due,
        words=f"{words} Next contact {this.show(due)}, unless something else is open.",
        if_last=True,
    )


def lower(text: str) -> str:
    return text[:1].lower() + text[1:]
