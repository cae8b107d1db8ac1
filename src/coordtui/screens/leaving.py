"""Where a person was when they left, and what they were typing: kept in the vault, found again at the next start."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from coordtui.errors import CoordError
from coordtui.screens.base import CoordDialog, CoordScreen

if TYPE_CHECKING:
    from coordtui.app import CoordApp

PLACE = "place"


async def keep_place(app: CoordApp) -> None:
    """Keep the mode, each screen's place, and the drafts of open dialogs and screens. A vault that cannot be written is
    no reason to stay unlocked."""
    typing = [screen for screen in app.screen_stack if isinstance(screen, CoordDialog | CoordScreen)]
    try:
        drafts = [screen.kept_words() for screen in typing if await screen.keep_draft()]
        front = app.front.page if app.front is not None else ""
        place = {"mode": app.current_mode, "screens": _places(app), "front": front, "drafts": drafts}
        await app.desk.call(app.desk.ledger.meta_set, PLACE, json.dumps(place))
    except CoordError as error:
        app.complain(error)


def _places(app: CoordApp) -> dict[str, dict[str, Any]]:
    return {
        screen.page: screen.place()
        for stack in app._screen_stacks.values()
        for screen in stack
        if isinstance(screen, CoordScreen) and screen.page
    }


async def come_back(app: CoordApp) -> None:
    """Go back to the kept place; a person who has since left the caseload is passed over in silence."""
    text = await app.desk.call(app.desk.ledger.meta_get, PLACE)
    if text is None:
        return
    place = json.loads(text)
    app.places = place.get("screens", {})
    mode = place.get("mode", app.DEFAULT_MODE)
    if mode in app.MODES and mode != app.current_mode:
        await app.switch_mode(mode)
    if (screen := app.front) is not None and (own := app.places.pop(screen.page, None)):
        screen.restore(own)
    if place.get("front") == "plan" and (own := app.places.pop("plan", None)):
        app.push_screen(import_module("coordtui.screens.plan_outline").PlanScreen(own["plan"], own["line"]))
    if drafts := place.get("drafts"):
        app.say(f"{drafts[0]}.")
