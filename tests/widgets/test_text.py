from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from coordtui.widgets.text import cell, clean, editable, fit, plain, styled, wrap

LRM = "\u200e"
FAMILY = "👨\u200d👩\u200d👧"
HOSTILE = [
    "[DNR] call first",
    "[/x] [bold]not bold[/bold] [@click=app.quit]click[/]",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J",
    "a\u202egnp.exe",
    "שלום 12/05 עולם",
    f"{FAMILY} family ❤\ufe0f 👍🏽 1\ufe0f\u20e3",
    "Z" + "\u0301" * 200 + "algo",
    "漢字とかな交じり文",
    "\ud800 lone surrogate \ue000",
    "x" * 10_000,
    "tab\there\r\nand\x0bthere\u2028end\x00\x07",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_text_leaves_a_control_character(text: str) -> None:
    drawn = clean(text)
    assert all(char == "\n" or char >= " " for char in drawn)
    assert not any("\x7f" <= char <= "\x9f" for char in drawn)
    drawn.encode()  # a lone surrogate would fail here, and in the terminal's writer


@pytest.mark.parametrize("text", ["[DNR]", "[/x]", "[see note] \\[x]", "[bold]a[/bold]"])
def test_markup_stays_text(text: str) -> None:
    assert plain(text).plain == text
    assert plain(text).spans == []


def test_escape_sequences_go_with_all_their_letters() -> None:
    assert clean("\x1b[1;31mred\x1b[0m \x1b]8;;http://x\x1b\\link\x1b]8;;\x07 \x1bPq#0\x1b\\") == "red link "


def test_an_unfinished_escape_does_not_swallow_the_note() -> None:
    assert clean("\x1b]0;allergic to penicillin") == "0;allergic to penicillin"


def test_overrides_are_seen_and_cannot_turn_text_round() -> None:
    assert clean("pay \u202e001") == "pay ⟨RLO⟩001"
    assert clean("\u202a+1 555 0100\u202c") == "+1 555 0100"


def test_right_to_left_text_ends_left_to_right() -> None:
    assert clean("Rosa שלום") == f"Rosa שלום{LRM}"
    assert clean("שלום Rosa") == "שלום Rosa"
    assert clean("שלום\nRosa\nעולם 12") == f"שלום{LRM}\nRosa\nעולם 12{LRM}"


def test_joined_emoji_are_drawn_in_parts_of_agreed_width() -> None:
    assert clean(FAMILY) == "👨👩👧"
    assert clean("👍🏽 ❤\ufe0f") == "👍 ❤"


def test_accents_cannot_pile_up_over_the_rows_above() -> None:
    assert clean("e" + "\u0301" * 50).count("\u0301") == 4
    assert clean("\u0301x") == "◌\u0301x"


def test_newlines_are_kept_or_replaced() -> None:
    assert clean("a\r\nb\rc") == "a\nb\nc"
    assert plain("a\r\nb", " / ").plain == "a / b"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [0, 1, 2, 3, 7, 20, 80])
def test_a_cell_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    for align in ("left", "right"):
        drawn = cell(text, width, align)
        assert cell_len(drawn) == width
        assert "\n" not in drawn


@given(st.text(), st.integers(0, 40))
def test_any_text_fits(text: str, width: int) -> None:
    drawn = fit(text, width)
    assert cell_len(drawn) <= width
    assert clean(drawn) == drawn
    assert cell_len(cell(text, width)) == width


def test_a_cut_says_so() -> None:
    assert fit("cardiology", 6) == "cardi…"
    assert fit("漢字漢字", 6) == "漢字…"
    assert fit("漢字", 4) == "漢字"
    assert fit("x" * 10_000, 5) == "xxxx…"


def test_styled_joins_plain_texts_and_names_tones() -> None:
    content = styled("due ", ("[today]", "danger"), Content(" !", []))
    assert content.plain == "due [today] !"
    assert [(span.start, span.end, span.style) for span in content.spans] == [(4, 11, "bold $text-error")]


def test_an_input_keeps_what_does_no_harm() -> None:
    assert editable(f"{FAMILY} é") == f"{FAMILY} é"
    assert editable("a\x1b[31mb\u202ec\nd") == "abc d"


@given(st.text(), st.integers(2, 40))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in wrap(text, width))


def test_wrapping_breaks_at_spaces_and_keeps_paragraphs() -> None:
    assert wrap("one two three\n\nfour", 8) == ["one two", "three", "", "four"]
