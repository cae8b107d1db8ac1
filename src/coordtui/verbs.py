"""What keys do. Bindings, footer, palette, help and the key sheet are all built from here.

A screen declares its verbs once, by name; the name `app` holds those that work everywhere. Keys are
Textual's names ("d", "G", "ctrl+l", "question_mark"); a printed character ("?", "/") may be given instead.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from coordtui.errors import InvalidInput

EVERYWHERE: Final = "app"

_NAMES: Final = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_SPECIAL: Final = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "del",
    "insert": "ins",
    "backspace": "backspace",
    "enter": "enter",
    "tab": "tab",
    "space": "space",
}
_FUNCTION: Final = frozenset(f"f{n}" for n in range(1, 13))
# In a terminal these arrive as backspace, tab, line feed, enter and escape, or stop the program or its output.
_UNUSABLE: Final = {
    "ctrl+h": "many terminals send it for backspace",
    "ctrl+i": "terminals send it for tab",
    "ctrl+j": "terminals send it for a line break",
    "ctrl+m": "terminals send it for enter",
    "ctrl+left_square_bracket": "terminals send it for esc",
    "ctrl+s": "some terminals stop their output on it",
    "ctrl+q": "some terminals keep it for themselves",
    "ctrl+c": "it copies, and stops programs",
    "ctrl+z": "it suspends programs",
    "escape": "it always closes what is open",
    "tab": "it always moves to the next field",
    "shift+tab": "it always moves to the field before",
}


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing a key does. `id` is "screen.verb" and what a settings file names; `help` is one plain sentence.

    `show` puts it into the footer, in the order of declaration. `fixed` keys cannot be remapped. The keys of a
    `counted` verb do not mean the same: what it does is told which of them it was, from 0.
    """

    id: str
    key: str
    label: str
    help: str
    group: str = "act"
    show: bool = True
    aliases: tuple[str, ...] = ()
    fixed: bool = False
    counted: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key, *self.aliases)

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """The keys in words; those of a counted verb, which follow each other, as one: "F2–F9"."""
        labels = tuple(key_label(key) for key in self.keys)
        return (f"{labels[0]}–{labels[-1]}",) if self.counted and len(labels) > 1 else labels


class Clash(NamedTuple):
    """Verbs that would answer to one key on one screen."""

    screen: str
    key: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class _Page:
    verbs: tuple[Verb, ...]
    also: tuple[str, ...]


@dataclass(slots=True)
class Registry:
    """The verbs of all screens, and the keys that a person has moved."""

    pages: dict[str, _Page] = field(default_factory=dict)
    moved: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def register(self, screen: str, verbs: Iterable[Verb], also: Sequence[str] = ()) -> tuple[Verb, ...]:
        """Declare a screen's verbs; `also` names other pages whose verbs work there (a table's moves)."""
        page = _Page(tuple(_canonical(verb) for verb in verbs), tuple(also))
        taken = {verb.id for name, other in self.pages.items() if name != screen for verb in other.verbs}
        ids = [verb.id for verb in page.verbs]
        if twice := sorted({i for i in ids if ids.count(i) > 1 or i in taken}):
            raise ValueError(f"verb ids declared twice: {', '.join(twice)}")
        self.pages[screen] = page
        return page.verbs

    def verbs_for(self, screen: str) -> tuple[Verb, ...]:
        """What works on a screen, with the keys of now: its own verbs, then its pages', then those of everywhere."""
        page = self.pages.get(screen, _Page((), ()))
        names = [*page.also, *([EVERYWHERE] if screen != EVERYWHERE else [])]
        own = [*page.verbs]
        for name in names:
            own += self.pages[name].verbs if name in self.pages else ()
        return tuple(self._now(verb, self.moved) for verb in own)

    def all_verbs(self) -> tuple[Verb, ...]:
        return tuple(self._now(verb, self.moved) for page in self.pages.values() for verb in page.verbs)

    def check_clashes(self, moved: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Clash, ...]:
        """Keys that two verbs of one screen would answer to."""
        moved = self.moved if moved is None else moved
        clashes: list[Clash] = []
        for screen in self.pages:
            holders: dict[str, list[str]] = {}
            for verb in self.verbs_for(screen):
                for key in moved.get(verb.id, self._declared(verb.id).keys):
                    holders.setdefault(key, []).append(verb.id)
            clashes += [Clash(screen, key, tuple(ids)) for key, ids in holders.items() if len(ids) > 1]
        return tuple(clashes)

    def apply_keymap(self, mapping: Mapping[str, str]) -> None:
        """Give verbs other keys: {"queue.done": "x"}, several keys parted by commas. All or nothing.

        Raises:
            InvalidInput: naming the id, for an unknown id, an unusable key, or a key that is taken.
        """
        known = {verb.id: verb for page in self.pages.values() for verb in page.verbs}
        moved: dict[str, tuple[str, ...]] = {}
        for verb_id, text in mapping.items():
            if verb_id not in known:
                raise InvalidInput(verb_id, f"There is no key named {verb_id!r}.", _near(verb_id, known))
            if known[verb_id].fixed:
                raise InvalidInput(verb_id, f"The key of {verb_id} cannot be changed.", "Remove it from the settings.")
            moved[verb_id] = _read_keys(verb_id, text)
        before = {(clash.screen, clash.key) for clash in self.check_clashes({})}
        for clash in self.check_clashes(moved):
            if (clash.screen, clash.key) not in before:
                self._refuse(clash, moved)
        self.moved = moved

    def key_sheet(self) -> str:
        """A table of all keys, screen by screen, in Markdown; those that can be moved with the names they have."""
        lines: list[str] = []
        for screen, page in self.pages.items():
            lines += [f"### {screen.replace('_', ' ').capitalize()}", ""]
            lines += ["| key | does | in words | name |", "|---|---|---|---|"]
            for verb in page.verbs:
                keys = " ".join(f"`{_md(key)}`" for key in self._now(verb, self.moved).shown_keys)
                name = "" if verb.fixed else f"`{verb.id}`"
                lines.append(f"| {keys} | {_md(verb.label)} | {_md(verb.help)} | {name} |")
            lines.append("")
        return "\n".join(lines)

    def _declared(self, verb_id: str) -> Verb:
        return next(verb for page in self.pages.values() for verb in page.verbs if verb.id == verb_id)

    @staticmethod
    def _now(verb: Verb, moved: Mapping[str, tuple[str, ...]]) -> Verb:
        if (keys := moved.get(verb.id)) is None:
            return verb
        return replace(verb, key=keys[0], aliases=keys[1:])

    @staticmethod
    def _refuse(clash: Clash, moved: Mapping[str, tuple[str, ...]]) -> None:
        mine = next((verb_id for verb_id in clash.ids if verb_id in moved), clash.ids[0])
        others = " and ".join(verb_id for verb_id in clash.ids if verb_id != mine) or mine
        raise InvalidInput(
            mine,
            f"The key {key_label(clash.key)} is already used by {others} on the screen {clash.screen}.",
            "Choose another key, or give the other one a new key too.",
        )


