"""What was typed into a line before."""

from __future__ import annotations

from coordtui.widgets.typed_before import TypedBefore


def test_each_text_stands_once_and_beyond_either_end_there_is_nothing() -> None:
    before = TypedBefore()
    for text in ("rosa", "lee", " rosa ", "  "):
        before.keep(text)
    assert [before.go(-1), before.go(-1), before.go(-1)] == ["rosa", "lee", None]
    assert not before.is_left
    assert [before.go(1), before.go(1), before.go(1)] == ["rosa", "", None]
    assert before.is_left


def test_what_is_kept_or_left_begins_at_the_newest_again() -> None:
    before = TypedBefore()
    before.keep("rosa")
    before.keep("lee")
    before.go(-2)
    before.leave()
    assert (before.is_left, before.go(-1)) == (True, "lee")
    before.keep("rosa")
    assert (before.is_left, before.go(-1)) == (True, "rosa")
