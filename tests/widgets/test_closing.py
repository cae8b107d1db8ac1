from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App
from textual.screen import Screen

from coordtui.widgets.closing import Closing
from coordtui.widgets.dialog import Dialog, MessageDialog


class Told(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.results: list[Any] = []

    def ask(self, dialog: Dialog[Any]) -> Dialog[Any]:
        self.push_screen(dialog, self.results.append)
        return dialog


class Page(Closing, Screen[None]):
    """Not a box."""


async def test_a_box_that_is_closed_twice_takes_nothing_else_away() -> None:
    app = Told()
    async with app.run_test() as pilot:
        page = Page()
        app.push_screen(page)
        await pilot.pause()
        box: Dialog[Any] = app.ask(Dialog("Save"))
        await pilot.pause()
        box.dismiss("first")
        box.dismiss("second")
        await pilot.pause()
        assert box.gone
        assert app.screen is page
        assert app.results == ["first"]


async def test_a_box_beneath_another_one_goes_from_beneath_it() -> None:
    app = Told()
    async with app.run_test() as pilot:
        below, above = app.ask(Dialog("Save")), MessageDialog("Look", "A word")
        app.push_screen(above)
        await pilot.pause()
        below.dismiss("saved")
        await pilot.pause()
        assert app.screen is above
        assert below not in app.screen_stack
        assert not below.is_attached
        assert app.results == ["saved"]
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


async def test_a_page_of_another_mode_goes_from_there() -> None:
    class Modes(Told):
        MODES: ClassVar[dict[str, Any]] = {"one": Page, "two": Page}
        DEFAULT_MODE = "one"

    app = Modes()
    async with app.run_test() as pilot:
        page = Page()
        app.push_screen(page)
        await app.switch_mode("two")
        here = app.screen
        page.dismiss()
        await pilot.pause()
        assert app.screen is here
        assert page.gone
