"""The whole app on a real encrypted vault, driven key by key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from coordtui.app import CoordApp
from coordtui.casework.today import Row
from coordtui.clock import Clock
from coordtui.screens.today import TodayScreen
from coordtui.settings import Settings
from coordtui.store.desk import Desk
from tests.casework.world import ZONE, World
from tests.idle import at_rest
from tests.look import screen_text


class Bench:
    """A running app and the world beneath it."""

    def __init__(self, app: CoordApp, pilot: Pilot[Any], world: World, crashes: Path) -> None:
        self.app, self.pilot, self.world, self.crashes = app, pilot, world, crashes

    async def settle(self) -> None:
        """Until every reading is shown."""
        while True:
            await at_rest(self.app)
            busy = [w for w in self.app.workers if w.group.startswith(("read.", "drafts")) and not w.is_finished]
            if not busy:
                return
            with suppress(WorkerCancelled):  # a newer reading took its place
                await self.app.workers.wait_for_complete(busy)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.app._press_keys([key])
        await self.settle()

    async def type(self, text: str) -> None:
        """Letter by letter, faster than anybody types: no letter may be lost, and none may wait for the drawing."""
        driver = self.app._driver
        assert driver is not None
        for letter in text:
            event = events.Key(_character_to_key(letter), letter)
            event.set_sender(self.app)
            driver.send_message(event)
        await self.settle()

    def text(self) -> str:
        return "\n".join(screen_text(self.app))

    def flat(self) -> str:
        """The words on the screen without frames and line breaks, for sentences that wrap."""
        return " ".join(self.text().translate(str.maketrans("│▕▁▂▃▄▅▆▇█", " " * 10)).split())

    async def go_to(self, name: str) -> None:
        """Move the cursor down to a patient's row."""
        for _ in self.today.queue.order:
            if self.here() == name:
                return
            await self.press("j")
        assert self.here() == name

    @property
    def said(self) -> str:
        front = self.app.front
        return front.foot.status.said if front is not None else ""

    @property
    def today(self) -> TodayScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, TodayScreen)
        return screen

    def names(self) -> list[str]:
        """The patients of the queue's rows as they stand on the screen."""
        return [self._row(person).patient for person in self.today.queue.order]

    def here(self) -> str:
        """The patient under the cursor."""
        key = self.today.table.cursor_key
        assert isinstance(key, int)
        return self._row(key).patient

    def _row(self, person: int) -> Row:
        row = self.today.queue.view(person)
        assert row is not None, "the tests' queues are one page"
        return row


@asynccontextmanager
async def bench(
    world: World,
    crashes: Path,
    *,
    size: tuple[int, int] = (100, 30),
    settings: Settings | None = None,
    demo: bool = False,
) -> AsyncIterator[Bench]:
    """Run the app over the world's ledger. A fault of the program fails the test even if the app lived on."""
    desk = Desk(world.ledger)
    clock = Clock(ZONE, source=lambda: world.at)
    app = CoordApp(desk, clock, settings or Settings(), demo=demo, vault_name="test vault", crash_folder=crashes)
    app._made_ready = True  # or what is made ready would be counted with what a test does
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            one = Bench(app, pilot, world, crashes)
            await one.settle()
            yield one
        reports = sorted(crashes.glob("*")) if crashes.exists() else []
        assert not reports, reports[0].read_text()
    finally:
        desk.close()
