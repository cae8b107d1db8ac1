"""A chart is read before it is laid out, and then drawn once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor, LayoutUpdate

from coordtui.screens import drawn_once
from coordtui.screens.chart import ChartScreen
from tests.casework.world import World
from tests.screens.bench import Bench, bench

ANA = 1


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is drawn of a chart from now on, as Textual hands it to the terminal."""
    updates: list[Any] = []
    render = Compositor.render_update

    def counted(self: Compositor, *args: Any, **options: Any) -> Any:
        update = render(self, *args, **options)
        if update is not None and isinstance(self.root, ChartScreen):
            updates.append(update)
        return update

    monkeypatch.setattr(Compositor, "render_update", counted)
    return updates


def chart(one: Bench) -> ChartScreen:
    screen = one.app.front
    assert isinstance(screen, ChartScreen)
    return screen


def openings(world: World) -> int:
    return sum(entry.act == "patient.view_chart" for entry in world.ledger.log())


async def test_opening_a_chart_draws_the_whole_of_it_once_and_keys_wait_for_it(
    world: World, crashes: Path, drawn: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn_once, "_PATIENCE", 60)
    async with bench(world, crashes, size=(120, 40)) as one:
        for _ in range(2):  # the first one of a session, and one more
            drawn.clear()
            one.app.open_chart(ANA)
            await one.settle()
            assert [type(update) for update in drawn] == [LayoutUpdate]
            assert "Introduce yourself" in one.text()
            await one.press("q")
        one.app.open_chart(ANA)
        await one.type("jj")  # before it is there
        assert chart(one).table.cursor == 2
    assert openings(world) == 3


async def test_a_chart_that_takes_longer_to_read_says_so_and_is_filled_when_it_comes(
    world: World, crashes: Path, drawn: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn_once, "_PATIENCE", 0)
    filled = ChartScreen.fill
    frames: list[str] = []

    def late(screen: ChartScreen, whole: Any) -> None:
        if not screen.drawn:  # once more when it has been drawn
            screen.call_after_refresh(late, screen, whole)
            return
        frames.append(one.text())
        filled(screen, whole)

    monkeypatch.setattr(ChartScreen, "fill", late)
    async with bench(world, crashes, size=(120, 40)) as one:
        one.app.open_chart(ANA)
        await one.settle()
        assert "Reading the chart ..." in frames[0]
        assert openings(world) == 1
        assert "Introduce yourself" in one.text()
        assert len(drawn) > 1
