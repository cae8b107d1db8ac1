"""The application: modes, theme, the verbs that work everywhere, lock. No casework, no queries."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partialmethod
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
from coordtui.errors import CoordError, InvalidInput
from coordtui.screens import leaving
from coordtui.screens.base import CoordScreen, perform
from coordtui.screens.guard import GuardedApp
from coordtui.screens.idle import Idle
from coordtui.screens.keys import bindings, keymap
from coordtui.screens.leaving import SUSPEND
from coordtui.screens.privacy import Privacy
from coordtui.screens.recent import Recent
from coordtui.settings import Settings
from coordtui.store.desk import Changed, Desk
from coordtui.verbs import EVERYWHERE, REGISTRY, verbs_for
from coordtui.widgets.help import HelpSheet

TICK: Final = 1.0
"""Seconds between two looks at the clock."""


def _lazily(name: str) -> Callable[[], Screen[Any]]:
    """A screen by "module:Class", imported when it is first visited."""
    module, _, cls = name.partition(":")

    def make() -> Screen[Any]:
        screen: Screen[Any] = getattr(import_module(f"coordtui.screens.{module}"), cls)()
        return screen

    return make


class CoordApp(GuardedApp):
    """The workbench over an unlocked vault. `run` returns LOCK or SUSPEND to be locked, None to quit."""

    TITLE = "coordtui"
    # The chart's too: it opens from everywhere, and with the screen it would style all that is there anew.
    CSS_PATH: ClassVar[list[str]] = ["app.tcss", "screens/chart.tcss"]  # type: ignore[assignment]
    ENABLE_COMMAND_PALETTE = False  # Textual's would offer a screenshot, which writes patients to the disk
    COMMANDS: ClassVar[set[Any]] = set()
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)
    DEFAULT_MODE = "today"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-wide-enough")]  # noqa: RUF012 - as Textual declares it
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
        self.desk, self.clock, self.settings = desk, clock, settings
        self.demo, self.vault_name, self.crash_folder = demo, vault_name, crash_folder
        self.privacy = Privacy(self)
        self.recent = Recent(self)
        self.idle = Idle(0 if demo else settings.idle_lock_minutes)
        self.day = clock.today()
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

    @property
    def masked(self) -> bool:
        return self.privacy.on

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self.privacy.filters]

    @property
    def front(self) -> CoordScreen[Any] | None:
        """The screen in sight, under whatever box stands over it."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, CoordScreen)), None)

    def say(self, text: str, hint: str = "", *, tone: str = "") -> None:
        if (screen := self.front) is not None:
            screen.foot.status.say(text, hint, tone=tone)

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
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, CoordScreen):
                    screen.note_change(changed)

    async def follow(self) -> None:
        """Let the screens of this mode show what an act changed, before the next key is read."""
        for screen in tuple(self.screen_stack):
            if isinstance(screen, CoordScreen):
                await screen.catch_up()

    def all_changed(self) -> None:
        """Much changed at once: every screen reads again when it is next in sight."""
        self._note_change(Changed(frozenset(), frozenset()))

    def open_chart(self, patient_id: int) -> None:
        """Open a patient's chart over the screen in sight."""
        self.recent.note(f"patient:{patient_id}")
        self.push_screen(import_module("coordtui.screens.chart").ChartScreen(patient_id))

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
            for stack in self._screen_stacks.values():
                for screen in stack:
                    if isinstance(screen, CoordScreen):
                        screen.new_day()
        begun, left = self.idle.warned, self.idle.left()
        if left == 0:
            leaving.lock_at_once(self)
        elif left is not None:
            words = f"Locking in {left} seconds; any key stays."
            self.say(words, tone="warning")
            if not begun and self.screen is not self.front:  # a box may cover the status line
                self.notify(words, timeout=left)

    # Verbs that work everywhere

    async def action_verb(self, verb_id: str) -> None:
        await perform(self, verb_id, self)

    def cannot(self, verb: str) -> str | None:
        if verb in ("lock", "suspend") and self.demo:
            return "The demo has no passphrase to lock with. q leaves it, and it is gone."
        return None

    def complain(self, error: CoordError) -> None:
        if (screen := self.front) is not None:
            screen.complain(error)

    action_today = partialmethod(GuardedApp.switch_mode, "today")
    action_caseload = partialmethod(GuardedApp.switch_mode, "caseload")
    action_referrals = partialmethod(GuardedApp.switch_mode, "referrals")
    action_plans = partialmethod(GuardedApp.switch_mode, "plans")
    action_directory = partialmethod(GuardedApp.switch_mode, "directory")

    async def action_undo(self) -> None:
        await self._travel("Undone", (await self.desk.undo()).label, "U does it again")

    async def action_redo(self) -> None:
        await self._travel("Done again", (await self.desk.redo()).label, "u undoes")

    async def _travel(self, did: str, label: str, hint: str) -> None:
        with self.batch_update():
            self.say(did if self.masked else f"{did}: {label}", hint)
            await self.follow()

    def action_capture(self) -> None:
        self.push_screen(import_module("coordtui.screens.quick_note").CaptureDialog())

    def action_palette(self) -> None:
        self.push_screen(import_module("coordtui.screens.palette").Palette(self.front))

    def action_help(self) -> None:
        screen = self.front
        page = screen.page if screen is not None and screen.page else EVERYWHERE
        self.push_screen(HelpSheet(f"Keys · {page.replace('_', ' ')}", verbs_for(page)))

    async def action_mask(self) -> None:
        await self.privacy.switch()
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, CoordScreen):
                    screen.always()
                    screen.redraw()
                for widget in screen.walk_children(with_self=True):
                    widget.refresh()
        words = "Names and identifiers are masked." if self.masked else "Names and identifiers are shown."
        self.say(words, "ctrl+g again shows them" if self.masked else "")

    async def action_lock(self) -> None:
        await leaving.lock(self)

    async def action_suspend(self) -> None:
        """As a shell's ctrl+z, but locked first; where one is writing several lines, it takes back what was typed."""
        if (undo := getattr(self.focused, "action_undo", None)) is not None:
            undo()
        else:
            await leaving.lock(self, SUSPEND)

    async def action_back(self) -> None:
        if (screen := self.front) is not None and screen.step_back():
            return
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            await self.action_quit()

    def action_peel(self) -> None:
        if (screen := self.front) is not None and screen.peel():
            return
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.say("Nothing is open here; q quits.")

    async def action_quit(self) -> None:
        """Everything is saved already, so nothing is asked."""
        await leaving.keep_place(self, tuple(self.screen_stack))
        self.exit()

    def action_help_quit(self) -> None:
        self.say("ctrl+c copies marked text for pasting in here; q quits.")
