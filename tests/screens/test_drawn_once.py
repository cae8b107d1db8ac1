"""A chart is read before it is laid out, and then drawn once; its screen is kept, and nothing of its patient in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.sql.compiler import SQLCompiler
from textual import events
from textual._compositor import Compositor, LayoutUpdate
from textual.widget import Widget
from textual.widgets._toast import ToastRack

from coordtui.app import CoordApp
from coordtui.casework.contact import log_contact
from coordtui.models.contact import Outcome
from coordtui.screens import chart_kept, drawn_once
from coordtui.screens.chart import ChartScreen
from tests.casework.queries import listening
from tests.casework.world import World, call
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


async def test_a_chart_of_which_nothing_has_come_yet_shows_nothing_of_the_one_before(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = world.add("Ben", "Okafor")
    for _ in range(40):
        world.do(log_contact, call(ANA, Outcome.REACHED_PATIENT, note="spoke of Ana"))
    async with bench(world, crashes, size=(120, 40)) as one:
        one.app.open_chart(ANA)
        await one.settle()
        first = chart(one)
        await one.press("pagedown", "tab", "tab")
        await one.press("q")
        assert not {first.chart, *first.sections, *first.card.lines, *first.care.lines} - {None}
        monkeypatch.setattr(drawn_once, "_PATIENCE", 0)
        monkeypatch.setattr(ChartScreen, "fill", lambda screen, whole: None)
        one.app.open_chart(ben)
        await one.settle()
        assert chart(one) is first, "no screen was built"
        assert "Reading the chart ..." in one.text()
        assert "Ana" not in one.text()


async def test_each_opening_is_written_down_for_its_own_patient_with_one_chart_over_another(
    world: World, crashes: Path
) -> None:
    ben = world.add("Ben", "Okafor")
    async with bench(world, crashes, size=(120, 40)) as one:
        for patient in (ANA, ben, ben):
            one.app.open_chart(patient)
            await one.settle()
            await one.press("q")
        one.app.open_chart(ANA)
        await one.settle()
        lower = chart(one)
        one.app.open_chart(ben)  # over the one that stands there
        await one.settle()
        assert chart(one) is not lower
        assert "Ben Okafor" in one.text()
        await one.press("q")
        assert (chart(one) is lower, chart(one).patient_id) == (True, ANA)
    opened = [entry.patient_id or 0 for entry in world.ledger.log() if entry.act == "patient.view_chart"]
    assert sorted(opened) == sorted([ANA, ben, ben, ANA, ben])


async def test_a_kept_chart_follows_the_size_that_the_terminal_has_now_and_is_drawn_once(
    world: World, crashes: Path, drawn: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn_once, "_PATIENCE", 60)
    for _ in range(50):  # more than fit: with a scrollbar, where an empty one has none
        world.do(log_contact, call(ANA, Outcome.REACHED_PATIENT))
    async with bench(world, crashes, size=(120, 40)) as one:
        await chart_kept.make_ready(one.app)
        for width, most in ((120, 1), (90, 2)):  # it must be laid out anew for another width
            await one.pilot.resize_terminal(width, 40)
            for times in (most, 1):
                drawn.clear()
                one.app.open_chart(ANA)
                await one.settle()
                assert type(drawn[0]) is LayoutUpdate
                assert len([update for update in drawn if update is not None]) <= times
                assert chart(one).has_class("-beside") == (width == 120)
                await one.press("q")


async def test_a_second_q_typed_at_once_leaves_the_screen_below_whether_the_chart_is_kept_or_removed(
    world: World, crashes: Path
) -> None:
    async with bench(world, crashes, size=(120, 40)) as one:
        one.app.open_chart(ANA)
        one.app.push_screen(ChartScreen(ANA))
        await one.settle()
        await one.type("qqq")
        assert one.app._exit


async def test_the_first_chart_is_made_ready_once_and_only_while_no_key_is_pressed(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[CoordApp] = []

    async def noted(app: CoordApp) -> None:
        made.append(app)

    monkeypatch.setattr(chart_kept, "make_ready", noted)
    async with bench(world, crashes) as one:
        one.app._made_ready = False
        for quiet in (0, 60, 60):
            monkeypatch.setattr(one.app.idle, "quiet", lambda quiet=quiet: quiet)
            one.app.tick()
            await one.settle()
            await one.app.workers.wait_for_complete()
            assert len(made) == (quiet > 0)


async def test_a_kept_chart_is_styled_anew_for_another_theme_and_for_no_other_reason(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(world, crashes, size=(120, 40)) as one:
        await chart_kept.make_ready(one.app)
        styled: list[str] = []
        update = ChartScreen.update_node_styles

        def noted(self: ChartScreen, *, animate: bool = True) -> None:
            styled.append(self.app.theme)
            update(self, animate)

        monkeypatch.setattr(ChartScreen, "update_node_styles", noted)
        grounds = set()
        for theme in (one.app.theme, one.app.theme, "textual-light", "textual-light"):
            one.app.theme = theme
            await one.settle()
            one.app.open_chart(ANA)
            await one.settle()
            grounds.add(chart(one).card.styles.background)
            await one.press("q")
        assert styled == ["textual-light"]
        assert len(grounds) == 2


async def test_once_made_ready_the_first_chart_puts_no_statement_together_and_mounts_nothing(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.do(log_contact, call(ANA, Outcome.REACHED_PATIENT))
    made: list[str] = []
    async with bench(world, crashes, size=(120, 40)) as one:
        with listening(world) as asked:
            await chart_kept.make_ready(one.app)
        assert asked.rows(world) == sum("FROM profile" in sql for sql, _ in asked.statements), "nobody's chart was read"
        compiled, mounted = SQLCompiler.__init__, Widget._on_mount

        def counted(self: SQLCompiler, *args: Any, **options: Any) -> None:
            made.append(type(self).__name__)
            compiled(self, *args, **options)

        def noted(self: Widget, event: events.Mount) -> None:
            if not isinstance(self.parent, ToastRack):  # which finds out only now how high it is
                made.append(type(self).__name__)
            mounted(self, event)

        monkeypatch.setattr(SQLCompiler, "__init__", counted)
        monkeypatch.setattr(Widget, "_on_mount", noted)
        one.app.open_chart(ANA)
        await one.settle()
        assert "Ana" in one.text()
        assert made == []
