"""The application: modes, theme, the verbs that work everywhere, lock. No casework, no queries."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, Final

from textual import events, on
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES

from coordtui import theme
from coordtui.clock import Clock
from coordtui.errors import InvalidInput
from coordtui.screens import leaving
from coordtui.screens.base import CoordScreen
from coordtui.screens.bindings import bindings, keymap
from coordtui.screens.everywhere import Everywhere
from coordtui.screens.idle import Idle
from coordtui.screens.parsed_once import ParsedOnce
from coordtui.screens.privacy import Privacy
from coordtui.screens.recent import Recent
from coordtui.screens.turn import Turn
from coordtui.settings import Settings
from coordtui.store.desk import Changed, Desk
from coordtui.verbs import EVERYWHERE, REGISTRY
from coordtui.widgets.stacks import all_screens

TICK: Final = 1.0
"""Seconds between two looks at the clock."""
REST: Final = 1.5
"""Seconds without a key after which the first chart is made ready."""


def _lazily(name: str) -> Callable[[], Screen[Any]]:
    """A screen by "module:Class", imported when it is first visited."""
    module, _, cls = name.partition(":")

    def make() -> Screen[Any]:
        screen: Screen[Any] = getattr(import_module(f"coordtui.screens.{module}"), cls)()
        return screen

    return make


class CoordApp(Everywhere):
    """The workbench over an unlocked vault. `run` returns LOCK or SUSPEND to be locked, None to quit."""

    TITLE = "coordtui"
    # Those of the screens too: one that came with its screen would let all be parsed and styled anew.
    CSS_PATH: ClassVar[list[str]] = [  # type: ignore[assignment]
        "app.tcss",
        *(f"screens/{name}.tcss" for name in ("today", "caseload", "listing", "referral", "directory")),
        *(f"screens/{name}.tcss" for name in ("chart", "plan_outline")),
    ]
    ENABLE_COMMAND_PALETTE = False  # Textual's would offer a screenshot, which writes patients to the disk
    COMMANDS: ClassVar[set[Any]] = set()
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)
    DEFAULT_MODE = "today"
    MODES: ClassVar[dict[str, Any]] = {
        "today": _lazily("today:TodayScreen"),
        "caseload": _lazily("caseload:CaseloadScreen"),
        "referrals": _lazily("referral:ReferralsScreen"),
        "plans": _lazily("care_plan:PlansScreen"),
        "directory": _lazily("directory:DirectoryScreen"),
    }

    def __init__(
        self,
        desk: Desk,
        clock: Clock,
        settings: Settings,
        *,
        demo: bool = False,
        vault_name: str = "",
        crash_folder: Path | None = None,
    ) -> None:
        REGISTRY.apply_keymap(settings.keys)
        super().__init__()
        self.stylesheet = ParsedOnce(self.get_css_variables())
        self.desk, self.clock, self.settings = desk, clock, settings
        self.demo, self.vault_name, self.crash_folder = demo, vault_name, crash_folder
        self.privacy = Privacy(self)
        self.recent = Recent(self)
        self.turn = Turn()
        self.idle = Idle(0 if demo else settings.idle_lock_minutes)
        self.day = clock.today()
        self._made_ready = False
        self._unsubscribe: Callable[[], None] = lambda: None
        self._next_tick: asyncio.TimerHandle | None = None
        self.places: dict[str, dict[str, Any]] = {}
        self.set_keymap(keymap())
        for ours in (theme.DARK, theme.LIGHT):
            self.register_theme(ours)
        self.check_theme(settings)
        self.theme = settings.theme

    @on(events.Load)
    async def _resume_mask(self) -> None:
        await self.privacy.resume()  # before anything is drawn

    async def on_mount(self) -> None:
        self._unsubscribe = self.desk.subscribe(self._note_change)
        self._go_on_ticking()
        if not self.demo:
            leaving.listen(self)
        await leaving.come_back(self)

    def on_unmount(self) -> None:
        self._unsubscribe()
        if self._next_tick is not None:
            self._next_tick.cancel()

    # What the screens need

    def check_theme(self, settings: Settings) -> None:
        """Raises InvalidInput for a theme that is not there."""
        if settings.theme not in self.available_themes:
            known = ", ".join(sorted({*BUILTIN_THEMES, theme.DARK.name, theme.LIGHT.name}))
            raise InvalidInput("theme", f"There is no theme named {settings.theme!r}.", f"There are: {known}.")

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self.privacy.filters]

    def copy_to_clipboard(self, text: str) -> None:
        """Marked text, or a field's own ctrl+c: it is there for pasting here and goes no further.

        What leaves the vault passes the gate, which writes it down.
        """
        self._clipboard = text
        self.say("Copied for pasting in here only. y copies out of the vault.")

    def to_clipboard(self, text: str) -> None:
        """To the clipboard of the terminal, where every program reads it. Only for what passed the gate."""
        super().copy_to_clipboard(text)

    def standing(self) -> tuple[str, ...]:
        """What is true all the time, for the right end of the status line."""
        return ("names masked" if self.masked else "", "demo" if self.demo else self.vault_name)

    def day_words(self) -> str:
        return f"{self.day:%a} {self.day.day} {self.day:%b %Y}"

    def _note_change(self, changed: Changed) -> None:
        self.privacy.note(changed.patients if changed.tables else None)  # no tables: much changed at once
        for screen in all_screens(self):
            if isinstance(screen, CoordScreen):
                screen.note_change(changed)

    def all_changed(self) -> None:
        """Much changed at once: every screen reads again when it is next in sight."""
        self._note_change(Changed(frozenset(), frozenset()))

    def open_chart(self, patient_id: int) -> None:
        """Open a patient's chart over the screen in sight."""
        self.recent.note(f"patient:{patient_id}")
        import_module("coordtui.screens.chart_kept").open_chart(self, patient_id)

    # Time

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded and self.idle.touch():
            self.say("")
            self.clear_notifications()
        await super().on_event(event)

    def _go_on_ticking(self, *, first: bool = True) -> None:
        """By the event loop's own timer: Textual's would wait where a key's act waits, and nothing would lock."""
        self._next_tick = asyncio.get_running_loop().call_later(TICK, lambda: self._go_on_ticking(first=False))
        if not first:
            self.tick()

    def tick(self) -> None:
        """Once a second: a new day, and a vault left alone."""
        today = self.clock.today()
        if today != self.day:
            self.day = today
            for screen in all_screens(self):
                if isinstance(screen, CoordScreen):
                    screen.new_day()
        if not self._made_ready and self.idle.quiet() > REST:
            self._made_ready = True
            self.run_worker(self._make_ready(), name="ready", exit_on_error=False)
        begun, left = self.idle.warned, self.idle.left()
        if left == 0:
            leaving.lock_at_once(self)
        elif left is not None:
            words = f"Locking in {left} seconds; any key stays."
            self.say(words, tone="warning")
            if not begun and self.screen is not self.front:  # a box may cover the status line
                self.notify(words, timeout=left)

    async def _make_ready(self) -> None:
        """The chart is loaded on another thread: it takes as long as ten keys."""
        if (screen := self.front) is not None:
            await screen.make_ready()
        await asyncio.to_thread(import_module, "coordtui.screens.chart_kept")
        await import_module("coordtui.screens.chart_kept").make_ready(self)
        gc.freeze()  # it stays for good: to look at all of it again would hold up some later key
