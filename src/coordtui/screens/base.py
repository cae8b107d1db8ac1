"""What every screen and every box stands on: the one door to the Desk, the verbs, masked names, kept drafts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen
from textual.visual import VisualType

from coordtui.casework.access import view_list
from coordtui.errors import CoordError, InvalidInput, Refused, Stopped
from coordtui.screens.bindings import footer
from coordtui.screens.desked import Desked, Reading, Workbench, initials, perform
from coordtui.screens.head import Head
from coordtui.widgets.closing import Closing
from coordtui.widgets.compose import LeanCompositor
from coordtui.widgets.dialog import Dialog
from coordtui.widgets.form import Form
from coordtui.widgets.key_bar import Foot
from coordtui.widgets.text import Words

if TYPE_CHECKING:
    from coordtui.store.desk import Changed

__all__ = ["CoordDialog", "CoordScreen", "Desked", "Problem", "Reading", "Workbench", "initials", "perform"]

T = TypeVar("T")


class CoordScreen(Desked, Closing, Screen[T], Generic[T]):
    """A whole screen: head, body, status line and keys.

    Subclasses set `page` (their verbs in `keys.py`; `BINDINGS = bindings(page)`), `mode` if they are a mode's first
    screen, and give `body`, `redraw` and, where rows change under them, `changed`.
    """

    page: ClassVar[str] = ""
    mode: ClassVar[str] = ""
    listed: ClassVar[str] = ""
    """What the journal calls the list of many people that stands here ("the caseload"): one entry for each day."""
    AUTO_FOCUS = "VirtualTable"

    def __init__(self) -> None:
        super().__init__()
        self._compositor = LeanCompositor()
        self.head = Head(self.mode)
        self.foot = Foot()
        self._unseen: set[int] = set()
        self._stale = self._away = False
        self._listed_on: dt.date | None = None

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

    async def keep_draft(self) -> bool:
        """Keep what was typed on the screen itself. True if there was something."""
        return False

    def kept_words(self) -> str:
        """What the kept draft is and how to get it back, for the status line."""
        return ""

    def always(self, *words: str) -> None:
        """The right part of the status line; names masked and the demo are said by the app."""
        right = getattr(self.app, "standing", tuple[str, ...])()
        self.foot.status.always(*words, *right)
        self.head.show(right=getattr(self.app, "day_words", str)())

    async def action_verb(self, verb_id: str, *which: int) -> None:
        await self.bench.turn.take(partial(super().action_verb, verb_id, *which), lambda: self.app.screen)

    async def make_ready(self) -> None:
        """Once in a session, when no key has been pressed for a while: what the first act would wait for."""
        from coordtui.casework.rehearsal import rehearse

        with suppress(CoordError):  # it is always taken back; what else may be in its way, the act itself will say
            await self.record(rehearse, self.moment)

    def new_day(self) -> None:
        """Midnight passed while the screen was there."""
        self.always()
        if self.is_current:
            self._note_list()

    def _note_list(self) -> None:
        if self.listed and self._listed_on != self.today:
            self._listed_on = self.today
            self.background("listed", partial(self.record, view_list, self.listed, self.moment))

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
        self._note_list()
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
        """A refusal stands inside the dialog, where the eye is: at the field that it names, if there is one."""
        if isinstance(error, InvalidInput) and any(form.show(error) for form in self.query(Form)):
            return
        if self.problem.is_attached and isinstance(error, Refused | Stopped):
            self.problem.update(str(error))
            self.problem.scroll_visible(animate=False)
        else:
            super().complain(error)
