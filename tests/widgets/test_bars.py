from __future__ import annotations

import pytest
from rich.cells import cell_len
from tests.look import full_lines, line_with, screen_text
from textual.app import App, ComposeResult
from textual.message import Message

from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.key_bar import Foot
from coordtui.widgets.table import Column, ListSource, Row, VirtualTable

KEYS = [
    ("d", "Done", "note('done')"),
    ("s", "Snooze", "note('snooze')"),
    ("l", "Log", "note('log')"),
    ("w", "Why", "note('why')"),
    ("c", "Capture", "note('capture')"),
    ("enter", "Open", "note('open')"),
    ("y", "Copy", "note('copy')"),
    ("space", "Mark", "note('mark')"),
    ("u", "Undo", "note('undo')"),
    ("/", "Narrow", "note('narrow')"),
    ("ctrl+g", "Mask", "note('mask')"),
    ("ctrl+l", "Lock", "note('lock')"),
]


class BarsApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.foot = Foot()
        self.filter = FilterBar("risk:high due:today")
        self.heard: list[Message] = []
        self.done: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.filter
        yield VirtualTable((Column("name", "Name"),), ListSource([Row(i, (f"row {i}",)) for i in range(50)]))
        yield self.foot

    def on_mount(self) -> None:
        self.foot.keys.set_keys(KEYS)
        self.query_one(VirtualTable).focus()

    def action_note(self, what: str) -> None:
        self.done.append(what)

    def action_help(self) -> None:
        self.done.append("help")

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        self.heard.append(event)

    def on_filter_bar_closed(self, event: FilterBar.Closed) -> None:
        self.heard.append(event)
        self.query_one(VirtualTable).focus()


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
async def test_keys_never_wrap_and_end_in_more(width: int) -> None:
    app = BarsApp()
    async with app.run_test(size=(width, 15)):
        line = screen_text(app)[-1]
        assert line.endswith("? more")
        assert line.startswith(" d Done" if width > 20 else " ")
        assert all(cell_len(line) == width for line in full_lines(app))


async def test_sixty_columns_hold_the_first_keys_whole_and_wide_ones_all() -> None:
    app = BarsApp()
    async with app.run_test(size=(60, 15)) as pilot:
        assert screen_text(app)[-1] == " d Done  s Snooze  l Log  w Why  c Capture  ? more"
        await pilot.resize_terminal(140, 15)
        await pilot.pause()
        assert screen_text(app)[-1].endswith("ctrl+l Lock  ? more")


async def test_a_click_on_a_key_does_what_the_key_does() -> None:
    app = BarsApp()
    async with app.run_test(size=(80, 15)) as pilot:
        line = screen_text(app)[-1]
        for word in ("Snooze", "Why", "more"):
            await pilot.click(app.foot.keys, offset=(line.index(word) + 1, 0))
        await pilot.click(app.foot.keys, offset=(0, 0))
        await pilot.click(app.foot.keys, offset=(line.index("s Snooze") - 1, 0))
        assert app.done == ["snooze", "why", "help"]


async def test_the_status_line_keeps_the_undo_hint_when_it_must_cut() -> None:
    app = BarsApp()
    async with app.run_test(size=(40, 15)) as pilot:
        app.foot.status.say("Done: call [/x] Rosa Maria de la Concepcion Lopez", "u undoes")
        app.foot.status.always("masked", "read-only", "North Clinic")
        await pilot.pause()
        line = screen_text(app)[-2]
        assert line.startswith(" Done: call [/x] Rosa")
        assert line.endswith("… · u undoes")
        await pilot.resize_terminal(120, 15)
        await pilot.pause()
        assert screen_text(app)[-2].endswith("masked · read-only · North Clinic")
        assert "Lopez · u undoes" in screen_text(app)[-2]


async def test_the_lasting_part_stands_alone_when_nothing_was_said() -> None:
    app = BarsApp()
    async with app.run_test(size=(40, 15)) as pilot:
        app.foot.status.always("masked", "", "North Clinic")
        await pilot.pause()
        assert screen_text(app)[-2].strip() == "masked · North Clinic"
        app.foot.status.say("Saved", "u undoes")
        assert app.foot.status.said == "Saved · u undoes"
        app.foot.status.clear()
        await pilot.pause()
        assert screen_text(app)[-2].strip() == "masked · North Clinic"


async def test_the_filter_tells_each_letter_and_enter_keeps_it() -> None:
    app = BarsApp()
    async with app.run_test(size=(80, 15)) as pilot:
        assert not any("risk:high" in line for line in screen_text(app))
        app.filter.open()
        await pilot.press("l", "o")
        assert [event.text for event in app.heard if isinstance(event, FilterBar.Changed)] == ["l", "lo"]
        assert line_with(app, "/ lo") == 0
        await pilot.press("enter")
        closed = app.heard[-1]
        assert isinstance(closed, FilterBar.Closed)
        assert (closed.restore, closed.text) == (False, "lo")
        assert app.filter.is_open  # it explains why the list is short


async def test_esc_asks_for_the_list_as_it_was() -> None:
    app = BarsApp()
    async with app.run_test(size=(80, 15)) as pilot:
        app.filter.open("lopez")
        await pilot.press("escape")
        closed = app.heard[-1]
        assert isinstance(closed, FilterBar.Closed)
        assert closed.restore
        assert not app.filter.is_open
        assert app.filter.text == ""
        assert not any(isinstance(event, FilterBar.Changed) for event in app.heard)


async def test_an_empty_filter_hides_when_left_downward() -> None:
    app = BarsApp()
    async with app.run_test(size=(80, 15)) as pilot:
        app.filter.open()
        await pilot.press("down")
        assert not app.filter.is_open
        assert app.query_one(VirtualTable).has_focus


async def test_a_note_beside_the_filter_is_plain_text() -> None:
    app = BarsApp()
    async with app.run_test(size=(60, 15)) as pilot:
        app.filter.open("x:[/y]")
        app.filter.note("[/y] is not a word I know", problem=True)
        await pilot.pause()
        assert "[/y] is not a word I know" in screen_text(app)[0]
        assert app.filter.has_class("-problem")
