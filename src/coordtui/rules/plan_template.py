"""Starters for a plan as a file: TOML that people write and share, read as hostile input.

    name = "Falls"
    about = "After a fall, or the fear of one."
    [[concern]]
    text = "Staying on my feet"
    [[concern.goal]]
    text = "I walk to the shop and back"
    due_in_weeks = 8                      # also: why, measure, unit, target, barriers = [...], strengths = [...]
    [[concern.goal.intervention]]
    text = "Ask for a physical therapy visit"
    owner = "me"                          # me, patient, recipient, requester, payer, other
    due_in_days = 3

Steps may also stand right under a concern. A file is at most 256 kB; every key, type and number is checked, and an
error says where it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coordtui.errors import InvalidInput
from coordtui.models.codes import Ball

MOST_BYTES = 256 * 1024
MOST_CONCERNS, MOST_GOALS, MOST_STEPS, MOST_WORDS, MOST_LINES = 30, 20, 30, 20, 400
LONGEST_TEXT, LONGEST_NAME, LONGEST_LINE, MOST_DOTS = 500, 80, 4_000, 200
MOST_WEEKS, MOST_DAYS = 260, 1_825
_GOAL_WORDS = ("why", "measure", "unit", "target")


@dataclass(frozen=True, slots=True)
class InterventionStarter:
    text: str
    owner: Ball = Ball.ME
    due_in_days: int | None = None


@dataclass(frozen=True, slots=True)
class GoalStarter:
    text: str
    why: str | None = None
    measure: str | None = None
    unit: str | None = None
    target: str | None = None
    due_in_weeks: int | None = None
    barriers: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    interventions: tuple[InterventionStarter, ...] = ()


@dataclass(frozen=True, slots=True)
class ConcernStarter:
    text: str
    goals: tuple[GoalStarter, ...] = ()
    interventions: tuple[InterventionStarter, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """`about` says in a sentence or two whom it is for."""

    name: str
    about: str = ""
    concerns: tuple[ConcernStarter, ...] = ()

    @property
    def goals(self) -> int:
        return sum(len(concern.goals) for concern in self.concerns)

    def lines(self) -> Iterator[str]:
        """Every text that `write` puts into a file after the name and `about`, top to bottom."""
        for concern in self.concerns:
            yield concern.text
            for goal in concern.goals:
                yield goal.text
                yield from (text for text in (getattr(goal, name) for name in _GOAL_WORDS) if text)
                yield from (*goal.barriers, *goal.strengths)
                yield from (step.text for step in goal.interventions)
            yield from (step.text for step in concern.interventions)


# --- reading ---------------------------------------------------------------------------------------------------------


def parse(text: str) -> Template:
    """The template of a TOML text.

    Raises:
        InvalidInput: at "template", with the place in words: a line of the file, or "concern 2, goal 1".
    """
    _check_size(text)
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise _wrong("The file is nested too deeply.") from None
    except ValueError as reason:  # TOMLDecodeError, and numbers that Python will not read
        raise _wrong(f"This is not a TOML file: {str(reason)[:160]}.") from None
    _only(data, {"name", "about", "concern"}, "at the top")
    concerns = _tables(data, "concern", MOST_CONCERNS, "at the top")
    template = Template(
        name=_text(data, "name", "at the top", LONGEST_NAME) or "",
        about=_text(data, "about", "at the top", LONGEST_TEXT, needed=False) or "",
        concerns=tuple(_concern(one, f"concern {n}") for n, one in enumerate(concerns, 1)),
    )
    if not template.concerns:
        raise _wrong("It holds no concern.")
    if sum(1 for _ in template.lines()) > MOST_LINES:
        raise _wrong(f"It holds more than {MOST_LINES} lines.")
    return template


def _wrong(what: str) -> InvalidInput:
    return InvalidInput("template", what, "Mend the file, and take it in again.")


def _check_size(text: str) -> None:
    """Before a parser sees it: nothing that costs it more than a moment."""
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise _wrong(f"The file is over {MOST_BYTES // 1024} kB, which no plan needs.")
    for n, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE or line.count(".") > MOST_DOTS:
            raise _wrong(f"Line {n} is too long.")


def _concern(data: Mapping[str, Any], where: str) -> ConcernStarter:
    _only(data, {"text", "goal", "intervention"}, where)
    goals = _tables(data, "goal", MOST_GOALS, where)
    return ConcernStarter(
        text=_text(data, "text", where) or "",
        goals=tuple(_goal(one, f"{where}, goal {n}") for n, one in enumerate(goals, 1)),
        interventions=_steps(data, where),
    )


def _goal(data: Mapping[str, Any], where: str) -> GoalStarter:
    _only(data, {"text", *_GOAL_WORDS, "due_in_weeks", "barriers", "strengths", "intervention"}, where)
    return GoalStarter(
        text=_text(data, "text", where) or "",
        **{name: _text(data, name, where, needed=False) for name in _GOAL_WORDS},
        due_in_weeks=_number(data, "due_in_weeks", 1, MOST_WEEKS, where),
        barriers=_texts(data, "barriers", where),
        strengths=_texts(data, "strengths", where),
        interventions=_steps(data, where),
    )


def _steps(data: Mapping[str, Any], where: str) -> tuple[InterventionStarter, ...]:
    found = _tables(data, "intervention", MOST_STEPS, where)
    return tuple(_step(one, f"{where}, intervention {n}") for n, one in enumerate(found, 1))


def _step(data: Mapping[str, Any], where: str) -> InterventionStarter:
    _only(data, {"text", "owner", "due_in_days"}, where)
    owner = _text(data, "owner", where, needed=False) or Ball.ME.value
    if owner not in {ball.value for ball in Ball}:
        raise _wrong(f'In {where}, "owner" is none of {", ".join(Ball)}.')
    text = _text(data, "text", where) or ""
    return InterventionStarter(text, Ball(owner), _number(data, "due_in_days", 0, MOST_DAYS, where))


# --- one value of a table --------------------------------------------------------------------------------------------


def _only(data: Mapping[str, Any], known: set[str], where: str) -> None:
    strange = next((key for key in data if key not in known), None)
    if strange is not None:
        place = where if where == "at the top" else f"in {where}"
        raise _wrong(f'There is an unknown key "{_plain(strange)[:40]}" {place}.')


def _at(where: str) -> str:
    return "At the top" if where == "at the top" else f"In {where}"


def _text(
    data: Mapping[str, Any], key: str, where: str, longest: int = LONGEST_TEXT, *, needed: bool = True
) -> str | None:
    """One line of text without control characters; None when it is missing or empty and not `needed`."""
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise _wrong(f'{_at(where)}, "{key}" is not a text in quotes.')
    words = _plain(value or "")
    if len(words) > longest:
        raise _wrong(f'{_at(where)}, "{key}" is longer than {longest} letters.')
    if needed and not words:
        raise _wrong(f'{_at(where)}, "{key}" is missing.')
    return words or None


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in text).split())


def _texts(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise _wrong(f'{_at(where)}, "{key}" is not a list of texts.')
    if len(values) > MOST_WORDS:
        raise _wrong(f'{_at(where)}, "{key}" holds more than {MOST_WORDS}.')
    found = (_text({key: one}, key, where, needed=False) for one in values)
    return tuple(one for one in found if one)


def _tables(data: Mapping[str, Any], key: str, most: int, where: str) -> list[Mapping[str, Any]]:
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
        raise _wrong(f'{_at(where)}, "{key}" is not written as [[…{key}]].')
    if len(values) > most:
        raise _wrong(f"{_at(where)}, there are more than {most} of {key}.")
    return values


def _number(data: Mapping[str, Any], key: str, least: int, most: int, where: str) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _wrong(f'{_at(where)}, "{key}" is not a whole number from {least} to {most}.')
    return value


# --- writing ---------------------------------------------------------------------------------------------------------


def write(template: Template) -> str:
    """The template as TOML text; `parse` gives the same template back."""
    lines = [_pair("name", template.name)]
    lines += [_pair("about", template.about)] if template.about else []
    for concern in template.concerns:
        lines += ["", "[[concern]]", _pair("text", concern.text)]
        for goal in concern.goals:
            lines += ["", "[[concern.goal]]", *_goal_lines(goal)]
            lines += _step_lines(goal.interventions, "concern.goal.intervention")
        lines += _step_lines(concern.interventions, "concern.intervention")
    return "\n".join(lines) + "\n"


def _goal_lines(goal: GoalStarter) -> Iterator[str]:
    for name in ("text", *_GOAL_WORDS):
        value = getattr(goal, name)
        if value:
            yield _pair(name, value)
    if goal.due_in_weeks is not None:
        yield f"due_in_weeks = {goal.due_in_weeks}"
    for name, texts in (("barriers", goal.barriers), ("strengths", goal.strengths)):
        if texts:  # a line each, because a line of the file has a limit
            yield from (f"{name} = [", *(f"    {_quoted(text)}," for text in texts), "]")


def _step_lines(steps: tuple[InterventionStarter, ...], table: str) -> Iterator[str]:
    for step in steps:
        yield from ("", f"[[{table}]]", _pair("text", step.text), _pair("owner", step.owner.value))
        if step.due_in_days is not None:
            yield f"due_in_days = {step.due_in_days}"


def _pair(key: str, value: str) -> str:
    return f"{key} = {_quoted(value)}"


def _quoted(text: str) -> str:
    """A TOML basic string: quotes, backslashes and control characters escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if ord(c) >= 0x20 and ord(c) != 0x7F else f"\\u{ord(c):04x}" for c in escaped) + '"'
