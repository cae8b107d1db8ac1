"""The one chart screen that is kept: opening a chart fills it, and builds none. It can be made before it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coordtui.casework.chart import rehearsal
from coordtui.screens.chart import NOBODY, ChartScreen
from coordtui.widgets.stacks import all_screens

if TYPE_CHECKING:
    from coordtui.app import CoordApp

_KEPT: Final = "chart"


def open_chart(app: CoordApp, patient_id: int) -> None:
    """Push the chart of a patient. Where the kept one stands already, under this or in another mode, a new one."""
    kept = _kept(app)
    if kept in all_screens(app):
        app.push_screen(ChartScreen(patient_id))
    else:
        kept.turn_to(patient_id)
        app.push_screen(kept)


async def make_ready(app: CoordApp) -> None:
    """Build it, and run every reading of a chart once, of nobody: that takes longer than opening one.

    In small pieces, for one thread reads for all.
    """
    app._get_screen(_kept(app))
    for reading in rehearsal(app.day):
        await app.desk.read(reading)


def _kept(app: CoordApp) -> ChartScreen:
    if not app.is_screen_installed(_KEPT):
        app.install_screen(ChartScreen(NOBODY), _KEPT)
    return app.get_screen(_KEPT, ChartScreen)
