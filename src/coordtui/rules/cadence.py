"""Attempts that did not reach anyone: the series of tries (domain sheet §5).

Three tries on three different days within 14 days, at different times and by at least two channels; a letter after the
third; then a try a month, or close as unable to reach. Where a clock runs it is always the next business day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from coordtui.models.acuity import Level
from coordtui.rules.dates import business_on_or_before
from coordtui.rules.next_step import DISCHARGE, UNMOVED, Attempt, NextStep, moved

SERIES = 3
SERIES_DAYS = 14
GAPS = {False: (3, 5), True: (2, 3)}  # business days after the first and second try; shorter for high and complex
SLOTS = ("in the evening", "in the morning", "in the afternoon")


def failed(this: Attempt) -> NextStep:
    """What a counted attempt without a reach leads to."""
    if this.safety:
        words = "Not reached: try again, another way, or hand it over to a clinician"
        return moved(this, this.today, words, failed=True)
    if this.kind in UNMOVED:
        return moved(this, this.today, f"Try {this.number} without a reach", failed=True)
    if this.pressing:
        return _against_the_clock(this)
    if this.number < SERIES:
        return _next_try(this)
    if this.number == SERIES:
        return _third_try(this)
    words = f"Try {this.number} without a reach: try monthly, or close as unable to reach and tell the provider"
    return moved(this, this.in_a_month, words, failed=True)


def blocked(this: Attempt) -> NextStep:
    step = failed(this)
    return replace(step, words=f"Blocked: use another channel. {step.words}")


def read(this: Attempt) -> NextStep:
    """Read but not answered is no failed attempt, and no reach."""
    return moved(this, this.tomorrow if this.pressing else this.in_days(3), "Read, but not answered")


def not_sent(this: Attempt) -> NextStep:
    return moved(this, this.tomorrow, "It did not go through, which is no attempt: use another way")


def _against_the_clock(this: Attempt) -> NextStep:
    """Never wait longer than a business day. Two timely tries satisfy the discharge contact (CMS MLN 908628)."""
    step = moved(this, this.tomorrow, f"Try {this.number} without a reach", failed=True)
    met = this.kind in DISCHARGE and this.number >= 2
    return replace(step, words=step.words + " Two timely tries are on record; keep trying.") if met else step


def _next_try(this: Attempt) -> NextStep:
    quick = this.level in (Level.HIGH, Level.COMPLEX)
    due = this.in_days(GAPS[quick][this.number - 1])
    if this.tries:
        latest = min(each.date() for each in this.tries) + dt.timedelta(days=SERIES_DAYS)
        due = max(min(due, business_on_or_before(latest)), this.tomorrow)
    return moved(this, due, f"Try {this.number} of {SERIES} without a reach: {_another_way(this)}", failed=True)


def _third_try(this: Attempt) -> NextStep:
    """The series is over: a letter goes out, and the need itself stays open with a try a month."""
    letter_on, again = this.tomorrow, this.in_a_month
    letter = f"Unable-to-reach letter {this.show(letter_on)}"
    return NextStep(
        failed=True,
        kind="letter",
        text="Send the unable-to-reach letter",
        due_on=letter_on,
        stays_on=again if this.kind else None,
        words=f"Try {SERIES} without a reach. {letter}, then monthly from {this.show(again)}.",
    )


def _another_way(this: Attempt) -> str:
    """Advice for the next try: another time of day, and for the third another channel if all were the same."""
    moments = [*this.tries, *([this.now] if this.now else [])]
    used = {slot(each) for each in moments}
    free = next((each for each in SLOTS if each not in used), "") if moments else ""
    words = f"try {free}" if free else "try another time of day"
    if this.number == SERIES - 1 and {*this.channels, this.channel} == {this.channel}:
        return f"{words} and another channel"
    return words


def slot(at: dt.datetime) -> str:
    """The part of the day an attempt counts as; the weekend counts as evening."""
    if at.hour >= 17 or at.weekday() >= 5:
        return SLOTS[0]
    return SLOTS[1] if at.hour < 12 else SLOTS[2]
