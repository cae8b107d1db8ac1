"""Starters as files: what is written reads back, and what is hostile or mistaken is refused with its place."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.errors import InvalidInput
from coordtui.models.codes import Ball
from coordtui.rules.plan_template import (
    ConcernStarter,
    GoalStarter,
    InterventionStarter,
    Template,
    parse,
    write,
)

SHIPPED = sorted(
    (one for one in (files("coordtui") / "resources" / "plan_starters").iterdir() if one.name.endswith(".toml")),
    key=lambda one: one.name,
)
SMALL = """
name = "Falls"
about = "After a fall."
[[concern]]
text = "Staying on my feet"
[[concern.goal]]
text = "I walk to the shop"
due_in_weeks = 8
barriers = ["Dark stairs"]
strengths = ["Her son visits"]
[[concern.goal.intervention]]
text = "Ask for physical therapy"
owner = "requester"
due_in_days = 3
[[concern.intervention]]
text = "Send the fall sheet"
"""


def test_a_file_is_read_as_it_is_written() -> None:
    goal = GoalStarter(
        text="I walk to the shop",
        due_in_weeks=8,
        barriers=("Dark stairs",),
        strengths=("Her son visits",),
        interventions=(InterventionStarter("Ask for physical therapy", Ball.REQUESTER, 3),),
    )
    concern = ConcernStarter("Staying on my feet", (goal,), (InterventionStarter("Send the fall sheet"),))
    assert parse(SMALL) == Template("Falls", "After a fall.", (concern,))


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert parse("\ufeff" + SMALL.replace("\n", "\r\n")) == parse(SMALL)


texts = st.text(min_size=1, max_size=40).map(lambda t: " ".join("".join(c for c in t if c.isprintable()).split()))
words = texts.filter(bool)
maybe = st.none() | words
steps = st.builds(InterventionStarter, words, st.sampled_from(Ball), st.none() | st.integers(0, 1_825))
few = st.lists(words, max_size=3).map(tuple)
goals = st.builds(
    GoalStarter,
    *(words, maybe, maybe, maybe, maybe, st.none() | st.integers(1, 260), few, few),
    st.lists(steps, max_size=3).map(tuple),
)
concerns = st.builds(
    ConcernStarter, words, st.lists(goals, max_size=3).map(tuple), st.lists(steps, max_size=2).map(tuple)
)
everything = st.builds(Template, words, texts, st.lists(concerns, min_size=1, max_size=3).map(tuple))


@given(template=everything)
def test_what_is_written_reads_back_the_same(template: Template) -> None:
    assert parse(write(template)) == template


@given(template=everything)
def test_every_text_that_is_written_is_among_the_lines_that_are_looked_at(template: Template) -> None:
    written = set(_texts(tomllib.loads(write(template))))
    assert written - set(template.lines()) <= {template.name, template.about, *(ball.value for ball in Ball)}


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list)):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _texts(one)


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change, to, place",
    [
        ('name = "Falls"', "", 'At the top, "name" is missing'),
        ('name = "Falls"', 'nam = "Falls"', 'unknown key "nam" at the top'),
        ('text = "Staying on my feet"', "text = 3", 'In concern 1, "text" is not a text'),
        ("due_in_weeks = 8", "due_in_weeks = 8.5", 'In concern 1, goal 1, "due_in_weeks" is not a whole number'),
        ("due_in_weeks = 8", "due_in_weeks = true", "whole number from 1 to 260"),
        ("due_in_weeks = 8", "due_in_weeks = -8", "whole number from 1 to 260"),
        ("due_in_weeks = 8", "due_in_weeks = " + "9" * 3_900, "whole number from 1 to 260"),
        ('owner = "requester"', 'owner = "nurse"', 'concern 1, goal 1, intervention 1, "owner" is none of me, patient'),
        ('barriers = ["Dark stairs"]', 'barriers = "Dark stairs"', '"barriers" is not a list'),
        ('barriers = ["Dark stairs"]', "barriers = [1]", '"barriers" is not a list'),
        ("[[concern]]", "[concern]", "concern"),
        ("due_in_days = 3", "due_in_days = 3\ndue_on = 2026-01-01", 'unknown key "due_on" in concern 1, goal 1'),
        ('text = "I walk to the shop"', 'text = " "', '"text" is missing'),
        ('text = "I walk to the shop"', f'text = "{"a" * 501}"', "longer than 500"),
        ('about = "After a fall."', "about = ", "line 3"),
    ],
)
def test_a_mistake_is_refused_with_its_place(change: str, to: str, place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(SMALL.replace(change, to, 1))
    assert refused.value.field == "template"
    assert place in refused.value.message
    assert refused.value.hint


HOSTILE = {
    "too large": 'name = "x"\n' + "# pad\n" * 60_000,
    "wide letters": 'name = "' + "\U0001f600" * 80_000 + '"',
    "deep lists": "name = " + "[" * 3_900,
    "deep tables": "name = " + "{a = " * 900,
    "dotted keys": "\n".join("a." * 1_900 + f"b{n} = 1" for n in range(60)),
    "dotted tables": "\n".join("[" + "a." * 1_900 + f"b{n}]" for n in range(60)),
    "within limits": "\n".join("a." * 199 + f"b{n} = 1" for n in range(640)),
    "many concerns": 'name = "x"\n' + '[[concern]]\ntext = "c"\n' * 5_000,
    "many goals": 'name = "x"\n[[concern]]\ntext = "c"\n' + '[[concern.goal]]\ntext = "g"\n' * 2_000,
    "long number": "name = " + "9" * 3_990,
    "binary": "\x00\x01\x02",
    "nothing": "",
    "no concern": 'name = "x"',
    "another format": '{"name": "x"}',
    "lone surrogate": 'name = "\ud800"',
    "unclosed": 'name = """' + "x\n" * 100,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_words_and_at_once(text: str) -> None:
    before = time.process_time()
    with pytest.raises(InvalidInput) as refused:
        parse(text)
    assert time.process_time() - before < 3
    assert len(str(refused.value)) < 400


def refusal(text: str) -> InvalidInput | None:
    try:
        parse(text)
    except InvalidInput as refused:
        return refused
    return None


@given(st.text(max_size=300))
def test_any_text_is_a_template_or_refused_in_words(text: str) -> None:
    refused = refusal(text)
    assert refused is not None
    assert (refused.field, bool(refused.hint)) == ("template", True)


def test_characters_that_a_terminal_obeys_are_dropped() -> None:
    template = parse(SMALL.replace("Staying on my feet", "Staying \\u001b[31m on\\tmy\\u0007 feet"))
    assert template.concerns[0].text == "Staying [31m on my feet"


# --- the shipped ones ------------------------------------------------------------------------------------------------


def test_a_dozen_starters_come_with_it() -> None:
    assert len(SHIPPED) == 12
    assert len({parse(one.read_text("utf-8")).name for one in SHIPPED}) == 12


@pytest.mark.parametrize("source", SHIPPED, ids=[one.name for one in SHIPPED])
def test_a_shipped_starter_is_a_whole_plan_in_plain_words(source: object) -> None:
    template = parse(source.read_text("utf-8"))  # type: ignore[attr-defined]
    assert template.about
    assert template.goals >= 3
    assert all(goal.interventions for concern in template.concerns for goal in concern.goals)
    assert parse(write(template)) == template
    assert all(line == line.strip() for line in template.lines())
