"""Outcomes that teach something about the person or the number, each with its own next step (domain sheet §5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from coordtui.models.contact import Channel, Outcome
from coordtui.rules.cadence import blocked, read
from coordtui.rules.dates import add_business_days
from coordtui.rules.next_step import UNMOVED, Attempt, NextStep, lower, moved
from coordtui.rules.patient import close_record

AGAIN_DAYS = 5
HOSPITAL_DAYS = 2


def _declined_today(this: Attempt) -> NextStep:
    due = this.tomorrow if this.pressing else this.in_days(AGAIN_DAYS)
    return moved(this, due, "Reached, but not today", reset=True)


def _declined_program(this: Attempt) -> NextStep:
    """A person closes the case, not the rule; safety and steps of other features stay open beside it."""
    due = this.tomorrow
    return NextStep(
        settle=this.kind is not None and this.kind_words.done == "settle" and not this.safety,
        reset=True,
        kind="admin",
        text="Declined the program: close the case, or agree when to ask again",
        due_on=due,
        words=f"Declined the program. Close the case or agree when to ask again, {this.show(due)}.",
    )


def _find(this: Attempt, text: str, words: str, alert: str | None = None) -> NextStep:
    """Never another dial: first a number or address is found; what this was about waits two business days longer.

    Safety does not wait, and where a clock runs the next try is on the day of the finding.
    """
    due = this.tomorrow
    if this.kind == "find_number":
        return replace(moved(this, due, f"{words}: keep looking"), alert=alert)
    stays = _puts_off(this, add_business_days(due, 0 if this.pressing else 2))
    words = f"{words}: {lower(text)} {this.show(due)}."
    return NextStep(kind="find_number", text=text, due_on=due, stays_on=stays, words=words, alert=alert)


def _wrong(this: Attempt) -> NextStep:
    if this.channel in (Channel.EMAIL, Channel.VISIT):
        return _find(this, "Find the right address", "Wrong address, not to be used again")
    word = "Disconnected" if this.outcome is Outcome.DISCONNECTED else "Wrong number"
    return _find(this, "Find a new number", f"{word}, not to be dialled again")


def _returned(this: Attempt) -> NextStep:
    return _find(this, "Find the right address", "The letter came back")


def _has_moved(this: Attempt) -> NextStep:
    alert = f"Has moved (learned {this.today.isoformat()}): check address, phone and coverage"
    return _find(this, "Find the new address and number", "Has moved", alert)


def _call_back(this: Attempt) -> NextStep:
    """Somebody answered but there was no talk yet: neither a reach nor a failed attempt."""
    due = this.tomorrow
    if this.kind is None or this.kind in UNMOVED:
        words = f"Call back {this.show(due)}."
        return NextStep(kind="call_back", text="Call back as asked", due_on=due, words=words)
    return moved(this, due, "Call back as asked")


def _no_interpreter(this: Attempt) -> NextStep:
    return moved(this, this.tomorrow, "No interpreter: book one first")


def _in_hospital(this: Attempt) -> NextStep:
    """The discharge starts a clock, so somebody asks for its date; what this was about waits as long."""
    due = this.in_days(HOSPITAL_DAYS)
    return NextStep(
        kind="call_back",
        text="In hospital: ask for the discharge date",
        due_on=due,
        stays_on=_puts_off(this, due),
        words=f"In hospital: ask for the discharge date, {this.show(due)}.",
        alert=f"In hospital (learned {this.today.isoformat()}): ask for the discharge date",
    )


def _in_prison(this: Attempt) -> NextStep:
    alert = f"In jail or prison (learned {this.today.isoformat()}): check coverage and medicines"
    return replace(moved(this, this.in_a_month, "In jail or prison: ask for the release date"), alert=alert)


def _has_died(this: Attempt) -> NextStep:
    """Logging it records the death: everything open ends, and a person closes the record."""
    want = close_record(this.today)
    words = f"Records the death. All open steps end; close the record by {this.show(want.due_on)}."
    return NextStep(kind=want.kind, text=want.text, due_on=want.due_on, words=words)


def _unsafe(this: Attempt) -> NextStep:
    """Not safe to talk is a matter of safety, whatever the call was about."""
    return NextStep(
        kind="safety_follow_up",
        text="Not safe to talk: find a safe way to check on them",
        due_on=this.today,
        stays_on=_puts_off(this, this.tomorrow),
        words="Not safe to talk: a safety check stands at the top of the queue from now on.",
        alert=f"Not safe to talk on {this.today.isoformat()}: read the safe-contact rules before calling",
    )


def _puts_off(this: Attempt, due: dt.date) -> dt.date | None:
    """Where the follow-up itself goes while another comes first; None where it stays."""
    return None if this.kind is None or this.safety or this.kind in UNMOVED else due


SETBACKS: Mapping[Outcome, Callable[[Attempt], NextStep]] = MappingProxyType(
    {
        Outcome.DECLINED_TODAY: _declined_today,
        Outcome.DECLINED_PROGRAM: _declined_program,
        Outcome.CALL_BACK: _call_back,
        Outcome.WRONG_NUMBER: _wrong,
        Outcome.DISCONNECTED: _wrong,
        Outcome.LETTER_RETURNED: _returned,
        Outcome.MOVED: _has_moved,
        Outcome.INTERPRETER_UNAVAILABLE: _no_interpreter,
        Outcome.BLOCKED: blocked,
        Outcome.READ: read,
        Outcome.HOSPITALISED: _in_hospital,
        Outcome.INCARCERATED: _in_prison,
        Outcome.DECEASED: _has_died,
        Outcome.UNSAFE: _unsafe,
    }
)
