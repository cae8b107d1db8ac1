"""Tagging a record by one letter, so that it leaves only under an authorization that covers the tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework import sensitivity as casework
from coordtui.casework.sensitivity import Subject, TagView
from coordtui.models.sensitivity import TagDraft
from coordtui.rules.words import shorten
from coordtui.screens.base import CoordDialog
from coordtui.screens.plan_form import FormDialog
from coordtui.screens.plan_letters import LETTERS
from coordtui.widgets.form import Field, Form
from coordtui.widgets.text import Words, styled

_LETTERS: dict[str, str] = {
    "part2": "2",
    "psychotherapy_notes": "p",
    "hiv": "h",
    "mental_health": "m",
    "reproductive": "r",
    "genetic": "e",
    "minor_confidential": "c",
    "violence": "v",
}
_NEW, _RETIRE = "+", "-"
_NAME, _WHY = 19, 44
"""Cells for a tag's name and for the reason beside it, so that each takes one line at 80 columns."""
_OWN = [letter for letter in LETTERS if letter not in _LETTERS.values()]


def letters(tags: Sequence[TagView]) -> list[tuple[str, TagView]]:
    """Each tag in use with its letter: the shipped ones have their own, one's own take the free ones in order."""
    free = iter(_OWN)
    found = [(_LETTERS.get(one.code) or next(free, ""), one) for one in tags if not one.retired]
    return [(letter, one) for letter, one in found if letter]


class TagDialog(CoordDialog[None]):
    """A letter puts a tag on the record, or takes it off, and closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(_NEW, "verb('tags.add')", "A new tag", show=False),
        Binding(_RETIRE, "verb('tags.retire')", "Retire a tag", show=False),
    ]

    def __init__(self, subject: Subject, what: str, inherited: frozenset[str] = frozenset()) -> None:
        super().__init__("Tag this record", subtitle="a letter tags or untags · + new · - retire", classes="-wide")
        self.subject, self.what, self.inherited = subject, what, inherited
        self.choices: list[tuple[str, TagView]] = []
        self.own: frozenset[str] = frozenset()
        self.retiring = False
        self.lines = Words("Reading ...")

    def body(self) -> ComposeResult:
        yield Words(styled((self.what, "strong"), "\n"))
        yield self.lines
        yield self.problem

    async def opened(self) -> None:
        self.choices = letters(await self.ask(casework.all_tags))
        self.own = await self.ask(casework.own_tags, *self.subject)
        self._draw()

    def _draw(self) -> None:
        parts: list[str | tuple[str, str]] = []
        for letter, one in self.choices:
            if self.retiring and one.shipped:
                continue
            mark = "tagged" if one.code in self.own else "by what it belongs to" if one.code in self.inherited else ""
            why = mark or shorten(one.why, _WHY)
            parts += [(f" {letter}  ", "bold"), f"{one.label:<{_NAME}} ", (why, "bold" if mark else "muted"), "\n"]
        ask = "Which tag is to be offered no more? What carries it stays protected.\n" if self.retiring else ""
        none = "There is no tag of your own; + makes one.\n" if self.retiring and not parts else ""
        self.lines.update(styled((ask, "strong"), *parts, none))

    async def on_key(self, event: events.Key) -> None:
        found = next((one for letter, one in self.choices if letter == event.character), None)
        if found is not None and not (self.retiring and found.shipped):
            event.stop()
            event.prevent_default()
            await self._choose(found)

    async def _choose(self, tag: TagView) -> None:
        if self.retiring:
            done = await self.run_act(casework.retire_tag, tag.code, self.moment)
        else:
            act = casework.untag if tag.code in self.own else casework.tag
            done = await self.run_act(act, *self.subject, tag.code, self.moment)
        if done is not None:
            self.dismiss()

    def action_add(self) -> None:
        self.app.push_screen(NewTagDialog(), lambda _: self.background("tags", self.opened))

    def action_retire(self) -> None:
        self.retiring = not self.retiring
        self._draw()


class NewTagDialog(FormDialog):
    """A tag of one's own."""

    def __init__(self) -> None:
        super().__init__("A tag of your own", subtitle="enter saves · tab next · esc close")
        self.form = Form(
            Field("label", "Name", required=True, placeholder="Foster care, employer's plan ..."),
            Field("why", "Why", placeholder="the law, the program's rule or the promise behind it"),
        )

    def body(self) -> ComposeResult:
        yield self.form
        yield self.problem

    def draft_name(self) -> str:
        return "draft.tag"

    def kept_words(self) -> str:
        return "The tag is not made yet; + brings back what you typed"

    async def save(self, values: dict[str, Any]) -> None:
        await self.act(casework.add_tag, TagDraft(**values), self.moment)
