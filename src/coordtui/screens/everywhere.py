"""The verbs that work everywhere: pages, undo, help, the mask, the lock, and the ways back and out."""

from __future__ import annotations

from functools import partial, partialmethod
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from coordtui.errors import CoordError
from coordtui.screens import leaving
from coordtui.screens.base import CoordScreen, perform
from coordtui.screens.guard import GuardedApp
from coordtui.screens.leaving import SUSPEND
from coordtui.screens.one_piece import OnePiece
from coordtui.screens.privacy import Privacy
from coordtui.screens.turn import Turn
from coordtui.screens.typed_ahead import TypedAhead
from coordtui.verbs import EVERYWHERE, verbs_for
from coordtui.widgets.help import HelpSheet
from coordtui.widgets.stacks import all_screens

if TYPE_CHECKING:
    from coordtui.app import CoordApp


class Everywhere(TypedAhead, OnePiece, GuardedApp):
    """The app's own verbs, one `action_...` each; the app says what they work on."""

    demo: bool
    privacy: Privacy
    turn: Turn

    @property
    def masked(self) -> bool:
        return self.privacy.on

    @property
    def front(self) -> CoordScreen[Any] | None:
        """The screen in sight, under whatever box stands over it."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, CoordScreen)), None)

    @property
    def _app(self) -> CoordApp:
        return cast("CoordApp", self)

    def say(self, text: str, hint: str = "", *, tone: str = "") -> None:
        if (screen := self.front) is not None:
            screen.foot.status.say(text, hint, tone=tone)

    async def follow(self) -> None:
        """Let the screens of this mode show what an act changed, before the next verb begins."""
        for screen in tuple(self.screen_stack):
            if isinstance(screen, CoordScreen):
                await screen.catch_up()

    async def action_verb(self, verb_id: str) -> None:
        await self.turn.take(partial(perform, self, verb_id, self._app), lambda: self.screen)

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
        self.turn.let_go()
        await self._travel("Undone", (await self._app.desk.undo()).label, "U does it again")

    async def action_redo(self) -> None:
        self.turn.let_go()
        await self._travel("Done again", (await self._app.desk.redo()).label, "u undoes")

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
        for screen in all_screens(self):
            if isinstance(screen, CoordScreen):
                screen.always()
                screen.redraw()
            for widget in screen.walk_children(with_self=True):
                widget.refresh()
        words = "Names and identifiers are masked." if self.masked else "Names and identifiers are shown."
        self.say(words, "ctrl+g again shows them" if self.masked else "")

    async def action_lock(self) -> None:
        await leaving.lock(self._app)

    async def action_suspend(self) -> None:
        """As a shell's ctrl+z, but locked first; where one is writing several lines, it takes back what was typed."""
        if (undo := getattr(self.focused, "action_undo", None)) is not None:
            undo()
        else:
            await leaving.lock(self._app, SUSPEND)

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
        await leaving.keep_place(self._app, tuple(self.screen_stack))
        self.exit()

    def action_help_quit(self) -> None:
        self.say("ctrl+c copies marked text for pasting in here; q quits.")
