"""Keys: each does what the sheet says, each is on the sheet, and the sheet is the design's."""

from __future__ import annotations

from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen

from coordtui.app import CoordApp
from coordtui.screens.base import CoordScreen
from coordtui.screens.keys import TABLE
from coordtui.verbs import EVERYWHERE, REGISTRY, Verb, all_verbs, check_clashes, verbs_for
from coordtui.widgets.table import VirtualTable
from tests.promises.tour import every_screen

LISTS = ("today", "caseload", "referrals", "referral", "plans", "plan", "directory", "chart")
MOVES = frozenset(("j", "k", "up", "down", "g", "G", "pageup", "pagedown", "home", "end", "enter"))
EVERYWHERE_KEYS = frozenset(
    (
        "1",
        "2",
        "3",
        "4",
        "5",
        "c",
        "u",
        "U",
        "question_mark",
        "f1",
        "colon",
        "ctrl+p",
        "ctrl+l",
        "ctrl+g",
        "escape",
        "q",
    )
)
ON_A_SCREEN = {
    "today": frozenset(
        ("slash", "apostrophe", "f2", "f9", "space", "V", "d", "s", "l", "w", "n", "a", "e", "o", "y", "r", "tab")
    ),
    "caseload": frozenset(("slash", "apostrophe", "f2", "f9", "l", "w", "n", "a", "e", "o", "y", "r")),
    "chart": frozenset(("l", "w", "n", "a", "e", "y", "d", "s", "tab")),
    "referrals": frozenset(
        ("slash", "apostrophe", "f2", "f9", "l", "n", "o", "r", "d", "s", "w", "e", "y", "space", "V")
    ),
    "referral": frozenset(("l", "o", "d", "s", "w", "e", "y")),
    "plans": frozenset(("slash", "apostrophe", "f2", "f9", "l", "n", "a", "o", "r", "e")),
    "plan": frozenset(("n", "a", "e", "l", "r")),
    "directory": frozenset(("slash", "apostrophe", "f2", "f9", "n", "a", "o", "r", "e", "y")),
}
"""The keys of the screens by design; a page may have more. A letter of a referral's steps (`a` they accepted) and of
an outline (`s` status) is the page's own."""


def pages() -> dict[str, type[CoordScreen[Any]]]:
    """Each screen by the page of its keys."""
    return {one.page: one for one in every_screen() if issubclass(one, CoordScreen) and one.page}


def keys_of(verbs: tuple[Verb, ...]) -> set[str]:
    return {key for verb in verbs for key in verb.keys}


def bound(bindings: Any) -> dict[str, tuple[str, ...]]:
    """Textual's bindings by id."""
    assert all(isinstance(one, Binding) for one in bindings)
    keys: dict[str, tuple[str, ...]] = {}
    for one in bindings:
        if one.id:  # a counted verb has a binding for each of its keys
            keys[one.id] = keys.get(one.id, ()) + tuple(one.key.split(","))
    return keys


def test_every_page_of_keys_belongs_to_a_screen_and_every_screen_has_one() -> None:
    assert set(REGISTRY.pages) - {EVERYWHERE, TABLE} == set(pages()) == set(LISTS)
    assert set(CoordApp.MODES) == set(LISTS) - {"chart", "plan", "referral"}


def test_the_moves_on_the_sheet_are_those_of_the_table() -> None:
    assert bound(VirtualTable.BINDINGS) == {verb.id: verb.keys for verb in REGISTRY.pages[TABLE].verbs}
    for page in LISTS:
        assert TABLE in REGISTRY.pages[page].also


@pytest.mark.parametrize("page", LISTS)
def test_a_screen_binds_the_keys_of_its_page(page: str) -> None:
    assert bound(pages()[page].BINDINGS) == {verb.id: verb.keys for verb in REGISTRY.pages[page].verbs}


def test_the_app_binds_the_keys_that_work_everywhere() -> None:
    assert bound(CoordApp.BINDINGS) == {verb.id: verb.keys for verb in REGISTRY.pages[EVERYWHERE].verbs}


def test_every_verb_has_an_action_where_its_key_works() -> None:
    owners: dict[str, type] = {EVERYWHERE: CoordApp, **pages()}
    missing = [
        verb.id
        for page, owner in owners.items()
        for verb in REGISTRY.pages[page].verbs
        if not callable(getattr(owner, f"action_{verb.id.rpartition('.')[2]}", None))
    ]
    assert missing == []
    for one in VirtualTable.BINDINGS:
        assert isinstance(one, Binding)
        assert callable(getattr(VirtualTable, f"action_{one.action}"))


def test_the_keys_of_every_dialog_have_actions() -> None:
    """`verb('day.t')` finds `action_t`, "cancel" `action_cancel`, "app.focus_next" one of the app."""
    missing = []
    for dialog in every_screen():
        for one in dialog.__dict__.get("BINDINGS", ()):
            name = one.action if isinstance(one, Binding) else one[1]
            owner: type = CoordApp if name.startswith("app.") else dialog
            name = name.removeprefix("app.").removeprefix("screen.").partition("(")[0]
            if name == "verb" and "." in (verb := (one.action if isinstance(one, Binding) else one[1]).split("'")[1]):
                name = verb.rpartition(".")[2]
            if not callable(getattr(owner, f"action_{name}", None)):
                missing.append((dialog.__name__, name))
    assert missing == []


def test_no_key_does_two_things_on_one_screen() -> None:
    assert check_clashes({} if REGISTRY.moved else None) == ()


@pytest.mark.parametrize("page", LISTS)
def test_every_key_of_the_design_works_on_its_screen(page: str) -> None:
    wanted = MOVES | EVERYWHERE_KEYS | ON_A_SCREEN[page]
    assert sorted(wanted - keys_of(verbs_for(page))) == []


def test_x_is_free_and_no_key_alone_deletes() -> None:
    assert [verb.id for verb in all_verbs() if {"x", "delete", "backspace"} & set(verb.keys)] == []


def test_no_key_is_one_that_terminals_keep_and_every_verb_that_cannot_be_moved_says_so() -> None:
    unusable = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+s", "ctrl+a", "ctrl+q", "ctrl+z", "ctrl+c", "ctrl+enter"}
    suspends = "app.suspend"  # ctrl+z does what it does everywhere
    assert [verb.id for verb in all_verbs() if unusable & set(verb.keys)] == [suspends]
    assert [v.id for v in all_verbs() if {"escape", "tab"} & set(v.keys) and not v.fixed] == []


def test_every_verb_is_a_sentence_and_stands_in_a_group_that_help_knows() -> None:
    for verb in all_verbs():
        assert verb.help[0].isupper(), verb.id
        assert verb.help.endswith("."), verb.id
        assert verb.group in ("act", "move", "view", "app"), verb.id


def test_textuals_own_palette_and_its_screenshot_are_not_offered() -> None:
    assert CoordApp.ENABLE_COMMAND_PALETTE is False
    assert not CoordApp.COMMANDS
    assert not Screen.COMMANDS
