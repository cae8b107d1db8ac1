"""How the tracker and a referral's own screen look: widths, headings, words beside colours, small terminals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from rich.cells import cell_len

from coordtui.models.codes import Urgency
from coordtui.rules.referral_moves import MOVES
from coordtui.screens.bindings import keys_taken
from coordtui.settings import Settings
from tests.casework.world import World
from tests.look import full_lines, line_with, styled_lines
from tests.screens.bench import Bench, bench
from tests.screens.referrals import SENT, begun, moved

SIZES = [(60, 20), (80, 24), (120, 36)]


async def open_tracker(app: Bench) -> list[str]:
    await app.press("3")
    return app.text().splitlines()


@pytest.mark.parametrize("size", SIZES)
async def test_every_line_fills_the_width_and_nothing_more(world: World, crashes: Path, size: tuple[int, int]) -> None:
    moved(world, begun(world, "Rosa [DNR] Zuniga", what="Cardiology " * 12), SENT)
    async with bench(world, crashes, size=size) as app:
        await open_tracker(app)
        for keys in (
            (),
            ("d",),
            ("escape", "v"),
            ("escape", "e"),
            ("escape", "L"),
            ("escape", "z"),
            ("escape", "enter"),
        ):
            await app.press(*keys)
            assert {cell_len(line) for line in full_lines(app.app)} == {size[0]}, keys


@pytest.mark.parametrize(
    ("size", "titles"),
    [
        ((60, 20), ["patient", "referral", "clock", "next check"]),
        ((80, 24), ["patient", "referral", "turn", "age", "clock", "next check"]),
        ((120, 36), ["patient", "referral", "turn", "age", "clock", "next check"]),
    ],
)
async def test_columns_drop_by_what_matters_least(
    world: World, crashes: Path, size: tuple[int, int], titles: list[str]
) -> None:
    begun(world)
    async with bench(world, crashes, size=size) as app:
        lines = await open_tracker(app)
        header = lines[line_with(app.app, "patient  ")]
        found = [
            title for title in ("patient", "referral", "state", "turn", "age", "clock", "next check") if title in header
        ]
        assert found == titles


async def test_the_column_that_a_heading_says_is_left_out(world: World, crashes: Path) -> None:
    begun(world)
    async with bench(world, crashes, size=(80, 24)) as app:
        await app.press("3", "z", "w")
        header = app.text().splitlines()[line_with(app.app, "patient  ")]
        assert "state" in header
        assert "turn" not in header


async def test_a_heading_stands_over_its_rows_and_is_seen_at_once(world: World, crashes: Path) -> None:
    begun(world)
    async with bench(world, crashes, size=(80, 24)) as app:
        lines = await open_tracker(app)
        at = line_with(app.app, "draft · 1")
        assert lines[at + 1].startswith("▸ Rosa Zuniga")


@pytest.mark.parametrize("size", [(100, 30), (120, 36), (200, 50)])
async def test_the_pane_stands_beside_the_list_where_there_is_room(
    world: World, crashes: Path, size: tuple[int, int]
) -> None:
    begun(world)
    async with bench(world, crashes, size=size) as app:
        lines = await open_tracker(app)
        assert "Rosa Zuniga · Cardiology" in lines[line_with(app.app, "patient  ")]


async def test_the_pane_stands_below_at_80_and_not_at_all_on_a_low_screen(world: World, crashes: Path) -> None:
    begun(world)
    async with bench(world, crashes, size=(80, 24)) as app:
        assert any(line.startswith(" next     f sent it") for line in await open_tracker(app))
        await app.pilot.resize_terminal(80, 18)
        await app.settle()
        assert "f sent it" not in app.text()
        await app.press("p")
        assert "f sent it" in app.text()


async def test_lateness_is_said_in_words(world: World, crashes: Path) -> None:
    start = world.day
    for name, days in (("Ed Escalate", 12), ("Ria Red", 6), ("Ann Amber", 5), ("Tim Time", 0)):
        world.go_to(start + dt.timedelta(days=12 - days))
        begun(world, name, urgency=Urgency.ROUTINE, indicated_on=None)
    world.go_to(start + dt.timedelta(days=12))
    async with bench(world, crashes, size=(80, 24)) as app:
        lines = await open_tracker(app)
        for name, word in (("Ed Escalate", "escalate"), ("Ria Red", "red"), ("Ann Amber", "amber")):
            assert f" {word} " in lines[line_with(app.app, name)], app.text()
        assert "1 escalate, 1 red, 1 amber" in app.text()
        await app.press("z", "a")
        order = [line_with(app.app, words) for words in ("escalate: ", "past its time", "nearly due", "in time · 1")]
        assert order == sorted(order)


@pytest.mark.parametrize("theme", ["coordtui-dark", "coordtui-light", "ansi-dark", "ansi-light"])
async def test_text_is_readable_in_every_theme(world: World, crashes: Path, theme: str) -> None:
    begun(world)
    async with bench(world, crashes, size=(120, 36), settings=Settings(theme=theme)) as app:
        for keys in (("3",), ("k",), ("j", "d"), ("escape", "e"), ("escape", "L"), ("escape", "enter")):
            await app.press(*keys)
            for line in styled_lines(app.app):
                for segment in line:
                    style = segment.style
                    if segment.text.strip() and style is not None and style.color and style.bgcolor:
                        assert style.color != style.bgcolor or style.color.is_default, segment.text


@pytest.mark.parametrize("size", [(40, 15), (20, 6)])
async def test_everything_opens_and_closes_on_a_small_screen(
    world: World, crashes: Path, size: tuple[int, int]
) -> None:
    moved(world, begun(world), SENT)
    async with bench(world, crashes, size=size) as app:
        await app.press("3")
        under = app.app.screen
        for key in ("d", "v", "B", "s", "e", "R", "W", "n", "z", "L", "Q", "enter"):
            await app.press(key)
            assert app.app.screen is not under, key
            assert {cell_len(line) for line in full_lines(app.app)} == {size[0]}
            await app.press("escape")
            assert app.app.screen is under, key


@pytest.mark.parametrize("page", ["referrals", "referral"])
def test_no_letter_of_a_step_is_the_key_of_a_verb(page: str) -> None:
    assert {move.key for move in MOVES} & keys_taken(page) == set()
