"""The palette: one list of everywhere one can go and everything one can do, the nearest to what is typed first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, Final, cast

from textual import on
from textual.app import ComposeResult

from coordtui.casework.directory import parse_ref
from coordtui.casework.jump import Place, jump, key_of, places
from coordtui.errors import CoordError
from coordtui.rules.fold import fold
from coordtui.rules.jump import every_word_begins, nearness
from coordtui.screens.base import CoordDialog, CoordScreen
from coordtui.screens.finder import Finder
from coordtui.screens.setting import label_of, value_of
from coordtui.screens.viewing import Viewing
from coordtui.settings import HELP, Settings
from coordtui.verbs import EVERYWHERE, Verb, key_label, verbs_for
from coordtui.widgets.columns import Column, Row

_NOT_HERE: Final = ("app.palette", "app.peel")
_RECENT: Final = 8
"""Of those that stand there before anything is typed."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A row: `ref` says where it leads, `kind` what it is, in a word."""

    ref: str
    kind: str
    name: str
    detail: str


class Goals(Finder):
    """Everything in one list. `Taken` carries the ref."""

    DEFAULT_CSS = "Goals Results { height: 13; }"
    columns: ClassVar[Sequence[Column]] = (
        Column("kind", "kind", width=8, sortable=False, priority=1),
        Column("what", "found", weight=2, min_width=14, sortable=False),
        Column("detail", "", weight=3, min_width=8, priority=2, sortable=False),
    )
    nothing: ClassVar[str] = "Nothing of that name."

    def __init__(self, verbs: Sequence[Verb], settings: Settings) -> None:
        super().__init__(None, "a patient, a referral, a provider, a view, a command or a setting")
        self._known = (*map(_command, verbs), *(_setting(name, settings) for name in HELP))
        self._hay = [fold(f"{one.name} {one.detail}") for one in self._known]
        self._recent: Sequence[str] = ()

    def remember(self, refs: Sequence[str]) -> None:
        """Where one was last, before anything is looked for."""
        self._recent = refs

    def find(self, text: str, show: Callable[[Any], None]) -> None:
        if text.strip():
            self.desked.read("find", jump, text).then(show)
        else:
            self.desked.read("find", places, self._recent).then(show)

    def rows(self, text: str, found: Any) -> Sequence[Row]:
        goals = [_goal(one, self.desked.who) for one in found]
        if text.strip():
            words = fold(text).split()
            goals += [one for one, hay in zip(self._known, self._hay, strict=True) if every_word_begins(words, hay)]
            goals = ranked(text, goals, self._recent)
        else:
            goals = self._begun(goals)
        return [Row(one.ref, ((one.kind, "muted"), (one.name, "strong"), (one.detail, "muted"))) for one in goals]

    def _begun(self, found: Sequence[Goal]) -> list[Goal]:
        """Nothing is typed yet: where one was last, then the commands of the screen."""
        by_ref = {one.ref: one for one in (*found, *self._known)}
        last = [by_ref[ref] for ref in self._recent if ref in by_ref][:_RECENT]
        return [*last, *(one for one in self._known if one.kind == "command" and one not in last)]


def ranked(text: str, goals: Sequence[Goal], recent: Sequence[str]) -> list[Goal]:
    """What is called so, then what begins so, then where each word begins a word; of equals where one was last."""
    last: Mapping[str, int] = {ref: at for at, ref in enumerate(recent)}
    return sorted(goals, key=lambda one: (nearness(text, one.name), last.get(one.ref, len(last))))


def _command(verb: Verb) -> Goal:
    return Goal(f"verb:{verb.id}", "command", verb.label, f"{key_label(verb.key)} · {verb.help}")


def _setting(name: str, held: Settings) -> Goal:
    value = value_of(held, name)
    return Goal(f"setting:{name}", "setting", label_of(name), f"{value} · {HELP[name]}" if value else HELP[name])


def _goal(place: Place, who: Callable[[str], str]) -> Goal:
    name, detail = place.name, place.detail
    if place.kind == "patient":
        name = who(name)
    elif place.patient is not None:
        detail = f"{who(place.patient)} · {detail}"
    return Goal(place.ref, place.kind, name, detail)


class Palette(CoordDialog[None]):
    """What is chosen happens on the screen beneath, as if its key had been pressed there."""

    def __init__(self, beneath: CoordScreen[Any] | None) -> None:
        super().__init__("Go anywhere", subtitle="enter goes there · esc close", classes="-wide")
        self._beneath = beneath
        self._page = beneath.page if beneath is not None and beneath.page else EVERYWHERE
        self._finder: Goals | None = None

    def body(self) -> ComposeResult:
        verbs = [
            verb
            for verb in verbs_for(self._page)
            if verb.id not in _NOT_HERE and not verb.id.startswith("table.") and not verb.counted
        ]
        self._finder = Goals(verbs, self.bench.settings)
        yield self._finder

    async def opened(self) -> None:
        if self._finder is not None:
            self._finder.line.focus()
            self._finder.remember(await self.bench.recent.refs())
            self._finder.begin()

    @on(Finder.Taken)
    async def _go(self, event: Finder.Taken) -> None:
        ref = str(event.key)
        self.bench.recent.note(ref)
        self.background("recent", self.bench.recent.keep, of=self.app)
        self.dismiss()
        head, _, rest = ref.partition(":")
        if head == "verb":
            node = self.app if rest.startswith(f"{EVERYWHERE}.") else self._beneath
            await cast("Any", node).action_verb(rest)
        elif head == "view":
            await self._show_view(rest)
        else:
            self._open(ref, head, rest)

    def _open(self, ref: str, head: str, rest: str) -> None:
        if (patient := key_of(ref, "patient")) is not None:
            cast("Any", self.app).open_chart(patient)
        elif (referral := key_of(ref, "referral")) is not None:
            self.app.push_screen(import_module("coordtui.screens.referral_detail").ReferralScreen(referral))
        elif (entry := parse_ref(ref)) is not None:
            self.app.push_screen(import_module("coordtui.screens.directory_entry").EntryDialog(*entry))
        elif head == "setting":
            self.app.push_screen(import_module("coordtui.screens.setting").SettingDialog(rest, self.bench.settings))

    async def _show_view(self, named: str) -> None:
        """Go to its list, and narrow that."""
        of, _, name = named.partition(":")
        app = self.app
        await app.switch_mode(of)
        while len(app.screen_stack) > 1:
            await app.pop_screen()
        if isinstance(app.screen, Viewing):
            try:
                await app.screen.show_named(name)
            except CoordError as error:  # renamed or removed since
                self.complain(error)
