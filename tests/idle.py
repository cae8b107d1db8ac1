"""When a running app has nothing left to do, found by looking and not by sleeping.

Textual's pilot sleeps a fiftieth of a second after every key, and longer while the processor is busy. Here the event
loop is asked: no callback is ready, no timer is due, no thread owes it an answer, and nothing waits to be drawn.
That is quicker, and on a slow machine it is surer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pytest
import textual.app
import textual.pilot
from textual._context import active_app
from textual.app import App, ScreenStackError
from textual.screen import Screen

LONGEST = 60.0
"""Seconds after which a test is told that the app never comes to rest."""

PATIENCE = 3.0
"""Seconds without any answer of a thread after which it is taken to be held up by the test, if nothing was done."""

DOING = 0.03
"""The part of those seconds that this process must have run: on a machine with much else to do a thread is slow."""

_held = ContextVar("held", default=False)
_owed: set[asyncio.Future[Any]] = set()
"""What threads have been asked for and not yet given back: readings, acts, derived keys."""


def install(patch: pytest.MonkeyPatch) -> None:
    """Let the pilot wait by `at_rest`. Lasts until the patch is undone."""
    wrap_future = asyncio.wrap_future

    def noted(*args: Any, **kwargs: Any) -> asyncio.Future[Any]:
        future = wrap_future(*args, **kwargs)
        _owed.add(future)
        future.add_done_callback(_owed.discard)
        return future

    async def wait_for_idle(*_: float) -> None:
        await at_rest(active_app.get())

    patch.setattr(asyncio, "wrap_future", noted)
    patch.setattr(asyncio.futures, "wrap_future", noted)
    patch.setattr(textual.app, "wait_for_idle", wait_for_idle)
    patch.setattr(textual.pilot, "wait_for_idle", wait_for_idle)


@contextmanager
def threads_held() -> Iterator[None]:
    """Within, a thread is held up by the test, and nothing waits for its answer."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


async def at_rest(app: App[Any]) -> None:
    """Until every message is handled, every thread has answered and all that changed is drawn."""
    async with asyncio.timeout(LONGEST):
        await _quiet()
        while (screen := _front(app)) is not None:
            if app._resize_timer is not None:
                app._check_resize()  # this, and the drawing, is what a timer would do within a few milliseconds
            elif app._batch_count and (held := _held_back(app)):
                await asyncio.wait(held)
            elif _undrawn(screen) and not app._batch_count:
                screen._on_timer_update()
            else:
                return
            await _quiet()


async def _quiet() -> None:
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(0)
        if loop._ready or _due(loop):  # type: ignore[attr-defined]
            continue
        owed = [future for future in _owed if future.get_loop() is loop]
        if not owed or _held.get():
            return
        before = time.process_time()
        done, _ = await asyncio.wait(owed, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not done and time.process_time() - before < DOING * PATIENCE:
            return


def _due(loop: Any) -> bool:
    return any(not timer.cancelled() and timer.when() <= loop.time() for timer in loop._scheduled[:1])


def _front(app: App[Any]) -> Screen[Any] | None:
    try:
        screen = app.screen
    except ScreenStackError:
        return None
    return screen if app.is_running and screen.is_current else None


def _held_back(app: App[Any]) -> list[asyncio.Task[None]]:
    """Nothing is drawn for a twentieth of a second after another page was chosen."""
    timers = [timer._task for timer in app._timers if timer.name == "delay_update"]
    return [task for task in timers if task is not None and not task.done()]


def _undrawn(screen: Screen[Any]) -> bool:
    waiting = screen._layout_required, screen._scroll_required, screen._repaint_required, screen._recompose_required
    return any(waiting) or bool(screen._dirty_widgets) or bool(screen._callbacks)
