"""Long lists in two readings: the order of all rows, as bare keys, and the rows themselves, some at a time."""

from __future__ import annotations

import sys
from array import array
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, select

V = TypeVar("V")
PAGE = 64
"""Rows read at a time."""


@dataclass(frozen=True, slots=True)
class Window(Generic[V]):
    """`keys` are all rows of a list in its order; `rows` are those from the place `start` on."""

    keys: array[int]
    start: int
    rows: tuple[V, ...]


def spelled(key: ColumnElement[Any]) -> ColumnElement[str]:
    """An aggregate of all keys, in the order of the rows selected from; `read_keys` reads it.

    Fifty thousand keys as one text take a third of the time of as many result rows, and leave no object behind.
    """
    return func.group_concat(func.format("%016x", key), "")


def keys_of(rows: Select[Any]) -> Select[Any]:
    """The statement for the keys of a list, which selects them in its order."""
    (key,) = rows.subquery().c
    return select(spelled(key))


def read_keys(text: str | None) -> array[int]:
    keys = array("q", bytes.fromhex(text or ""))
    if sys.byteorder == "little":
        keys.byteswap()
    return keys


def around(keys: array[int], key: int | None, at: int = 0, sight: int = PAGE) -> range:
    """The places that a screen of `sight` rows may show with a key on it; with the place `at` when it is not there."""
    with suppress(ValueError):
        at = at if key is None else keys.index(key)
    at = max(0, min(at, len(keys) - 1))
    return range(max(0, at - sight + 1), min(len(keys), at + sight))
