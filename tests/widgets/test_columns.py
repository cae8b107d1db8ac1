from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.widgets.columns import GUTTER, Column, place

QUEUE = (
    Column("tier", "Tier", width=4, priority=4),
    Column("name", "Patient", weight=2, min_width=14, max_width=40),
    Column("what", "What", weight=3, min_width=16, priority=1),
    Column("due", "Due", width=10, priority=2),
    Column("ball", "Ball", width=9, priority=3),
)


@pytest.mark.parametrize("total", [40, 60, 80, 120, 200])
def test_columns_stay_inside_and_apart(total: int) -> None:
    spots = place(QUEUE, total)
    assert spots[0].x == GUTTER
    assert spots[-1].x + spots[-1].width <= total
    for left, right in itertools.pairwise(spots):
        assert left.x + left.width < right.x


def test_the_least_needed_column_goes_first() -> None:
    assert [spot.column.id for spot in place(QUEUE, 80)] == ["tier", "name", "what", "due", "ball"]
    assert [spot.column.id for spot in place(QUEUE, 58)] == ["name", "what", "due", "ball"]
    assert [spot.column.id for spot in place(QUEUE, 40)] == ["name", "what"]
    assert [spot.column.id for spot in place(QUEUE, 20)] == ["name"]


def test_weights_share_what_is_left() -> None:
    spots = place((Column("a", "A", weight=1), Column("b", "B", weight=3), Column("c", "C", width=10)), 55)
    assert [spot.width for spot in spots] == [10, 31, 10]


def test_a_column_at_its_most_leaves_the_rest_to_others() -> None:
    spots = place(QUEUE, 200)
    widths = {spot.column.id: spot.width for spot in spots}
    assert widths["name"] == 40
    assert spots[-1].x + spots[-1].width == 200


def test_indexes_still_point_at_the_row_s_cells() -> None:
    assert [spot.index for spot in place(QUEUE, 40)] == [1, 2]


@given(
    st.lists(
        st.builds(
            lambda width, weight, least, more, priority: Column(
                "c", "C", width=width, weight=weight, min_width=least, max_width=least + more, priority=priority
            ),
            st.integers(0, 20), st.integers(0, 5), st.integers(1, 20), st.integers(1, 30), st.integers(0, 3),
        ),
        min_size=1, max_size=8,
    ),
    st.integers(3, 250),
)  # fmt: skip
def test_any_columns_fit_any_width(columns: list[Column], total: int) -> None:
    spots = place(columns, total)
    assert spots
    assert spots[-1].x + spots[-1].width <= total
    assert all(spot.width >= 0 for spot in spots)
