from __future__ import annotations

import subprocess
import sys

import pytest

from coordtui.errors import InvalidInput
from coordtui.verbs import Registry, Verb, canonical_key, key_label


@pytest.fixture
def keys() -> Registry:
    registry = Registry()
    registry.register(
        "app",
        [
            Verb("app.lock", "ctrl+l", "Lock", "Lock the vault at once.", group="app"),
            Verb("app.help", "?", "Keys", "Show the keys for here.", group="app", aliases=("f1",)),
            Verb("app.back", "escape", "Back", "Peel one layer.", group="app", fixed=True),
        ],
    )
    registry.register("table", [Verb("table.down", "down", "Next", "One row down.", group="move", aliases=("j",))])
    registry.register(
        "queue",
        [
            Verb("queue.done", "d", "Done", "Finish it."),
            Verb("queue.snooze", "s", "Snooze", "Put it away | until a day."),
        ],
        also=("table",),
    )
    registry.register("chart", [Verb("chart.done", "d", "Done", "Finish this one.")])
    return registry


def bound(registry: Registry, screen: str) -> dict[str, tuple[str, ...]]:
    return {verb.id: verb.keys for verb in registry.verbs_for(screen)}


def refusal(registry: Registry, mapping: dict[str, str]) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        registry.apply_keymap(mapping)
    return caught.value


def test_a_screen_has_its_own_verbs_its_parts_and_those_of_everywhere(keys: Registry) -> None:
    assert list(bound(keys, "queue")) == [
        "queue.done", "queue.snooze", "table.down", "app.lock", "app.help", "app.back",
    ]  # fmt: skip
    assert list(bound(keys, "nowhere")) == ["app.lock", "app.help", "app.back"]
    assert list(bound(keys, "app")) == ["app.lock", "app.help", "app.back"]
    assert len(keys.all_verbs()) == 7


def test_printed_characters_become_textual_s_names(keys: Registry) -> None:
    assert bound(keys, "app")["app.help"] == ("question_mark", "f1")


def test_one_key_may_do_two_things_on_two_screens_but_not_on_one(keys: Registry) -> None:
    assert keys.check_clashes() == ()
    keys.register("bad", [Verb("bad.a", "x", "A", "A."), Verb("bad.b", "z", "B", "B.", aliases=("x",))])
    keys.register("worse", [Verb("worse.a", "ctrl+l", "A", "A.")])
    assert keys.check_clashes() == (("bad", "x", ("bad.a", "bad.b")), ("worse", "ctrl+l", ("worse.a", "app.lock")))


def test_an_id_is_declared_once_and_a_screen_may_declare_again(keys: Registry) -> None:
    keys.register("chart", [Verb("chart.done", "d", "Done", "Finish this one.")])
    with pytest.raises(ValueError, match=r"declared twice: queue\.done"):
        keys.register("other", [Verb("queue.done", "x", "Done", "Finish it.")])
    with pytest.raises(ValueError, match="declared twice"):
        keys.register("other", [Verb("o.a", "x", "A", "A."), Verb("o.a", "z", "A", "A.")])


def test_a_key_is_moved_by_id(keys: Registry) -> None:
    keys.apply_keymap({"queue.done": "x, F5", "app.help": "h"})
    assert bound(keys, "queue")["queue.done"] == ("x", "f5")
    assert bound(keys, "queue")["app.help"] == ("h",)
    assert bound(keys, "chart")["chart.done"] == ("d",)
    keys.apply_keymap({})
    assert bound(keys, "queue")["queue.done"] == ("d",)


def test_two_verbs_may_swap_keys(keys: Registry) -> None:
    keys.apply_keymap({"queue.done": "s", "queue.snooze": "d"})
    assert bound(keys, "queue")["queue.done"] == ("s",)


def test_an_unknown_id_is_refused_with_the_nearest_one(keys: Registry) -> None:
    error = refusal(keys, {"queue.don": "x"})
    assert error.field == "queue.don"
    assert "Did you mean queue.done?" in str(error)
    assert refusal(keys, {"zzz": "x"}).hint


