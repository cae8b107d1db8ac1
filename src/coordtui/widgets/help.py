"""The keys for here, grouped, each with a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from coordtui.verbs import Verb
from coordtui.widgets.dialog import Dialog
from coordtui.widgets.reflow import Reflow
from coordtui.widgets.text import cell, styled, wrap

GROUPS: Final = (("act", "Do"), ("move", "Move"), ("view", "See"), ("app", "Everywhere"))


class HelpSheet(Dialog[None]):
    """Shows verbs as they are bound now, remapped keys included."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1,enter", "cancel", "Close", show=False)]

    def __init__(self, title: str, verbs: Iterable[Verb], *, intro: str = "") -> None:
        super().__init__(title, subtitle="j k scroll · esc close", classes="-wide")
        self._verbs, self._intro = tuple(verbs), intro

    def body(self) -> ComposeResult:
        yield KeyList(self._verbs, self._intro)


class KeyList(Reflow):
    """Key, name and sentence side by side; where that is too narrow, the sentence below."""

    def __init__(self, verbs: Sequence[Verb], intro: str = "") -> None:
        super().__init__()
        self._groups = grouped(verbs)
        self._intro = intro
        self._keys = max((cell_len(_keys(verb)) for verb in verbs), default=0)
        self._names = max((cell_len(verb.label) for verb in verbs), default=0)

    def flow(self, width: int) -> list[Content]:
        lines = [styled(line) for line in wrap(self._intro, width)] if self._intro else []
        for title, verbs in self._groups:
            lines += [styled("")] if lines else []
            lines.append(styled((title, "bold underline")))
            for verb in verbs:
                lines += self._verb(verb, width)
        return lines

    def _verb(self, verb: Verb, width: int) -> list[Content]:
        keys = min(self._keys, width // 3)
        beside = keys + self._names + 4
        indent = beside if width - beside >= 30 else keys + 2
        sentence = wrap(verb.help, max(8, width - indent))
        first: list[str | tuple[str, str]] = [(cell(_keys(verb), keys), "bold"), "  "]
        if indent == beside:
            first += [cell(verb.label, self._names), "  ", *((line, "muted") for line in sentence[:1])]
            sentence = sentence[1:]
        else:
            first.append(verb.label)
        return [styled(*first), *(styled(" " * indent, (line, "muted")) for line in sentence)]


def grouped(verbs: Iterable[Verb]) -> list[tuple[str, list[Verb]]]:
    """Verbs by group, the known groups first and in their order."""
    by_group: dict[str, list[Verb]] = {name: [] for name, _ in GROUPS}
    for verb in verbs:
        by_group.setdefault(verb.group, []).append(verb)
    titles = dict(GROUPS)
    return [(titles.get(name, name.capitalize()), found) for name, found in by_group.items() if found]


def _keys(verb: Verb) -> str:
    return " ".join(verb.shown_keys)
