from __future__ import annotations

from coordtui.widgets.columns import Row
from coordtui.widgets.rows import PAGE, ListSource, PagedSource


def rows(start: int, stop: int) -> list[Row]:
    return [Row(i, (f"row {i}",)) for i in range(start, stop)]


def test_a_list_knows_where_its_keys_are() -> None:
    source = ListSource(rows(0, 5))
    assert source.count == 5
    assert source.index_of(3) == 3
    assert source.index_of("gone") is None
    assert source.keys() == (0, 1, 2, 3, 4)


def test_pages_that_have_not_come_are_none() -> None:
    source = PagedSource(1000)
    source.put(PAGE, rows(PAGE, 2 * PAGE))
    window = source.window(PAGE - 2, PAGE + 2)
    assert [None if row is None else row.key for row in window] == [None, None, PAGE, PAGE + 1]
    assert source.index_of(PAGE + 5) == PAGE + 5
    assert source.index_of(5) is None


def test_a_window_never_passes_the_end() -> None:
    source = PagedSource(100)
    source.put(64, rows(64, 100))
    assert len(source.window(90, 200)) == 10
    assert source.window(200, 300) == []


def test_a_put_may_cross_pages_and_overrun() -> None:
    source = PagedSource(100)
    source.put(60, rows(60, 110))
    assert [row.key for row in source.window(60, 100) if row] == list(range(60, 100))


def test_only_the_last_pages_are_kept() -> None:
    source = PagedSource(100_000, pages=4)
    for page in range(50):
        source.put(page * PAGE, rows(page * PAGE, (page + 1) * PAGE))
    assert len(source._pages) == 4
    assert source.window(0, 1) == [None]
