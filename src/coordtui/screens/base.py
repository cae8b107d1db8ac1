"""What every screen stands on: the one door to the Desk, the verbs, masked names, and how errors are said."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
import json
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, Generic, ParamSpec, Protocol, TypeVar, cast

from sqlmodel import Session
from textual import events, on
from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.visual import VisualType

from coordtui.acts import Result
from coordtui.clock import Clock, Moment
from coordtui.errors import CoordError, Refused
from coordtui.screens.head import Head
from coordtui.screens.keys import footer
from coordtui.settings import Settings
from coordtui.widgets.dialog import Dialog, MessageDialog
from coordtui.widgets.key_bar import Foot
from coordtui.widgets.text import Words

if TYPE_CHECKING:
    from coordtui.store.desk import Changed, Desk
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
    masked: bool

    def say(self, text: str, hint: str = "", *, tone: str = "") -> None: ...

    def trouble(self, error: BaseException) -> None: ...

    async def follow(self) -> None: ...

    def all_changed(self) -> None: ...


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

    async def act(self, fn: Callable[Concatenate[Session, P], Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Do an act, say its label, and let all screens follow. Raises CoordError, so that a form can show it.

        Called from a key's action it holds back the next key, not the drawing: `d d` finishes two rows.
        """
        result = await self.bench.desk.do(fn, *args, **kwargs)
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
        return await self.bench.desk.call(self.bench.desk.ledger.meta_get, name)

    def label(self, label: str) -> str:
        """An act's label as it may be shown now: while names are masked, only what was done and not to whom."""
        return label.partition(":")[0] if self.bench.masked else label

    async def action_verb(self, verb_id: str) -> None:
        """Run a verb of this screen, or say why it cannot act now."""
        await perform(self, verb_id, self.bench)

    def cannot(self, verb: str) -> str | None:
        """Why the verb (the last part of its id) cannot act now, in a sentence; None if it can."""
        return None


async def perform(node: Any, verb_id: str, bench: Workbench) -> None:
    """Run `action_...` of a node for a verb. What goes wrong is said, and never ends the app."""
    verb = verb_id.rpartition(".")[2]
    try:
        if (why := node.cannot(verb)) is not None:
            bench.say(why, tone="warning")
            return
        done = getattr(node, f"action_{verb}")()
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


class CoordScreen(Desked, Screen[T], Generic[T]):
    """A whole screen: head, body, status line and keys.

    Subclasses set `page` (their verbs in `keys.py`; `BINDINGS = bindings(page)`), `mode` if they are a mode's first
    screen, and give `body`, `redraw` and, where rows change under them, `changed`.
    """

    page: ClassVar[str] = ""
    mode: ClassVar[str] = ""
    AUTO_FOCUS = "VirtualTable"

    def __init__(self) -> None:
        super().__init__()
        self.head = Head(self.mode)
        self.foot = Foot()
        self._unseen: set[int] = set()
        self._stale = self._away = False

    def compose(self) -> ComposeResult:
        yield self.head
        yield from self.body()
        yield self.foot

    def body(self) -> ComposeResult:
        yield from ()

    def on_mount(self) -> None:
        self.foot.keys.set_keys(footer(self.page))
        self.always()
        self.start()

    def start(self) -> None:
        """Begin the first readings."""

    def redraw(self) -> None:
        """Draw what is already known again: names were masked or shown."""

    async def changed(self, patients: frozenset[int]) -> None:
        """Records of these patients changed while this screen is in sight, or while it was not."""

    def peel(self) -> bool:
        """Take away one layer (a filter, marks, a pane). False if there is none."""
        return False

    def step_back(self) -> bool:
        """What q does before it leaves the screen: out of a pane. False if there is none."""
        return False

    def place(self) -> dict[str, Any]:
        """Where the person is, as JSON, to come back to after a lock."""
        return {}

    def restore(self, place: Mapping[str, Any]) -> None:
        """Go back to a `place`."""

    def always(self, *words: str) -> None:
        """The right part of the status line; names masked and the demo are said by the app."""
        right = getattr(self.app, "standing", tuple[str, ...])()
        self.foot.status.always(*words, *right)
        self.head.show(right=getattr(self.app, "day_words", str)())

    def new_day(self) -> None:
        """Midnight passed while the screen was there."""
        self.always()

    def note_change(self, changed: Changed) -> None:
        self._unseen |= changed.patients
        self._stale = True

    async def catch_up(self) -> None:
        """Follow what changed since the last time."""
        if self._stale:
            patients, self._unseen, self._stale = frozenset(self._unseen), set(), False
            await self.changed(patients)

    async def returned(self) -> None:
        """Another screen stood over this one, not only a box."""
        await self.catch_up()

    def on_screen_suspend(self) -> None:
        self._away = not isinstance(self.app.screen, ModalScreen)

    async def on_screen_resume(self) -> None:
        self.always()
        away, self._away = self._away, False
        if away:
            await self.returned()
        else:
            await self.catch_up()


