"""How the screen looks: widths, themes, no colour, small terminals. Only what matters, no pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from coordtui.casework.demo import build
from coordtui.settings import Settings
from coordtui.store.vault import Vault
from tests.casework.world import World, prepared
from tests.look import full_lines, line_with, styled_lines
from tests.screens.bench import bench


@pytest.fixture(scope="session")
def demo_vault(blank_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "vault"
    return prepared(blank_vault, folder, lambda world: build(world.ledger, moment=world.moment))


@pytest.fixture
def template(demo_vault: Path) -> Path:
    return demo_vault


@pytest.fixture
def demo(vault: Vault) -> World:
    return World(vault)


@pytest.mark.parametrize(
    ("size", "columns"),
    [
        ((40, 15), ["tier", "patient", "due"]),
        ((60, 20), ["tier", "patient", "what", "due", "pts"]),
        ((80, 24), ["tier", "patient", "what", "more", "due", "pts", "turn"]),
        ((200, 50), ["tier", "patient", "what", "more", "due", "pts", "turn", "acuity"]),
    ],
)
async def test_columns_drop_and_lines_fill_the_width(
    demo: World, crashes: Path, size: tuple[int, int], columns: list[str]
) -> None:
    async with bench(demo, crashes, size=size) as app:
        header = app.text().splitlines()[line_with(app.app, "patient")]
        assert header.split()[: len(columns)] == columns
        assert {cell_len(line) for line in full_lines(app.app)} == {size[0]}


async def test_cells_stand_under_their_titles(demo: World, crashes: Path) -> None:
    async with bench(demo, crashes, size=(80, 24)) as app:
        lines = full_lines(app.app)
        at = line_with(app.app, "patient")
        for title in ("tier", "patient", "what", "due"):
            column = lines[at].index(title)
            assert lines[at + 1][column - 1] == " "
            assert lines[at + 1][column] != " "


@pytest.mark.parametrize("size", [(110, 30), (200, 50)])
async def test_the_preview_stands_beside_the_list_where_there_is_room(
    demo: World, crashes: Path, size: tuple[int, int]
) -> None:
    async with bench(demo, crashes, size=size) as app:
        first = app.text().splitlines()[line_with(app.app, "patient")]
        assert app.here() in first, "the preview's first line is beside the header"


async def test_the_preview_stands_below_at_80_and_not_at_all_on_a_low_screen(demo: World, crashes: Path) -> None:
    async with bench(demo, crashes, size=(80, 24)) as app:
        assert "acuity" in app.text()
        await app.pilot.resize_terminal(80, 18)
        await app.settle()
        assert "acuity" not in app.text()


@pytest.mark.parametrize("theme", ["coordtui-dark", "coordtui-light", "ansi-dark", "ansi-light"])
async def test_text_is_readable_in_every_theme(demo: World, crashes: Path, theme: str) -> None:
    """No letter is drawn in the colour of its ground."""
    async with bench(demo, crashes, size=(120, 36), settings=Settings(theme=theme)) as app:
        for keys in ([], ["l"], ["escape", "n"], ["escape", "question_mark"], ["escape", "s"]):
            await app.press(*keys)
            for line in styled_lines(app.app):
                for segment in line:
                    style = segment.style
                    if segment.text.strip() and style is not None and style.color and style.bgcolor:
                        assert style.color != style.bgcolor or style.color.is_default, segment.text


async def test_without_colour_the_cursor_and_every_state_can_be_told(
    demo: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with bench(demo, crashes, size=(80, 24)) as app:
        assert app.app.no_color
        line = app.text().splitlines()[line_with(app.app, "safety  ")]
        assert line.startswith("▸")
        assert "[1 Today]" in app.text()
        await app.press("space", "k")
        assert "▸●" in app.text()


async def test_the_footer_shows_whole_keys_only(demo: World, crashes: Path) -> None:
    for width in (40, 60, 80, 120):
        async with bench(demo, crashes, size=(width, 20)) as app:
            footer = app.text().splitlines()[-1]
            assert footer.strip().startswith("d done")
            assert footer.rstrip().endswith("? more")
            assert len(footer) <= width


@pytest.mark.parametrize("size", [(40, 15), (20, 6), (80, 24)])
async def test_every_dialog_opens_and_closes_on_a_small_screen(
    demo: World, crashes: Path, size: tuple[int, int]
) -> None:
    async with bench(demo, crashes, size=size) as app:
        for key in ("l", "s", "n", "e", "w", "y", "c", "question_mark", "colon"):
            await app.press(key)
            assert app.app.screen is not app.today, key
            assert {cell_len(line) for line in full_lines(app.app)} == {size[0]}
            await app.press("escape")
            assert app.app.screen is app.today, key


async def test_a_terminal_resized_under_a_dialog_keeps_it(demo: World, crashes: Path) -> None:
    async with bench(demo, crashes, size=(120, 36)) as app:
        for key in ("l", "s", "n", "e", "w", "y", "c", "question_mark", "colon"):
            await app.press(key)
            dialog = app.app.screen
            for size in [(40, 15), (80, 24), (10, 4), (120, 36)]:
                await app.pilot.resize_terminal(*size)
                await app.settle()
                assert app.app.screen is dialog, key
            await app.press("escape")
            assert app.app.screen is app.today, key
