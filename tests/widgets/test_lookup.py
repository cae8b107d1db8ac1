"""A field with matches below its line: taking one, keeping one's own words, and getting out of the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from tests.look import screen_text
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from coordtui.errors import InvalidInput
from coordtui.widgets.form import Field, Form
from coordtui.widgets.lookup import SHOWN, LookupField, Match, Show

PANTRY = Match("place:1", "River Pantry", "food · 4 Elm Street")
CLINIC = Match("place:2", "River Clinic")
HOSTILE = Match("place:3", "[DNR] O’Neil [/x]\x1b[2J", "[bold]seven[/bold]")
ALL = (PANTRY, CLINIC, HOSTILE)


class Lookups(App[None]):
    """A form with a lookup between two fields, `before` more above it. If `slow`, searches wait in `asked`."""

    def __init__(self, *, slow: bool = False, before: int = 0, **options: Any) -> None:
        super().__init__()
        self.slow = slow
        self.asked: list[tuple[str, Show]] = []
        self.lookup = LookupField("to", "To", self.look, **options)
        further = [Field(f"f{n}", f"Field {n}") for n in range(before)]
        self.form = Form(Field("what", "What"), *further, self.lookup, Field("note", "Note"), Field("more", "More"))
        self.saved: list[dict[str, Any]] = []
        self.given_up = 0

    def compose(self) -> ComposeResult:
        yield self.form

    def look(self, text: str, show: Show) -> None:
        if self.slow:
            self.asked.append((text, show))
        else:
            show(found(text))

    def on_form_submitted(self, event: Form.Submitted) -> None:
        self.saved.append(event.values)

    def on_form_cancelled(self) -> None:
        self.given_up += 1

    def here(self) -> str:
        return next(field.field_id for field in self.form.fields if field.entry().has_focus)


def found(text: str) -> Sequence[Match]:
    return [one for one in ALL if text.casefold() in one.name.casefold()]


async def type_in(pilot: Pilot[Any], text: str) -> None:
    await pilot.press("tab", *("space" if letter == " " else letter for letter in text))
    await pilot.pause()


def offered(app: Lookups) -> list[str]:
    return [one.key for one in app.lookup.matches]


async def test_matches_stand_below_the_line_while_one_types_and_the_form_does_not_move() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        before = app.form.size.height
        await type_in(pilot, "river")
        assert offered(app) == ["place:1", "place:2"]
        text = "\n".join(screen_text(app))
        assert "River Pantry" in text
        assert "food · 4 Elm Street" in text
        assert app.form.size.height == before
        await pilot.press("x")
        assert offered(app) == []


async def test_down_and_enter_take_a_match_and_a_second_enter_saves_it() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "riv")
        await pilot.press("down", "down", "enter")
        assert (app.lookup.value(), offered(app), app.saved) == (CLINIC, [], [])
        await pilot.press("enter")
        assert [values["to"] for values in app.saved] == [CLINIC]


async def test_enter_takes_the_only_match_and_esc_before_it_keeps_ones_own_words() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "river c")
        await pilot.press("enter")
        assert (app.lookup.value(), app.saved) == (CLINIC, [])
        await pilot.press("backspace", "escape", "enter")
        assert [values["to"] for values in app.saved] == ["River Clini"]


async def test_own_words_stay_and_enter_saves_them_though_there_are_matches() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "river")
        await pilot.press("enter")
        assert [values["to"] for values in app.saved] == ["river"]


async def test_an_empty_line_is_none_and_a_needed_one_says_so() -> None:
    app = Lookups(required=True)
    async with app.run_test():
        with pytest.raises(InvalidInput, match="To is needed"):
            app.lookup.value()
        app.lookup.required = False
        assert app.lookup.value() is None


async def test_where_own_words_are_not_taken_the_field_says_what_to_do() -> None:
    app = Lookups(own_words=False, unknown="Add it first.")
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "river")
        await pilot.press("enter")
        assert (app.saved, app.lookup.error) == ([], "Add it first.")


async def test_the_whole_name_of_one_match_is_that_match() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "river clinic")
        assert app.lookup.value() == CLINIC
        assert offered(app) == [], "there is nothing left to choose"
        await pilot.press("s")
        assert app.lookup.value() == "river clinics"


async def test_two_of_one_name_are_not_told_apart_by_it() -> None:
    app = Lookups(slow=True)
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "ann")
        app.asked[-1][1]([Match("a", "Ann"), Match("b", "Ann")])
        assert (app.lookup.value(), offered(app)) == ("ann", ["a", "b"])


async def test_esc_closes_the_matches_first_and_then_the_form() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "riv")
        await pilot.press("escape")
        assert (offered(app), app.given_up) == ([], 0)
        await pilot.press("escape")
        assert app.given_up == 1


async def test_the_arrows_are_the_forms_while_there_is_nothing_to_choose() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        await pilot.press("down")
        assert app.here() == "to"
        await pilot.press("down")
        assert app.here() == "note"
        await pilot.press("up", "up")
        assert app.here() == "what"


async def test_up_goes_back_from_the_first_match_into_the_line_and_then_to_the_field_before() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "riv")
        await pilot.press("down", "up")
        assert offered(app)
        assert app.here() == "to"
        await pilot.press("up")
        assert (app.here(), offered(app), app.lookup.value()) == ("what", [], "riv")


async def test_who_moved_to_a_match_and_goes_on_with_tab_meant_it() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "riv")
        await pilot.press("down", "tab")
        assert (app.here(), app.lookup.value()) == ("note", PANTRY)


async def test_a_click_takes_a_match() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "riv")
        await pilot.click("Matches", offset=(3, 1))
        assert (app.lookup.value(), app.here()) == (CLINIC, "to")


async def test_changing_the_words_lets_go_of_what_was_taken() -> None:
    app = Lookups(value=PANTRY)
    async with app.run_test(size=(70, 12)) as pilot:
        assert app.lookup.value() == PANTRY
        await type_in(pilot, "s")
        assert app.lookup.value() == "River Pantrys"


async def test_an_answer_that_comes_after_the_field_was_left_shows_nothing() -> None:
    app = Lookups(slow=True)
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "riv")
        await pilot.press("tab")
        app.asked[-1][1](found("riv"))
        await pilot.pause()
        assert offered(app) == []


async def test_a_draft_keeps_what_was_taken_and_what_was_only_typed() -> None:
    app = Lookups(value=PANTRY)
    async with app.run_test():
        kept = app.form.draft()
        app.lookup.choose(None)
        app.form.fill(kept)
        assert app.lookup.value() == PANTRY
        app.form.fill({"to": "somebody else"})
        assert app.lookup.value() == "somebody else"


async def test_hostile_names_are_shown_letter_by_letter() -> None:
    app = Lookups()
    async with app.run_test(size=(70, 12)) as pilot:
        await type_in(pilot, "dnr")
        text = "\n".join(screen_text(app))
        assert "[DNR] O’Neil [/x]" in text
        assert "[bold]seven[/bold]" in text
        assert "\x1b" not in text
        await pilot.press("down", "enter")
        assert app.lookup.value() == HOSTILE
        assert "\x1b" not in "\n".join(screen_text(app))


async def test_no_more_rows_are_shown_than_one_can_look_over() -> None:
    app = Lookups(slow=True)
    async with app.run_test(size=(70, 20)) as pilot:
        await type_in(pilot, "a")
        app.asked[-1][1]([Match(str(n), f"Name {n}") for n in range(30)])
        await pilot.press(*["down"] * 12, "enter")
        assert app.lookup.value() == Match(str(SHOWN - 1), f"Name {SHOWN - 1}")


@pytest.mark.parametrize("width", [40, 60, 80, 200])
async def test_the_rows_fit_any_width(width: int) -> None:
    app = Lookups()
    async with app.run_test(size=(width, 12)) as pilot:
        await type_in(pilot, "river")
        row = next(line for line in screen_text(app) if "River Pan" in line)
        assert len(row) <= width


@pytest.mark.parametrize(("height", "before", "first", "count"), [(20, 2, 4, 7), (13, 10, 4, 7), (5, 2, 0, 3)])
async def test_matches_stand_where_there_is_room_and_never_over_the_line(
    height: int, before: int, first: int, count: int
) -> None:
    app = Lookups(slow=True, before=before)
    async with app.run_test(size=(70, height)) as pilot:
        app.lookup.entry().focus()
        await pilot.press("x")
        app.asked[-1][1]([Match(str(n), f"Name {n}") for n in range(9)])
        await pilot.pause()
        lines = screen_text(app)
        shown = [number for number, line in enumerate(lines) if "Name" in line]
        assert (shown[0], len(shown)) == (first, count)
        assert "Name" not in lines[app.lookup.entry().region.y]


async def test_a_narrow_screen_shows_names_rather_than_what_stands_beside_them() -> None:
    app = Lookups()
    async with app.run_test(size=(40, 12)) as pilot:
        await type_in(pilot, "river p")
        assert "River Pantry" in "\n".join(screen_text(app))