def canonical_key(key: str) -> str:
    """Textual's name of a key: "?" becomes "question_mark", "Ctrl+L" becomes "ctrl+l".

    Raises:
        ValueError: if there is no such key.
    """
    key = key if len(key) == 1 else key.strip()
    if len(key) == 1:
        return _character_name(key)
    *modifiers, last = key.split("+") if not key.endswith("++") else [*key[:-2].split("+"), "+"]
    modifiers = [modifier.lower() for modifier in modifiers]
    if not last or any(modifier not in ("ctrl", "shift", "alt", "super") for modifier in modifiers):
        raise ValueError(key)
    name = _character_name(last.lower() if modifiers else last) if len(last) == 1 else last.lower()
    name = {"esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", "return": "enter"}.get(name, name)
    if len(last) > 1 and name not in _SPECIAL and name not in _FUNCTION and not _character(name):
        raise ValueError(key)
    if modifiers == ["shift"] and len(name) == 1:
        return name.upper()  # terminals send the capital letter, not shift and the letter
    return "+".join([*modifiers, name])


def key_label(key: str) -> str:
    """A key in words: "ctrl+l", "enter", "?", "↓"."""
    *modifiers, last = key.split("+")
    name = _SPECIAL.get(last) or (last.upper() if last in _FUNCTION else _character(last) or last)
    return "+".join([*modifiers, name])


def _character_name(character: str) -> str:
    if character.isalnum():
        return character
    try:
        name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    except ValueError:
        raise ValueError(character) from None
    return _NAMES.get(name, name)


_PUNCTUATION: Final = {_character_name(character): character for character in string.punctuation}


def _character(name: str) -> str:
    """The character that a key prints, or "" for none."""
    if len(name) == 1:
        return name
    try:
        return _PUNCTUATION.get(name) or unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return ""


def _canonical(verb: Verb) -> Verb:
    keys = tuple(canonical_key(key) for key in verb.keys)
    return replace(verb, key=keys[0], aliases=keys[1:])


def _read_keys(verb_id: str, text: str) -> tuple[str, ...]:
    parts = [","] if text.strip() == "," else [part.strip() for part in text.split(",")]
    keys: list[str] = []
    for part in parts:
        try:
            key = canonical_key(part) if part else ""
        except ValueError:
            key = ""
        if not key:
            raise InvalidInput(
                verb_id,
                f"{part!r} is not the name of a key.",
                'Write keys like "x", "?", "f5", "space" or "ctrl+l".',
            )
        if why := _UNUSABLE.get(key):
            raise InvalidInput(verb_id, f"The key {key_label(key)} cannot be used: {why}.", "Choose another key.")
        if key not in keys:
            keys.append(key)
    return tuple(keys)


def _near(verb_id: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # only for an error

    near = get_close_matches(verb_id, list(known), 1)
    return f"Did you mean {near[0]}?" if near else "The help screen (?) lists the names."


def _md(text: str) -> str:
    return text.replace("|", "\\|")


REGISTRY: Final = Registry()
register = REGISTRY.register
verbs_for = REGISTRY.verbs_for
all_verbs = REGISTRY.all_verbs
check_clashes = REGISTRY.check_clashes
apply_keymap = REGISTRY.apply_keymap
key_sheet = REGISTRY.key_sheet
