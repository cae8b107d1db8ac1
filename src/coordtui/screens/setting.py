"""One setting: what it is, what holds now, and changing it in the settings file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from textual.app import ComposeResult

from coordtui import settings
from coordtui.documents.leaving import write_file
from coordtui.errors import InvalidInput
from coordtui.screens.destination import short
from coordtui.screens.idle import Idle
from coordtui.screens.plan_form import FormDialog
from coordtui.settings import HELP, Settings
from coordtui.widgets.form import Field, Form
from coordtui.widgets.text import Words, styled


def label_of(name: str) -> str:
    """ "idle lock minutes"."""
    return name.replace("_", " ")


def value_of(held: Settings, name: str) -> str:
    """What holds now, as it would be typed; "" where nothing is set."""
    value = getattr(held, name)
    return "" if value is None else short(value) if isinstance(value, Path) else str(value)


class SettingDialog(FormDialog):
    """An empty field goes back to what holds without the file. Theme and idle time change at once."""

    def __init__(self, name: str, held: Settings) -> None:
        super().__init__(f"Setting: {label_of(name)}", subtitle="enter saves · esc close")
        self.setting = name
        self.form = Form(Field("value", label_of(name), value_of(held, name)))

    def body(self) -> ComposeResult:
        yield Words(styled((f"{HELP[self.setting]}\nin {short(settings.settings_path())}\n", "muted")))
        yield self.form
        yield self.problem

    async def save(self, values: dict[str, Any]) -> None:
        path, app = settings.settings_path(), cast("Any", self.app)
        try:
            text, held = settings.edited(settings.read_text(path), self.setting, values["value"] or "", path)
            app.check_theme(held)
            if not app.demo:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_file(path.resolve(), text.encode(), force=True)
        except OSError as error:
            raise InvalidInput("value", f"{path} cannot be written: {error.strerror}.", "Change it by hand.") from None
        except InvalidInput as error:
            raise InvalidInput("value", error.message, error.hint) from None
        app.settings, app.theme = held, held.theme
        if self.setting == "idle_lock_minutes" and not app.demo:
            app.idle = Idle(held.idle_lock_minutes)
        at_once = (
            "" if self.setting in ("theme", "idle_lock_minutes", "templates_dir") else " It counts from the next start."
        )
        self.say("The demo keeps no settings." if app.demo else f"Setting saved.{at_once}")
