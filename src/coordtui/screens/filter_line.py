"""The filter of a list, which knows the finding language: it completes, says what it means, and where it is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from textual import events

from coordtui.models.saved_view import ViewList
from coordtui.rules.finding import FindingProblem, Subject
from coordtui.rules.saved_view import SUBJECTS
from coordtui.screens.base import CoordScreen, Desked
from coordtui.screens.bindings import footer
from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.filter_hints import Hints, Proposal
from coordtui.widgets.key_bar import WHILE_TYPING

if TYPE_CHECKING:
    from coordtui.rules.finding_complete import Completions


_KEYS: Final = (
    ("enter", "to the list", "app.simulate_key('enter')"),
    ("tab", "complete", "app.simulate_key('tab')"),
    ("esc", "all rows", "app.simulate_key('escape')"),
    ("↑", "typed before", "app.simulate_key('up')"),
)
"""What keys do while somebody types, when the list's own letters are only letters."""


class FilterLine(FilterBar):
    """A text that is not understood changes nothing in the list; what is wrong with it stands below."""

    def __init__(self, of: ViewList, placeholder: str = "") -> None:
        super().__init__(placeholder)
        self._subject = SUBJECTS[of]
        self._held: Mapping[str, Sequence[str]] = {}

    def open(self, text: str | None = None) -> None:
        """As the base does; meanwhile what the vault holds of open keys (payers, codes) is read for completion."""
        from coordtui.casework.finding_held import held_values

        super().open(text)
        self.run_worker(partial(_prepare, self._subject), name="finding", thread=True, exit_on_error=False)
        self._screen.read("held", held_values, self._subject).then(self._take_held)

    def on_descendant_focus(self) -> None:
        self._page.foot.keys.set_keys(_KEYS, more=WHILE_TYPING)

    def on_descendant_blur(self, _: events.DescendantBlur) -> None:
        self._page.foot.keys.set_keys(footer(self._page.page))

    @property
    def _page(self) -> CoordScreen[Any]:
        return cast("CoordScreen[Any]", self.screen)

    @property
    def _screen(self) -> Desked:
        return cast("Desked", self.screen)

    def _take_held(self, held: Mapping[str, Sequence[str]]) -> None:
        self._held = held
        self._study()

    def study(self, text: str, cursor: int) -> Hints:
        from coordtui.rules.finding_complete import complete

        return hinted(self._meaning(text), complete(text, cursor, self._subject, self._held))

    def _meaning(self, text: str) -> str | FindingProblem:
        if not text.strip():
            return ""
        try:
            return _worded(text, self._subject, self._screen.today)
        except FindingProblem as problem:
            return problem


def _worded(text: str, subject: Subject, today: dt.date) -> str:
    """Raises FindingProblem."""
    from coordtui.rules.finding_parse import parse
    from coordtui.rules.finding_words import in_words

    return in_words(parse(text, subject), subject, today)


def _prepare(subject: Subject) -> None:
    """Load the grammar, the names of languages and what makes conditions of a text: no letter is to wait for them."""
    import coordtui.casework.finding_tree  # noqa: F401 - the first reading of a text would load it
    from coordtui.rules.finding_parse import prepare

    prepare()
    _worded("lang:es", subject, dt.date.min)


def hinted(meaning: str | FindingProblem, found: Completions) -> Hints:
    """What the rules say of a text, as the line shows it."""
    options = tuple(Proposal(one.text, one.label) for one in found.options)
    if isinstance(meaning, str):
        return Hints(options, found.start, found.end, words=meaning)
    return Hints(
        options,
        found.start,
        found.end,
        problem=meaning.message,
        hint=meaning.hint,
        span=meaning.span,
        better=meaning.better,
    )