@pytest.mark.parametrize("key", ["s", "j", "ctrl+l", "F1, s"])
def test_a_taken_key_is_refused_and_nothing_changes(keys: Registry, key: str) -> None:
    error = refusal(keys, {"app.help": "h", "queue.done": key})
    assert "already used by" in error.message
    assert error.field in ("queue.done", "app.help")
    assert bound(keys, "queue")["app.help"] == ("question_mark", "f1")


def test_a_clash_on_any_screen_counts(keys: Registry) -> None:
    error = refusal(keys, {"app.lock": "d"})
    assert error.field == "app.lock"
    assert "queue.done on the screen queue" in error.message


@pytest.mark.parametrize("key", ["ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "Ctrl+S", "ctrl+c", "tab", "esc", "ctrl+["])
def test_keys_that_a_terminal_keeps_are_refused_with_the_reason(keys: Registry, key: str) -> None:
    error = refusal(keys, {"queue.done": key})
    assert error.field == "queue.done"
    assert "cannot be used: " in error.message


@pytest.mark.parametrize("key", ["", " ", " , x", "d,", "hyper+x", "f99", "dd", "ctrl+", "nokey", "\x01"])
def test_what_is_not_a_key_is_refused(keys: Registry, key: str) -> None:
    assert "is not the name of a key" in refusal(keys, {"queue.done": key}).message


def test_a_fixed_key_stays(keys: Registry) -> None:
    assert refusal(keys, {"app.back": "b"}).field == "app.back"


@pytest.mark.parametrize(
    ("given", "name", "label"),
    [
        ("d", "d", "d"), ("G", "G", "G"), ("shift+g", "G", "G"), ("?", "question_mark", "?"), ("/", "slash", "/"),
        (":", "colon", ":"), ("-", "minus", "-"), ("+", "plus", "+"), (",", "comma", ","), ("\\", "backslash", "\\"),
        ("<", "less_than_sign", "<"), ("Ctrl+L", "ctrl+l", "ctrl+l"), ("enter", "enter", "enter"),
        ("space", "space", "space"), (" ", "space", "space"), ("pgdn", "pagedown", "PgDn"), ("Down", "down", "↓"),
        ("esc", "escape", "esc"), ("F1", "f1", "F1"), ("question_mark", "question_mark", "?"), ("é", "é", "é"),
        ("ctrl++", "ctrl+plus", "ctrl++"), ("shift+tab", "shift+tab", "shift+tab"), ("alt+x", "alt+x", "alt+x"),
        ("full_stop", "full_stop", "."), ("@", "at", "@"), ("_", "underscore", "_"),
    ],
)  # fmt: skip
def test_keys_have_one_name_and_one_label(given: str, name: str, label: str) -> None:
    assert canonical_key(given) == name
    assert key_label(name) == label


def test_our_names_are_textual_s() -> None:
    import string

    from textual.keys import _character_to_key

    for character in string.printable.strip() + "éßÄñ§£¿":
        assert canonical_key(character) == _character_to_key(character)


def test_the_key_sheet_has_a_row_for_each_verb(keys: Registry) -> None:
    keys.apply_keymap({"queue.done": "x"})
    sheet = keys.key_sheet()
    assert "### Queue" in sheet
    assert "| `x` | Done | Finish it. | `queue.done` |" in sheet
    assert "| `?` `F1` | Keys | Show the keys for here. | `app.help` |" in sheet
    assert "until a day." in sheet
    assert "| `esc` | Back | Peel one layer. |  |" in sheet, "a key that stays has no name to move it by"
    assert all(line.replace("\\|", "").count("|") == 5 for line in sheet.splitlines() if line.startswith("|"))


def test_keys_that_follow_each_other_are_shown_as_one() -> None:
    views = Verb("queue.view", "f2", "view", "Show a view.", aliases=("f3", "f4"), counted=True)
    assert views.shown_keys == ("F2–F4",)
    assert Verb("app.help", "?", "Keys", "Show the keys.", aliases=("f1",)).shown_keys == ("?", "F1")


@pytest.mark.parametrize("module", ["coordtui.verbs", "coordtui.settings"])
def test_verbs_and_settings_load_without_textual(module: str) -> None:
    code = f"import sys, {module}; print([m for m in ('textual', 'rich', 'pydantic', 'sqlmodel') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
