"""The mask as it is drawn: what it hides keeps its width, wherever a line was broken or cut."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from coordtui.rules.masking import Clue, Mask
from coordtui.screens.veil import Veil
from coordtui.widgets.clean import fit, wrap
from tests.promises.unmasked import CLUES, SECRETS, WORDS

BLACK = Color.parse("black")


@pytest.fixture(scope="module")
def veil() -> Veil:
    mask = Mask()
    mask.learn([*CLUES, Clue("name", "王小芳")])
    return Veil(mask)


def drawn(veil: Veil, line: str) -> str:
    return "".join(segment.text for segment in veil.apply([Segment(line)], BLACK))


def test_wherever_a_line_breaks_or_is_cut_nothing_tells_who_it_is(veil: Veil) -> None:
    for width in range(8, 120):
        for line in (*wrap(WORDS, width), fit(WORDS, width)):
            found = drawn(veil, line)
            assert not [secret for secret in SECRETS if secret in found.casefold()], (width, line, found)
            assert cell_len(found) == cell_len(line)


def test_styles_and_wide_letters_stay_where_they_are(veil: Veil) -> None:
    bold = Style(bold=True)
    cursor = [Segment("see Ca"), Segment("n", bold), Segment("arywell 王小芳 now")]
    assert veil.apply(cursor, BLACK) == [Segment("see C·"), Segment("·", bold), Segment("······· 王···· now")]
    quiet = [Segment("nobody", bold)]
    assert veil.apply(quiet, BLACK) is quiet
