"""Whether the lines of a plan fit into starters, told in the words of the plan and not in those of a file."""

from __future__ import annotations

from collections.abc import Iterator

from coordtui.errors import Refused
from coordtui.rules.plan_template import (
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_CONCERNS,
    MOST_DOTS,
    MOST_GOALS,
    MOST_LINES,
    MOST_STEPS,
    MOST_WORDS,
    ConcernStarter,
    Template,
    write,
)
from coordtui.rules.words import shorten

OTHER = "Other things"
"""What goals and steps without a concern stand under in a template."""


def check_fits(template: Template) -> None:
    """Raise Refused, naming the line, where a template that was made of a plan is more than a file of it may hold."""
    for text in template.lines():
        if not any(c.isprintable() and not c.isspace() for c in text):
            raise Refused("A line of this plan has no words.", "Write some, or take it out; then keep the plan again.")
        if len(text) > LONGEST_TEXT or text.count(".") > MOST_DOTS:
            raise Refused(
                f'This is too long for starters: "{shorten(text, 50)}".',
                f"Shorten it to {LONGEST_TEXT} letters in the plan, then keep it again.",
            )
    for holder, count, what, most in _counts(template):
        if count > most:
            raise Refused(
                f"{holder} holds {count} {what}; in starters it is {most} at most.",
                "Take some out, or move them under another line; then keep the plan again.",
            )
    if len(write(template).encode()) > MOST_BYTES:
        raise Refused("The lines of this plan are too long for starters.", "Shorten some, then keep it again.")


def _counts(template: Template) -> Iterator[tuple[str, int, str, int]]:
    """What holds how many of what, and the most that it may."""
    yield "This plan", len(template.concerns), "concerns", MOST_CONCERNS
    for concern in template.concerns:
        where = _name(concern)
        yield where, len(concern.goals), "goals", MOST_GOALS
        yield where, len(concern.interventions), "steps", MOST_STEPS
        for goal in concern.goals:
            where = f'The goal "{shorten(goal.text, 50)}"'
            yield where, len(goal.interventions), "steps", MOST_STEPS
            yield where, len(goal.barriers), "barriers", MOST_WORDS
            yield where, len(goal.strengths), "strengths", MOST_WORDS
    yield "This plan", sum(1 for _ in template.lines()), "lines", MOST_LINES


def _name(concern: ConcernStarter) -> str:
    return "This plan, outside its concerns," if concern.text == OTHER else f'The concern "{shorten(concern.text, 50)}"'
