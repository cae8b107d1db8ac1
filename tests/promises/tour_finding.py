"""The dialogs of saved views and settings."""

from __future__ import annotations

from collections.abc import Iterator

from coordtui.models.saved_view import ViewList
from coordtui.screens.setting import SettingDialog
from coordtui.screens.views import RenameDialog, SaveDialog, TakeInDialog, ViewsDialog
from coordtui.settings import Settings
from tests.promises.hostile import Hostile
from tests.promises.stop import NOTHING, TEXT, Stop


def finding_dialogs(bad: Hostile) -> Iterator[Stop]:
    yield Stop("saved views", lambda: ViewsDialog(ViewList.TODAY, bad.text), TEXT)
    yield Stop("save a view", lambda: SaveDialog(ViewList.TODAY, bad.text), TEXT)
    yield Stop("rename a view", lambda: RenameDialog(ViewList.TODAY, bad.text), NOTHING)
    yield Stop("take in a view", TakeInDialog, NOTHING)
    yield Stop("a setting", lambda: SettingDialog("theme", Settings()), NOTHING)
