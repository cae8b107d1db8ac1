"""The small pieces of the screens, without an app."""

from __future__ import annotations

import datetime as dt

import pytest
from rich.cells import cell_len
from sqlalchemy import text

from coordtui import crash
from coordtui.casework.chart import chart
from coordtui.models.codes import Answer
from coordtui.rules.languages import interpreter_words
from coordtui.screens.base import initials
from coordtui.screens.chart_lines import sections
from coordtui.screens.days import usual_days
from coordtui.screens.letters import Letters
from coordtui.screens.preview import flowed
from coordtui.screens.words import ago, language_words
from tests.world import DemoWorld

DAY = dt.date(2026, 3, 4)
OPTIONS = [("r", "reached"), ("n", "no answer"), ("v", "voicemail"), ("b", "busy"), ("w", "wrong number")]


@pytest.mark.parametrize("width", [8, 20, 40, 80, 200])
@pytest.mark.parametrize("inline", [True, False])
def test_letters_fit_any_width_and_lose_none(width: int, inline: bool) -> None:
    lines = [line.plain for line in Letters(OPTIONS, inline=inline).flow(width)]
    if width >= 20:
        for letter, words in OPTIONS:
            assert any(f"{letter} {words}" in line for line in lines), words
    assert all(cell_len(line.rstrip()) <= width for line in lines)


def test_letters_read_downwards_and_bracket_the_chosen_one() -> None:
    letters = Letters(OPTIONS)
    letters.chosen = "n"
    first, second = (line.plain for line in letters.flow(60)[:2])
    assert first.startswith(" r reached")
    assert second.startswith("[n no answer]")


@pytest.mark.parametrize(
    ("name", "masked"),
    [("Rosa Lopez", "R. L."), ("陈美玲", "陈."), ("Lopez, Rosa", "L. R."), ("", ""), ("[DNR] x", "[. X.")],
)
def test_initials_tell_rows_apart_without_the_name(name: str, masked: str) -> None:
    assert initials(name) == masked


def test_lines_wrap_beside_their_label_and_bullets_hang() -> None:
    lines = [line.plain for line in flowed([("open", "· one two three four five six", "")], 36)]
    assert lines == ["open     · one two three four five", "           six"]


def test_a_narrow_pane_drops_the_labels() -> None:
    assert [line.plain for line in flowed([("open", "one two", "")], 20)] == ["one two"]


def test_the_usual_days_fall_on_their_days() -> None:
    days = {day.letter: day.day for day in usual_days(DAY)}
    assert days == {
        "t": DAY + dt.timedelta(1),
        "w": dt.date(2026, 3, 11),
        "f": dt.date(2026, 3, 18),
        "m": dt.date(2026, 4, 3),
    }


@pytest.mark.parametrize(
    ("tag", "words"), [("es", "Spanish"), ("zh", "Chinese"), (None, ""), ("not a tag!", "not a tag!")]
)
def test_languages_are_shown_in_words(tag: str | None, words: str) -> None:
    assert language_words(tag) == words


def test_declining_to_say_is_not_unknown() -> None:
    assert interpreter_words(Answer.DECLINED) == "interpreter: declined to say"
    assert interpreter_words(Answer.UNKNOWN) == ""
    assert interpreter_words(Answer.YES, "phone") == "needs an interpreter (phone)"


def test_ago_is_in_words() -> None:
    assert ago(None, DAY) == "never"
    assert ago(DAY, DAY) == "today"
    assert ago(DAY - dt.timedelta(9), DAY) == "9 days ago"


def test_a_report_names_types_and_places_along_the_chain_only() -> None:
    def inner() -> None:
        raise KeyError("Rosa Canary")

    try:
        try:
            inner()
        except KeyError as error:
            raise RuntimeError("Rosa Canary") from error
    except RuntimeError as error:
        text = crash.redacted(error)
    assert "builtins.RuntimeError" in text
    assert "builtins.KeyError" in text
    assert "inner" in text
    assert "Rosa" not in text


def test_a_chart_tells_the_class_of_a_stay_in_words_and_the_days_of_a_plan_in_one_form(demo: DemoWorld) -> None:
    rosa = demo.read(lambda session: session.scalar(text("SELECT id FROM patient WHERE name = 'Rosa Lopez'")))
    lines = {one.title: one.lines for one in sections(demo.read(chart, rosa, demo.today), demo.today, str)}
    assert [line.state for line in lines["Visits"] if line.kind == "encounter"] == ["emergency, finished"]
    days = {line.kind.strip(): line.when for line in lines["Plan"] if line.when}
    assert set(days) == {"plan", "goal", "barrier"}
    assert all(day[-4:].isdecimal() for day in days.values()), days
