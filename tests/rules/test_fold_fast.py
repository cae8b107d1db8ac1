"""Plain text is folded on a short way that gives the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coordtui.rules.fold import _pass, fold


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_folds_as_any_text_does(text: str) -> None:
    assert fold(text) == _pass(_pass(text))
