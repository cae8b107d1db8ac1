"""Where a person was when they left, and what they were typing: kept in the vault, found again at the next start."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen

from coordtui.errors import CoordError
from coordtui.screens.base import CoordDialog, CoordScreen
from coordtui.screens.veil import Curtain
from coordtui.widgets.stacks import first_screens

if TYPE_CHECKING:
    from coordtui.app import CoordApp

PLACE: Final = "place"
LOCK: Final = "lock"
SUSPEND: Final = "suspend"
"""What the app returns when the vault is to be locked; with SUSPEND the program also stops, as for a shell's ctrl+z."""


async def lock(app: CoordApp, how: str = LOCK) -> None:
    """Hide everything at once, keep drafts and place, and leave. While the vault is busy, with an import, that waits:
    a write is never cut off midway."""
    if app.privacy.closed:
        return
    _hide(app)
    await _leave(app, how)


def lock_at_once(app: CoordApp, how: str | None = LOCK) -> None:
    """As `lock`, from a callback of the event loop: the app's queue of messages stands still while a key's act waits
    for the writer. None leaves for good, also where locking has begun."""
    if app.privacy.closed and how is not None:
        return
    with app._context():
        if not app.privacy.closed:
            _hide(app)
        app.run_worker(_leave(app, how), name="leaving")


def _hide(app: CoordApp) -> None:
    app.privacy.closed = True
    app.push_screen(Curtain())


async def _leave(app: CoordApp, how: str | None) -> None:
    try:
        await keep_place(app, tuple(app.screen_stack))
    finally:
        app.exit(how)


def listen(app: CoordApp) -> None:
    """From now on a stop from outside (SIGTSTP) locks first. Textual would stop with the vault open in memory."""
    with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTSTP, lock_at_once, app, SUSPEND)


async def keep_place(app: CoordApp, stack: Sequence[Screen[Any]]) -> None:
    """Keep the mode, each screen's place, what stands over it, and the drafts of open dialogs and screens. A vault that
    cannot be written is no reason to stay unlocked."""
    typing = [screen for screen in stack if isinstance(screen, CoordDialog | CoordScreen)]
    try:
        drafts = [screen.kept_words() for screen in typing if await screen.keep_draft()]
        over = [(screen.page, screen.place()) for screen in stack[1:] if isinstance(screen, CoordScreen)]
        place = {"mode": app.current_mode, "screens": _places(app), "over": over, "drafts": drafts}
        await app.desk.call(app.desk.ledger.meta_set, PLACE, json.dumps(place))
        await app.recent.keep()
    except CoordError as error:
        app.complain(error)


def _places(app: CoordApp) -> dict[str, dict[str, Any]]:
    first = [screen for screen in first_screens(app) if isinstance(screen, CoordScreen)]
    return {screen.page: screen.place() for screen in first if screen.page}


async def come_back(app: CoordApp) -> None:
    """Go back to the kept place; a person who has since left the caseload is passed over in silence."""
    text = await app.desk.kept(PLACE)
    if text is None:
        return
    place = json.loads(text)
    app.places = place.get("screens", {})
    mode = place.get("mode", app.DEFAULT_MODE)
    if mode in app.MODES and mode != app.current_mode:
        await app.switch_mode(mode)
    if (screen := app.front) is not None and (own := app.places.pop(screen.page, None)):
        screen.restore(own)
    for page, own in place.get("over", ()):
        if (again := _again(page, own)) is not None:
            app.push_screen(again)
    if drafts := place.get("drafts"):
        app.say(f"{drafts[0]}.")


def _again(page: str, place: dict[str, Any]) -> CoordScreen[Any] | None:
    """A screen that stood over a mode's first one, as it stood."""
    found: CoordScreen[Any]
    match page, place:
        case "chart", {"person": int() as key}:
            found = import_module("coordtui.screens.chart").ChartScreen(key)
        case "plan", {"plan": int() as key, "line": line}:
            found = import_module("coordtui.screens.plan_outline").PlanScreen(key, line)
        case "referral", {"referral": int() as key}:
            found = import_module("coordtui.screens.referral_detail").ReferralScreen(key)
        case _:
            return None
    found.restore(place)
    return found
