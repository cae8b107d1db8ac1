"""Jump anywhere: one ranked list, where one was last first, nothing of an older text under a newer one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events

from coordtui import settings
from coordtui.casework.jump import jump
from coordtui.casework.saved_view import save
from coordtui.models.saved_view import ViewList
from coordtui.screens.caseload import CaseloadScreen
from coordtui.screens.chart import ChartScreen
from coordtui.screens.palette import Goal, Goals, Palette, ranked
from coordtui.screens.referral_detail import ReferralScreen
from coordtui.settings import Settings
from tests.casework.world import World
from tests.screens import objects
from tests.screens.bench import Bench, bench


def top(one: Bench) -> Any:
    """The screen or box in sight."""
    return one.app.screen


def rows(one: Bench) -> list[tuple[str, str]]:
    """Kind and name of every row of the palette."""
    found = one.app.screen.query_one(Goals).results.source.window(0, 200)
    return [(str(row.cells[0][0]), str(row.cells[1][0])) for row in found if row is not None]


def test_what_is_called_so_comes_before_what_begins_so_and_that_before_every_word_and_recency() -> None:
    names = ["Old Log Road", "Logan Paul", "log", "Rosa Logan", "Paul", "Logwood"]
    goals = [Goal(f"patient:{n}", "patient", name, "") for n, name in enumerate(names)]
    assert [one.name for one in ranked("log", goals, ["patient:5", "patient:3"])] == [
        *("log", "Logwood", "Logan Paul", "Rosa Logan", "Old Log Road", "Paul"),
    ]
    assert ranked("paul log", goals, [])[0].name == "Logan Paul"


async def test_every_kind_of_row_leads_where_it_says(world: World, crashes: Path) -> None:
    objects.referral(world, "Zoe Adler")
    world.do(save, ViewList.CASELOAD, "Foxes", "fox")
    async with bench(world, crashes, size=(100, 30)) as one:
        await one.press("ctrl+p")
        await one.type("adler")
        assert [kind for kind, _ in rows(one)] == ["patient", "referral"]
        await one.press("down", "enter")
        assert isinstance(top(one), ReferralScreen)
        await one.press("ctrl+p")
        await one.type("foxes")
        assert ("view", "Foxes") in rows(one)
        await one.press("enter")
        screen = top(one)
        assert isinstance(screen, CaseloadScreen)
        assert (screen.filter.text, "Finn Fox" in one.text(), "Ana Abel" in one.text()) == ("fox", True, False)
        await one.press("colon")
        await one.type("finn")
        await one.press("enter")
        assert isinstance(top(one), ChartScreen)


async def test_where_one_was_last_stands_first_also_after_a_restart_and_under_the_mask(
    world: World, crashes: Path
) -> None:
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("enter", "q", "2", "G", "enter", "q", "ctrl+p")
        assert rows(one)[:2] == [("patient", "Finn Fox"), ("patient", "Ana Abel")]
        await one.press("escape", "q")
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("ctrl+p")
        assert rows(one)[:2] == [("patient", "Finn Fox"), ("patient", "Ana Abel")]
        assert rows(one)[2][0] == "command"
        await one.press("escape", "ctrl+g", "ctrl+p")
        assert rows(one)[:2] == [("patient", "F. F."), ("patient", "A. A.")]
        assert "Finn" not in one.text()


async def test_enter_right_after_a_letter_takes_what_that_letter_finds(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("ctrl+p")
        await one.type("finn f")
        for key, letter in (("o", "o"), ("x", "x"), ("enter", "\r")):
            one.app.post_message(events.Key(key, letter))
        await one.settle()
        assert isinstance(top(one), ChartScreen)
        assert "Chart · Finn Fox" in one.text()
        await one.press("q", "ctrl+p", "enter")
        assert isinstance(top(one), Palette), "enter alone takes nobody"


async def test_a_setting_is_changed_from_the_palette_and_stands_in_the_file(
    world: World, crashes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "own" / "settings.toml"
    monkeypatch.setenv(settings.VARIABLE, str(file))
    async with bench(world, crashes, settings=Settings()) as one:
        await one.press("colon")
        await one.type("theme")
        await one.press("enter", "ctrl+u")
        await one.type("coordtui-lite")
        await one.press("enter")
        assert "There is no theme named" in one.flat()
        assert not file.exists()
        await one.press("ctrl+u")
        await one.type("coordtui-light")
        await one.press("enter")
        assert (one.app.theme, one.said) == ("coordtui-light", "Setting saved.")
        assert settings.load(file) == Settings(theme="coordtui-light")
        await one.press("colon")
        await one.type("idle lock")
        await one.press("enter", "ctrl+u")
        await one.type("20")
        await one.press("enter")
        assert one.app.idle.seconds == 1200
        assert settings.load(file) == Settings(theme="coordtui-light", idle_lock_minutes=20)


async def test_what_an_older_text_found_is_never_shown_under_a_newer_one(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("ctrl+p")
        await one.type("finn")
        goals = top(one).query_one(Goals)
        before = rows(one)
        goals._show("fin", world.read(jump, "ana"))
        assert rows(one) == before
        assert ("patient", "Finn Fox") in before