class Problem(Words):
    """A sentence that takes no line while there is nothing to say."""

    def on_mount(self) -> None:
        self.display = bool(str(self.content))

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        super().update(content, layout=layout)
        self.display = bool(str(content))


class CoordDialog(Desked, Dialog[T], Generic[T]):
    """A box over a screen. With a `draft_name`, what was typed outlives esc and a lock, inside the vault."""

    def __init__(self, title: str, *, subtitle: str = "esc close", classes: str | None = None) -> None:
        super().__init__(title, subtitle=subtitle, classes=classes)
        self.problem = Problem(classes="dialog--problem")
        self._kept = False

    @on(events.Mount)
    async def _begin(self) -> None:
        try:
            await self.opened()
        except CoordError as error:
            self.complain(error)
        except Exception as error:  # noqa: BLE001 - as in `perform`
            self.bench.trouble(error)

    @on(events.Resize)
    def _keep_in_sight(self) -> None:
        """The field that is being filled in stays on a screen that became smaller."""
        if (field := self.focused) is not None:
            # After the box was laid out, and then what flows anew within it.
            self.call_after_refresh(self.call_after_refresh, field.scroll_visible, animate=False)

    async def opened(self) -> None:
        """Fill the dialog; it is on the screen already. May read, and raise a CoordError."""

    def draft_name(self) -> str | None:
        """The name under which typed text is kept ("draft.contact.12"), None to keep nothing."""
        return None

    def kept_words(self) -> str:
        """What the kept draft is and how to get it back, for the status line."""
        return f"What you typed is kept: {self._heading.lower()}"

    def typed(self) -> dict[str, str]:
        """What was typed by hand; empty if nothing."""
        return {}

    async def kept_draft(self) -> dict[str, str]:
        """What an earlier dialog of this name kept."""
        name = self.draft_name()
        text = None if name is None else await self.recall(name)
        self._kept = text is not None
        return {} if text is None else {str(k): str(v) for k, v in json.loads(text).items()}

    async def keep_draft(self) -> bool:
        """Keep what was typed. True if there was something."""
        name, typed = self.draft_name(), self.typed()
        if name is not None and (typed or self._kept):
            await self.remember(name, json.dumps(typed) if typed else None)
        return name is not None and bool(typed)

    async def drop_draft(self) -> None:
        if (name := self.draft_name()) is not None and self._kept:
            await self.remember(name, None)

    async def _keep(self) -> None:
        await self.keep_draft()

    async def saved(self) -> None:
        """The act is done: forget the draft and close."""
        await self.drop_draft()
        self.dismiss()

    def action_cancel(self) -> None:
        """Leave; what was typed is kept, so nothing has to be asked."""
        if self.draft_name() is not None and (self.typed() or self._kept):
            if self.typed():
                self.say(self.kept_words())
            # On the app, because this dialog is gone before the vault has answered.
            self.background(f"draft.{self.draft_name()}", self._keep, of=self.app)
        self.dismiss()

    def complain(self, error: CoordError) -> None:
        """A refusal stands inside the dialog, where the eye is."""
        if self.problem.is_attached and isinstance(error, Refused):
            self.problem.update(str(error))
        else:
            super().complain(error)


def initials(name: str) -> str:
    """ "Rosa Lopez" -> "R. L.": enough to tell rows apart, not enough to read over a shoulder."""
    return " ".join(f"{word[0].upper()}." for word in name.replace(",", " ").split()) or name
