from __future__ import annotations

from array import array

from coordtui.widgets.columns import Row
from coordtui.widgets.rows import PAGE, ListSource, PagedSource


def paged(count: int, pages: int = 16) -> PagedSource[int]:
    """Rows whose views are numbers."""
    return PagedSource(array("q", range(count)), lambda view: Row(view, (f"row {view}",)), pages)


def rows(start: int, stop: int) -> list[Row]:
    return [Row(i, (f"row {i}",)) for i in range(start, stop)]


def test_a_list_knows_where_its_keys_are() -> None:
    source = ListSource(rows(0, 5))
    assert source.count == 5
    assert source.index_of(3) == 3
    assert source.index_of("gone") is None
    assert source.keys() == (0, 1, 2, 3, 4)


def test_pages_that_have_not_come_are_none() -> None:
    source = paged(1000)
    source.put(PAGE, range(PAGE, 2 * PAGE))
    window = source.window(PAGE - 2, PAGE + 2)
    assert [None if row is None else row.key for row in window] == [None, None, PAGE, PAGE + 1]
    assert (source.lacks(PAGE, 2 * PAGE), source.lacks(PAGE - 1, PAGE), source.lacks(1000, 2000)) == (
        False,
        True,
        False,
    )


def test_keys_are_known_whether_their_rows_have_come_or_not() -> None:
    source = paged(1000)
    assert (source.index_of(999), source.index_of(1000), source.index_of("x")) == (999, None, None)
    assert (source.key_at(999), source.key_at(1000), source.key_at(-1)) == (999, None, None)
    assert source.view(7) is None
    source.put(7, [70])
    assert source.view(7) == 70


def test_a_row_that_is_gone_stands_as_a_dash_and_is_not_asked_for_again() -> None:
    source = paged(100)
    source.put(0, [None] * 64)
    assert source.window(3, 4) == [Row(3, ("–",), tone="muted")]
    assert not source.lacks(0, 64)


def test_a_window_never_passes_the_end() -> None:
    source = paged(100)
    source.put(64, range(64, 100))
    assert len(source.window(90, 200)) == 10
    assert source.window(200, 300) == []


def test_a_put_may_cross_pages() -> None:
    source = paged(100)
    source.put(60, range(60, 100))
    assert [row.key for row in source.window(60, 100) if row] == list(range(60, 100))


def test_only_the_last_pages_are_kept() -> None:
    source = paged(100_000, pages=4)
    for page in range(50):
        source.put(page * PAGE, range(page * PAGE, (page + 1) * PAGE))
    assert len(source._pages) == 4
    assert source.window(0, 1) == [None]


def test_what_is_not_at_hand_is_told_in_runs() -> None:
    source = paged(100)
    source.put(10, range(10, 30))
    source.put(70, range(70, 72))
    assert source.gaps(0, 200) == [range(10), range(30, 70), range(72, 100)]
    assert source.gaps(10, 30) == []
    assert source.lacking(20, 40) == (0, PAGE), "whole pages, because more of them will be wanted"
