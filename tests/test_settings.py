from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from coordtui import settings
from coordtui.errors import InvalidInput
from coordtui.settings import Settings, load, settings_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def refusal(file: Path, text: str) -> InvalidInput:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load(file)
    return caught.value


def test_without_a_file_the_defaults_hold(file: Path) -> None:
    assert load(file) == Settings()
    assert Settings().idle_lock_minutes == 5


def test_every_setting_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/rosa")
    file.write_text(
        """
        idle_lock_minutes = 0
        theme = "ansi-light"
        vault_dir = "~/coordination"
        templates_dir = "letters"
        [keys]
        "queue.done" = "x"
        chart.note = "N"
        """,
        encoding="utf-8",
    )
    read = load(file)
    assert read.idle_lock_minutes == 0
    assert read.theme == "ansi-light"
    assert read.vault_dir == Path("/home/rosa/coordination")
    assert read.templates_dir == file.parent / "letters"
    assert dict(read.keys) == {"queue.done": "x", "chart.note": "N"}


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfidle_lock_minutes = 9\n")
    assert load(file).idle_lock_minutes == 9


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("idle_lock_minutes = 'five'", "idle_lock_minutes"), ("idle_lock_minutes = true", "idle_lock_minutes"),
        ("idle_lock_minutes = -1", "idle_lock_minutes"), ("idle_lock_minutes = 9999", "idle_lock_minutes"),
        ("theme = 3", "theme"), ("theme = ' '", "theme"), ("vault_dir = 7", "vault_dir"),
        ("templates_dir = ''", "templates_dir"), ("keys = 'x'", "keys"), ("vault_dir = '~nobody-here/x'", "vault_dir"),
        ('backup_dir = "a\\u0000b"', "backup_dir"), (f"backup_dir = '{'x' * 300}'", "backup_dir"),
        ("[keys]\n'queue.done' = 3", "keys"), ("[keys]\n'queue.done' = ''", "keys"),
    ],
)  # fmt: skip
def test_a_wrong_value_names_setting_file_and_next_step(file: Path, text: str, name: str) -> None:
    error = refusal(file, text)
    assert error.field == name
    assert name in error.message
    assert str(file) in error.message
    assert "for example" in error.hint


def test_an_unknown_name_is_refused_with_the_nearest_one(file: Path) -> None:
    error = refusal(file, "idle_lock_minuets = 5")
    assert error.field == "idle_lock_minuets"
    assert error.hint == "Did you mean idle_lock_minutes?"
    assert "The settings are" in refusal(file, "zzz = 5").hint


@pytest.mark.parametrize(
    "text", ["idle_lock_minutes = " + "9" * 5000, "theme = " + "[" * 5000, "theme = '" + "x" * 300_000 + "'"]
)
def test_a_file_that_would_choke_a_reader_is_refused_in_words(file: Path, text: str) -> None:
    error = refusal(file, text)
    assert str(file) in error.message
    assert "start again" in error.hint
    assert len(str(error)) < 600


def test_a_settings_file_of_nobody_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.VARIABLE, "~nobody-here/settings.toml")
    with pytest.raises(InvalidInput, match="names no home folder"):
        settings_path()


def test_a_file_that_is_no_toml_says_where(file: Path) -> None:
    error = refusal(file, "theme = \n")
    assert "line 1" in error.message
    assert str(file) in error.message


def test_a_file_that_is_no_text_or_cannot_be_read_says_so(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"theme = '\xff'")
    with pytest.raises(InvalidInput, match="UTF-8"):
        load(file)
    with pytest.raises(InvalidInput, match="cannot be read"):
        load(tmp_path)  # a folder


def test_the_variable_names_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(settings.VARIABLE, str(tmp_path / "mine.toml"))
    assert settings_path() == tmp_path / "mine.toml"
    assert load() == Settings()
    monkeypatch.delenv(settings.VARIABLE)
    assert settings_path().name == "settings.toml"


def test_every_setting_has_a_reader() -> None:
    assert {field.name for field in fields(Settings)} == set(settings._READERS)


# --- changed from within the app -------------------------------------------------------------------------------------

WRITTEN = """# mine
theme = "ansi-light"  # bright room
vault_dir = "~/coordination"

[keys]
"today.done" = "x"
"""


def changed(file: Path, text: str, name: str, value: str) -> str:
    """The text with the setting changed; what holds then is what the file would give."""
    after, held = settings.edited(text, name, value, file)
    file.write_text(after, encoding="utf-8")
    assert load(file) == held
    return after


def test_one_setting_is_changed_and_every_other_line_stays(file: Path) -> None:
    after = changed(file, WRITTEN, "theme", "coordtui-dark")
    assert after == WRITTEN.replace('theme = "ansi-light"  # bright room\n', "").replace(
        "\n[keys]", 'theme = "coordtui-dark"\n\n[keys]'
    )
    assert 'idle_lock_minutes = 20\n\n[keys]\n"today.done" = "x"' in changed(file, WRITTEN, "idle_lock_minutes", "20")
    assert changed(file, "", "backup_keep", "3") == "backup_keep = 3\n"
    assert load(file) == Settings(backup_keep=3)


def test_an_empty_value_takes_a_setting_out(file: Path) -> None:
    assert "theme" not in changed(file, WRITTEN, "theme", "")
    assert load(file).theme == Settings().theme
    assert changed(file, "", "backup_dir", "") == "\n"


@pytest.mark.parametrize(
    ("text", "name", "value", "words"),
    [
        (WRITTEN, "idle_lock_minutes", "soon", "must be a whole number of minutes"),
        (WRITTEN, "idle_lock_minutes", "9999", "must be a whole number of minutes"),
        ("idle_lock_minutes = 'x'", "theme", "ansi-dark", "must be a whole number of minutes"),
        ("theme = [", "theme", "ansi-dark", "is not valid TOML"),
        ('theme = """a\ntheme = "b"\n"""', "theme", "ansi-dark", "cannot be changed from here"),
    ],
)
def test_what_cannot_be_changed_is_said_and_nothing_is_written(
    file: Path, text: str, name: str, value: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        settings.edited(text, name, value, file)
    assert not file.exists()


def test_every_setting_but_the_keys_says_what_it_is() -> None:
    assert set(settings.HELP) == {field.name for field in fields(Settings)} - {"keys"}
