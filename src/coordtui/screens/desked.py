"""Readings, acts and verbs for screens and dialogs: the part of `base` that is no widget."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, cast

from sqlmodel import Session
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from coordtui.acts import Result
from coordtui.clock import Clock, Moment
from coordtui.errors import CoordError, Refused
from coordtui.settings import Settings
from coordtui.widgets.dialog import MessageDialog

if TYPE_CHECKING:
    from coordtui.screens.privacy import Privacy
    from coordtui.screens.recent import Recent
    from coordtui.screens.turn import Turn
    from coordtui.store.desk import Desk
    from coordtui.store.ledger import Ledger

    _Screen = Screen[Any]
else:
    _Screen = object  # a mixin that is a widget would hide the dialog's own styles

P = ParamSpec("P")
T = TypeVar("T")


class Workbench(Protocol):
    """What the screens need of the app."""

    desk: Desk
    clock: Clock
    settings: Settings
    privacy: Privacy
    recent: Recent
    turn: Turn

    @property
    def masked(self) -> bool: ...

    def say(self, text: str, hint: str = "", *, tone: str = "") -> None: ...

    def trouble(self, error: BaseException) -> None: ...

    async def follow(self) -> None: ...

    def all_changed(self) -> None: ...

    def to_clipboard(self, text: str) -> None: ...


class Desked(_Screen):
    """Readings and acts for screens and dialogs. Nothing else in `screens` touches the Desk."""

    @property
    def bench(self) -> Workbench:
        return cast("Workbench", self.app)

    @property
    def today(self) -> dt.date:
        return self.bench.clock.today()

    @property
    def moment(self) -> Moment:
        return self.bench.clock.moment()

    def who(self, full: str) -> str:
        """A person's name as it may be shown now: itself, or initials while names are masked."""
        return initials(full) if self.bench.masked else full

    def say(self, text: str, hint: str = "", *, tone: str = "") -> None:
        """A sentence in the status line of the screen that is in sight."""
        self.bench.say(text, hint, tone=tone)

    def complain(self, error: CoordError) -> None:
        """Show an expected error: a refusal in the status line, anything graver in a box."""
        if isinstance(error, Refused) and len(str(error)) < self.app.size.width - 4:
            self.say(str(error), tone="warning")
        else:
            self.app.push_screen(MessageDialog.of(error))

    async def ask(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Read and wait for it. For what a key needs before it can act; raises CoordError."""
        if self.bench.masked:
            await self.bench.privacy.catch_up()
        return await self.bench.desk.read(fn, *args, **kwargs)

    def read(
        self,
        slot: str,
        fn: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Reading[T]:
        """Read in the background: `self.read("preview", preview, person, day).then(self.show_preview)`.

        A newer reading of the same slot stops the older one, whose result is never shown.
        """
        return Reading(self, slot, lambda: self.ask(fn, *args, **kwargs))

    def leave(self, *slots: str) -> None:
        """Stop readings that nobody waits for any more: what they would show is about to be read anew."""
        for slot in slots:
            self.workers.cancel_group(self, f"read.{slot}")

    def background(
        self, slot: str, work: Callable[[], Coroutine[Any, Any, None]], *, of: DOMNode | None = None
    ) -> None:
        """Run `work` beside the keys; a newer one of the same slot stops it. What goes wrong is said.

        It ends with the screen, or with `of`.
        """

        async def run() -> None:
            try:
                await work()
            except CoordError as error:
                self.complain(error)
            except Exception as error:  # noqa: BLE001 - as in `perform`
                bench.trouble(error)

        bench, node = self.bench, of or self
        # The work is given as a function, because a coroutine stopped before it began would complain, and with a
        # description, because the default would be the repr of its arguments.
        node.run_worker(
            cast("Any", run), name=slot, group=f"read.{slot}", description=slot, exclusive=True, exit_on_error=False
        )

    def one_repaint(self) -> None:
        """Let what was just changed be drawn together: widgets tell of it one by one, and the screen would begin to
        draw when it hears of the first.
        """
        for widget in self.walk_children(Widget):
            if widget.is_running:
                widget._check_refresh()

    async def act(self, fn: Callable[Concatenate[Session, P], Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Do an act, say its label, and let all screens follow. Raises CoordError, so that a form can show it.

        Called from a key's action it holds back the next verb, not the drawing or the cursor (see `Turn`).
        """
        self.bench.turn.let_go()
        result = await self.bench.desk.do(fn, *args, **kwargs)
        with self.app.batch_update():  # what was done and the rows that followed are one repaint
            self.say(self.label(result.label), "u undoes" if getattr(fn, "undoable", True) else "")
            await self.bench.follow()
        return result

    async def record(self, fn: Callable[Concatenate[Session, P], Result], *args: P.args, **kwargs: P.kwargs) -> None:
        """Write down that something was looked at; nothing is said, because nothing was done."""
        await self.bench.desk.do(fn, *args, **kwargs)

    async def run_act(
        self, fn: Callable[Concatenate[Session, P], Result], *args: P.args, **kwargs: P.kwargs
    ) -> Result | None:
        """As `act`; a CoordError is shown and gives None."""
        try:
            return await self.act(fn, *args, **kwargs)
        except CoordError as error:
            self.complain(error)
            return None

    async def derive(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Bring derived data up to date; no act, nothing to undo."""
        return await self.bench.desk.derive(fn, *args, **kwargs)

    async def work(self, fn: Callable[Concatenate[Ledger, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Long work on the ledger, in turn with the acts: an import. The screens read again after it."""
        done = await self.bench.desk.call(fn, self.bench.desk.ledger, *args, **kwargs)
        self.bench.all_changed()
        return done

    async def remember(self, name: str, value: str | None) -> None:
        """Keep a text in the vault outside the journal (a draft, a place), or forget it when it is None."""
        await self.bench.desk.call(self.bench.desk.ledger.meta_set, name, value)

    async def recall(self, name: str) -> str | None:
        return await self.bench.desk.kept(name)

    def label(self, label: str) -> str:
        """An act's label as it may be shown now: while names are masked, only what was done and not to whom."""
        return label.partition(":")[0] if self.bench.masked else label

    async def action_verb(self, verb_id: str, *which: int) -> None:
        """Run a verb of this screen, or say why it cannot act now. `which` of its keys it was, for a counted one."""
        await perform(self, verb_id, self.bench, *which)

    def cannot(self, verb: str) -> str | None:
        """Why the verb (the last part of its id) cannot act now, in a sentence; None if it can."""
        return None


async def perform(node: Any, verb_id: str, bench: Workbench, *which: int) -> None:
    """Run `action_...` of a node for a verb. What goes wrong is said, and never ends the app."""
    verb = verb_id.rpartition(".")[2]
    try:
        if (why := node.cannot(verb)) is not None:
            bench.say(why, tone="warning")
            return
        done = getattr(node, f"action_{verb}")(*which)
        if inspect.isawaitable(done):
            await done
    except CoordError as error:
        node.complain(error)
    except Exception as error:  # noqa: BLE001 - a fault of the program becomes a box, not the end of the session
        bench.trouble(error)


class Reading(Generic[T]):
    """A reading that has not begun; `then` begins it."""

    def __init__(self, screen: Desked, slot: str, run: Callable[[], Any]) -> None:
        self._screen, self._slot, self._run = screen, slot, run

    def then(
        self,
        show: Callable[[T], object],
        failed: Callable[[CoordError], object] | None = None,
        *,
        after: float = 0,
    ) -> None:
        """Begin in `after` seconds; hand the result to `show` (plain or async), if the screen is still there."""
        self._screen.background(self._slot, partial(self._work, show, failed or self._screen.complain, after))

    async def _work(self, show: Callable[[T], object], failed: Callable[[CoordError], object], after: float) -> None:
        try:
            if after:
                await asyncio.sleep(after)
            value = await self._run()
            if self._screen.is_attached:
                shown = show(value)
                if inspect.isawaitable(shown):
                    await shown
        except CoordError as error:
            failed(error)


def initials(name: str) -> str:
    """ "Rosa Lopez" -> "R. L.": enough to tell rows apart, not enough to read over a shoulder."""
    return " ".join(f"{word[0].upper()}." for word in name.replace(",", " ").split()) or name
