"""Whatever a chart asks, in all its sections and of each line that opens: no query walks through a table."""

from __future__ import annotations

from pathlib import Path

from coordtui.screens.chart import ChartScreen
from tests.casework.queries import listening
from tests.casework.test_timeline import SMALL
from tests.casework.world import World
from tests.plans import walks
from tests.screens.bench import bench
from tests.world import DAY, demo_vault


async def test_no_query_of_a_chart_and_of_what_it_opens_walks_through_a_table(tmp_path: Path) -> None:
    with demo_vault(tmp_path, patients=3) as vault:
        world = World(vault, DAY)
        async with bench(world, tmp_path / "crashes") as app:
            with listening(world) as asked:
                app.app.open_chart(1)
                await app.settle()
                chart = app.app.screen
                assert isinstance(chart, ChartScreen)
                seen = set()
                for _ in chart.sections:
                    seen.add(chart.title_here)
                    await app.press("enter")
                    if app.app.screen is not chart:
                        await app.press("escape")
                    await app.press("right")
                assert len(seen) == len(chart.sections) > 5
            assert len(asked.statements) > 40
            assert sorted(set(walks(asked.plans(world), but=SMALL))) == []
