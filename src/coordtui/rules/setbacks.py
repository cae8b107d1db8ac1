"""Outcomes that teach something about the person or the number, each with its own next step (domain sheet §5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from coordtui.models.contact import Channel, Outcome
from coordtui.rules.cadence import blocked, read
from coordtui.rules.dates import add_business_days
from coordtui.rules.next_step import UNMOVED, Attempt, NextStep, lower, moved

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
    stays = None if this.kind is None or this.safety else add_business_days(due, 0 if this.pressing else 2)
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
    alert = f"In hospital (learned {this.today.isoformat()}): ask for the discharge date"
    return replace(moved(this, this.in_days(HOSPITAL_DAYS), "In hospital: ask for the discharge date"), alert=alert)


def _in_prison(this: Attempt) -> NextStep:
    alert = f"In jail or prison (learned {this.today.isoformat()}): check coverage and medicines"
    return replace(moved(this, this.in_a_month, "In jail or prison: ask for the release date"), alert=alert)


def _has_died(this: Attempt) -> NextStep:
    """Only a person records a death; until then nothing is closed and nothing moves."""
    return NextStep(
        words="Confirm it, then record the death in the chart. Nothing is closed and nothing moves until then.",
        alert=f"Said to have died (learned {this.today.isoformat()}): confirm before any call",
    )


def _unsafe(this: Attempt) -> NextStep:
    step = _call_back(this)
    alert = f"Not safe to talk on {this.today.isoformat()}: read the safe-contact rules before calling"
    return replace(step, words=f"Not safe to talk: another time, by the safe-contact rules. {step.words}", alert=alert)


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
