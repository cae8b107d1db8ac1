"""The settings file: `settings.toml` in the user's configuration folder. Every name in it is checked.

```toml
idle_lock_minutes = 5
theme = "coordtui-dark"
vault_dir = "~/coordination"
templates_dir = "~/letters"
backup_dir = "/media/stick/backups"
backup_hours = 24
backup_keep = 14

[keys]
"today.done" = "x"
```
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import platformdirs

from coordtui.errors import InvalidInput

VARIABLE: Final = "COORDTUI_SETTINGS"
MOST_BYTES: Final = 256 * 1024
_LONGEST_NAME: Final = 255
THEMES: Final = ("coordtui-dark", "coordtui-light", "ansi-dark", "ansi-light")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person may choose. The defaults are what holds without a file.

    `keys` maps a verb's id to its key. `idle_lock_minutes` 0 never locks by itself. A backup is made on leaving when
    the last one is `backup_hours` old (0: never), in `backup_dir` (None: beside the vault); `backup_keep` of them stay.
    """

    idle_lock_minutes: int = 5
    theme: str = "coordtui-dark"
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    templates_dir: Path | None = None
    vault_dir: Path | None = None
    backup_dir: Path | None = None
    backup_hours: int = 24
    backup_keep: int = 14


HELP: Final[Mapping[str, str]] = MappingProxyType(
    {
        "theme": "colours: coordtui-dark, coordtui-light, or another theme's name",
        "idle_lock_minutes": "minutes without a key after which the vault locks; 0 never",
        "backup_hours": "hours after which a backup is made on leaving; 0 never",
        "backup_keep": "how many backups stay",
        "backup_dir": "the folder of the backups",
        "templates_dir": "the folder of your own document templates",
        "vault_dir": "the folder of the vault",
    }
)
"""What each setting but the keys is, in the order of its use."""


def settings_path() -> Path:
    """Where the file is, whether or not it exists."""
    if named := os.environ.get(VARIABLE):
        try:
            return Path(named).expanduser()
        except RuntimeError:
            raise InvalidInput("", f"{VARIABLE} names no home folder: {named}", "Name the file from / on.") from None
    return platformdirs.user_config_path("coordtui", appauthor=False) / "settings.toml"


def load(path: Path | None = None) -> Settings:
    """Read the file, or the defaults where there is none.

    Raises:
        InvalidInput: naming the setting and the file, with the next step. `field` is the setting, "" for the file.
    """
    path = path or settings_path()
    return _read(_tables(read_text(path), path), path)


def read_text(path: Path) -> str:
    """The file as it stands, "" where there is none. Raises InvalidInput."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise InvalidInput("", f"{path} is not UTF-8 text.", "Save it as UTF-8 and start again.") from None
    except OSError as error:
        raise InvalidInput("", f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.") from error
    if len(data) > MOST_BYTES:
        raise InvalidInput("", f"{path} is far too long for settings.", "Shorten it and start again.")
    return text


def _tables(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InvalidInput("", f"{path} is nested too deeply.", "Correct it and start again.") from None
    except ValueError as error:  # TOMLDecodeError, and numbers that Python will not read
        why = str(error)[:200]
        raise InvalidInput("", f"{path} is not valid TOML: {why}.", "Correct that line and start again.") from None


def _read(table: Mapping[str, Any], path: Path) -> Settings:
    read: dict[str, Any] = {}
    for name, value in table.items():
        if name not in _READERS:
            near = get_close_matches(name, _READERS, 1)
            hint = f"Did you mean {near[0]}?" if near else f"The settings are {', '.join(_READERS)}."
            raise InvalidInput(name, f"There is no setting named {name!r} (in {path}).", hint)
        try:
            read[name] = _READERS[name](value, path)
        except _Wrong as wrong:
            message = f"The setting {name} {wrong.what} (in {path})."
            raise InvalidInput(name, message, f"Correct it, for example: {wrong.example}") from None
    return Settings(**read)


def edited(text: str, name: str, value: str, path: Path) -> tuple[str, Settings]:
    """The text of the file at `path` with one setting changed and nothing else, and what holds then. "" takes it out.

    Raises:
        InvalidInput: the value will not do, or the file is wrong or written so that this line cannot be told.
    """
    number = value.isascii() and value.isdigit() and isinstance(getattr(Settings(), name), int)
    wanted: str | int = int(value[:9]) if number else value
    before = _tables(text, path)
    lines = text.splitlines()
    top = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    kept = [line for line in lines[:top] if not re.match(rf"\s*[\"']?{name}[\"']?\s*=", line)]
    while kept and top < len(lines) and not kept[-1].strip():
        kept.pop()
    own = [f"{name} = {json.dumps(wanted, ensure_ascii=False)}"] if value else []
    rest = ["", *lines[top:]] if top < len(lines) else []
    after = "\n".join([*kept, *own, *rest]) + "\n"
    expected = {key: held for key, held in before.items() if key != name} | ({name: wanted} if value else {})
    try:
        same = tomllib.loads(after) == expected
    except ValueError:
        same = False
    if not same:
        raise InvalidInput(name, f"{path} is written so that it cannot be changed from here.", "Change it by hand.")
    return after, _read(expected, path)


class _Wrong(Exception):
    def __init__(self, what: str, example: str) -> None:
        super().__init__(what)
        self.what, self.example = what, example


def _whole(lowest: int, highest: int, what: str, example: str) -> Callable[[object, Path], int]:
    def read(value: object, _: Path) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise _Wrong(f"must be {what}", example)
        return value

    return read


def _theme(value: object, _: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong("must be the name of a theme", f'theme = "coordtui-dark" (ours: {", ".join(THEMES)})')
    return value.strip()


def _keys(value: object, _: Path) -> Mapping[str, str]:
    example = '[keys] and below it "today.done" = "x"'
    if not isinstance(value, dict):
        raise _Wrong("must be a table of keys", example)
    flat: dict[str, str] = {}
    for name, key in value.items():
        # Without quotes, queue.done = "x" is a table in a table, and means the same.
        pairs = {f"{name}.{verb}": k for verb, k in key.items()} if isinstance(key, dict) else {name: key}
        for verb_id, text in pairs.items():
            if not isinstance(text, str) or not text:
                raise _Wrong(f"has no key in quotes for {verb_id}", example)
            flat[verb_id] = text
    return MappingProxyType(flat)


def _folder(name: str) -> Callable[[object, Path], Path]:
    example = f'{name} = "~/coordination"'

    def read(value: object, path: Path) -> Path:
        if not isinstance(value, str) or not value.strip():
            raise _Wrong("must be a folder in quotes", example)
        try:
            place = path.parent / Path(value.strip()).expanduser()  # a relative folder stands beside the file
        except RuntimeError:
            raise _Wrong("names the home folder of nobody", example) from None
        if "\0" in value or any(len(os.fsencode(part)) > _LONGEST_NAME for part in place.parts):
            raise _Wrong("is no name that a folder can have", example)
        return place

    return read


_READERS: Final[dict[str, Callable[[object, Path], Any]]] = {
    "idle_lock_minutes": _whole(0, 240, "a whole number of minutes from 0 (never) to 240", "idle_lock_minutes = 5"),
    "theme": _theme,
    "vault_dir": _folder("vault_dir"),
    "templates_dir": _folder("templates_dir"),
    "backup_dir": _folder("backup_dir"),
    "backup_hours": _whole(0, 9999, "a whole number of hours from 0 (never) to 9999", "backup_hours = 24"),
    "backup_keep": _whole(1, 1000, "a whole number from 1 to 1000", "backup_keep = 14"),
    "keys": _keys,
}
