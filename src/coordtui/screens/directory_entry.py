"""One entry of the directory in a box, over any screen, and copying what one needs to dial or to send."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework import directory as casework
from coordtui.casework.directory import EntryDetail, Kind
from coordtui.screens.base import CoordDialog
from coordtui.screens.copy import LEAKS
from coordtui.screens.directory_form import EntryForm
from coordtui.screens.directory_lines import lines
from coordtui.screens.preview import WHOLE, Card
from coordtui.widgets.clean import clean
from coordtui.widgets.text import Words, styled

_COPIES: Final = {"p": "phone number", "f": "fax number", "a": "address", "s": "one line: name, phone, fax"}


class EntryDialog(CoordDialog[None]):
    """All that is known of it, with its verbs. j and k move through what does not fit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "verb('entry.change')", "Edit", show=False),
        Binding("v", "verb('entry.verify')", "Verified today", show=False),
        Binding("y", "verb('entry.copy')", "Copy", show=False),
        Binding("t", "verb('entry.retire')", "Retire, or use again", show=False),
    ]

    def __init__(self, kind: Kind, key: int) -> None:
        super().__init__("Directory", subtitle="e edit · v verified · y copy · t retire · esc close", classes="-wide")
        self.kind: Kind = kind
        self.key = key
        self.view: EntryDetail | None = None
        self.card = Card()

    def body(self) -> ComposeResult:
        yield self.problem
        yield self.card

    async def opened(self) -> None:
        view = self.view = await self.ask(casework.entry, self.kind, self.key, self.today)
        again = "t retire" if view.active else "t use again"
        self.frame(view.name, f"e edit · v verified · y copy · {again} · esc close")
        self.card.lines = lines(view, self.today, self.who)
        if view.role or not view.active:
            head = " · ".join(filter(None, (view.role, "" if view.active else "retired")))
            self.card.lines[0] = (WHOLE, head, "strong")
        else:
            del self.card.lines[0]  # the frame has the name
        self.card.reflow()

    def action_change(self) -> None:
        self.app.push_screen(EntryForm(self.kind, self.key), lambda _: self.background("entry", self.opened))

    def action_copy(self) -> None:
        self.app.push_screen(CopyEntryDialog(self.kind, self.key))

    async def action_verify(self) -> None:
        await self.act(casework.verify, self.kind, self.key, self.today, self.moment)
        await self.opened()

    async def action_retire(self) -> None:
        in_use = self.view is None or self.view.active
        await self.act(casework.retire if in_use else casework.bring_back, self.kind, self.key, self.moment)
        await self.opened()


class CopyEntryDialog(CoordDialog[None]):
    """One letter copies and closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"verb('copy.{letter}')", show=False) for letter in _COPIES),
    ]

    def __init__(self, kind: Kind, key: int) -> None:
        super().__init__("Copy")
        self.kind: Kind = kind
        self.key = key
        self.heading = Words("")
        self.view: EntryDetail | None = None

    def body(self) -> ComposeResult:
        yield self.heading
        yield Words(
            styled(*(part for letter, words in _COPIES.items() for part in ((f"\n{letter}", "bold"), f"  {words}")))
        )
        yield self.problem

    async def opened(self) -> None:
        self.view = await self.ask(casework.entry, self.kind, self.key, self.today)
        self.heading.update(styled((self.view.name, "strong")))

    def action_p(self) -> None:
        self._send("phone number", self._phone)

    def action_f(self) -> None:
        self._send("fax number", self._fax)

    def action_a(self) -> None:
        self._send("address", (self.view.address or self.view.place_address or "") if self.view else "")

    def action_s(self) -> None:
        name = self.view.name if self.view else ""
        fax = f"fax {self._fax}" if self._fax else ""
        self._send("line", " · ".join(filter(None, (name, self._phone, fax))))

    @property
    def _phone(self) -> str:
        return (self.view.phone or self.view.place_phone or "") if self.view else ""

    @property
    def _fax(self) -> str:
        return (self.view.fax or self.view.place_fax or "") if self.view else ""

    def _send(self, what: str, text: str) -> None:
        if not text:
            self.problem.update(f"This entry has no {what}.")
            return
        self.bench.to_clipboard(clean(text, " "))
        self.dismiss()
        self.say(f"The {what} was sent to the clipboard. {LEAKS}")
