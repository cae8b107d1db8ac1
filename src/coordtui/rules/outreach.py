"""What an attempt leads to (domain sheet §5): a reach settles, a failure has its place in the series, letters wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from coordtui.models.acuity import Level
from coordtui.models.contact import Channel, Outcome
from coordtui.rules.cadence import failed, not_sent
from coordtui.rules.dates import business_on_or_after
from coordtui.rules.follow_up import kind_of
from coordtui.rules.next_step import Attempt, NextStep, lower, moved, settled
from coordtui.rules.setbacks import SETBACKS

__all__ = ["NextStep", "propose"]

LETTER_ANSWER_DAYS = 10
URGENT_HARM = 16
REACHED = (Outcome.REACHED_PATIENT, Outcome.REACHED_CAREGIVER)
WRITTEN = (Channel.TEXT, Channel.PORTAL, Channel.EMAIL)
# Talking is what these are about, so a reach settles them. A need, a result or an authorization is not met by talking.
TALK = (
    "introduce", "routine_contact", "call_back", "discharge_contact", "contact_gap", "education", "letter", "message",
    "safety_follow_up", "find_number", "visit_prep",
)  # fmt: skip
HANDED_OVER = ("message", "critical_result", "pending_result", "call_back", "admin", "education")


def propose(
    outcome: Outcome,
    channel: Channel,
    kind: str | None,
    attempts: int,
    tries: Sequence[dt.datetime],
    today: dt.date,
    level: Level | None,
    *,
    now: dt.datetime | None = None,
    channels: Sequence[Channel] = (),
) -> NextStep:
    """What comes of `outcome` on `channel` for a follow-up of `kind` (None when it was logged on none).

    `attempts` are the failed ones before this; `tries` the local moments of the person's counted attempts since the
    last reach (where they are known they decide, and two on one day are one); `now` is the local moment of this one,
    `channels` those used before. All proposed dates are business days after today, except that safety stays today.
    """
    this = Attempt(outcome, channel, kind, attempts, tuple(tries), today, level, now, tuple(channels))
    if outcome in REACHED:
        return _reached(this)
    if setback := SETBACKS.get(outcome):
        return setback(this)
    if channel is Channel.PROVIDER:
        return _provider(this)
    if channel is Channel.LETTER:
        return _letter(this)
    if outcome is Outcome.FAILED:
        return not_sent(this)
    if channel in WRITTEN and kind == "message":
        return settled(this, "The message is sent; settled.")
    return failed(this)


def _reached(this: Attempt) -> NextStep:
    """A reach settles what is about talking; everything else stays open with its count at zero."""
    if this.kind is None:
        return settled(this, "Reached.", reset=True)
    kind = this.kind_words
    if kind.done == "step":
        return NextStep(reset=True, words=f"Reached. The {kind.label} stays: {lower(kind.step)}")
    if this.kind not in TALK:
        return NextStep(reset=True, words=f"Reached. The follow-up ({kind.label}) stays until you mark it done.")
    return settled(this, "Reached; settled.", reset=True)


def _letter(this: Attempt) -> NextStep:
    """A letter settles a letter; for anything else it leaves time for an answer, and is no failed attempt."""
    if this.kind == "letter":
        due = this.in_a_month
        return NextStep(
            settle=True,
            kind="routine_contact",
            text="Try again after the letter",
            due_on=due,
            words=f"The letter is out; settled. Next try {this.show(due)}, unless something else is open.",
            if_last=True,
        )
    if this.pressing:
        return NextStep(words="The letter is out. The follow-up stays where it is.")
    due = business_on_or_after(this.today + dt.timedelta(days=LETTER_ANSWER_DAYS))
    return moved(this, due, "The letter is out")


def _provider(this: Attempt) -> NextStep:
    """Calls and messages to others about the patient: never an attempt at the patient (§9: again after 2 days)."""
    if this.outcome is Outcome.DELIVERED or (this.outcome is Outcome.SENT and this.kind == "message"):
        if this.kind in HANDED_OVER:
            return settled(this, "Handed over; settled.")
        return NextStep(words="Spoke with them. The follow-up stays where it is.")
    pressing = this.pressing or (this.kind is not None and kind_of(this.kind).harm >= URGENT_HARM)
    return moved(this, this.tomorrow if pressing else this.in_days(2), "Waiting for their answer")
