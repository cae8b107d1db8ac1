"""SQLite's pages as data (https://sqlite.org/fileformat2.html §1.6 and §2): rows of leaves, children of branches.

Only pages that were authenticated come here, so what does not parse was put together from pages of different times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coordtui.store.pages import USABLE

TABLE_LEAF, TABLE_BRANCH, INDEX_LEAF, INDEX_BRANCH = 0x0D, 0x05, 0x0A, 0x02
_TABLE_LIMIT = USABLE - 35
_INDEX_LIMIT = (USABLE - 12) * 64 // 255 - 23
_LEAST = (USABLE - 12) * 32 // 255 - 23
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

Value = int | float | str | bytes | None
Read = Callable[[int], bytes | None]


class Unreadable(ValueError):
    """A row, a part of which stands on a damaged page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is stored: `key` is its row id (0 in an index), which stands as NULL among the values.

    `pages` are those besides the leaf that it reaches over.
    """

    key: int
    values: tuple[Value, ...]
    pages: tuple[int, ...]


def kind(page: bytes, number: int) -> int:
    return page[_head(number)]


def children(page: bytes, number: int) -> tuple[int, ...]:
    """The pages below a branch."""
    head = _head(number)
    below = [int.from_bytes(page[at : at + 4], "big") for at in _cells(page, number)]
    return (*below, int.from_bytes(page[head + 8 : head + 12], "big"))


def rows(page: bytes, number: int, read: Read) -> Iterator[Row | None]:
    """The rows of a leaf, or of any page of an index; None for one that cannot be read."""
    what = kind(page, number)
    below = 4 if what == INDEX_BRANCH else 0  # the number of the page below comes first
    for at in _cells(page, number):
        try:
            yield _row(page, at + below, read, is_table=what == TABLE_LEAF)
        except (ValueError, IndexError, OverflowError):
            yield None


def _head(number: int) -> int:
    return 100 if number == 1 else 0


def _cells(page: bytes, number: int) -> Iterator[int]:
    head = _head(number)
    count = int.from_bytes(page[head + 3 : head + 5], "big")
    first = head + (12 if kind(page, number) in (TABLE_BRANCH, INDEX_BRANCH) else 8)
    for at in range(first, min(first + 2 * count, USABLE - 1), 2):
        yield int.from_bytes(page[at : at + 2], "big")


def _row(page: bytes, at: int, read: Read, *, is_table: bool) -> Row:
    size, at = _varint(page, at)
    key = 0
    if is_table:
        key, at = _varint(page, at)
        key = key - (1 << 64) if key >> 63 else key
    limit = _TABLE_LIMIT if is_table else _INDEX_LIMIT
    local = size
    if size > limit:
        wanted = _LEAST + (size - _LEAST) % (USABLE - 4)
        local = wanted if wanted <= limit else _LEAST
    payload = page[at : at + local]
    pages: tuple[int, ...] = ()
    if local < size:
        rest, pages = _overflow(int.from_bytes(page[at + local : at + local + 4], "big"), size - local, read)
        payload += rest
    if len(payload) != size:
        raise Unreadable
    return Row(key, tuple(_record(payload)), pages)


def _overflow(number: int, size: int, read: Read) -> tuple[bytes, tuple[int, ...]]:
    """The rest of a long row, page after page."""
    parts, pages = bytearray(), [number]
    while True:
        page = read(number)
        if page is None:
            raise Unreadable
        parts += page[4 : min(USABLE, 4 + size - len(parts))]
        if len(parts) >= size:
            return bytes(parts), tuple(pages)
        number = int.from_bytes(page[:4], "big")
        if not number or number in pages:
            raise Unreadable
        pages.append(number)


def _record(payload: bytes) -> Iterator[Value]:
    end, at = _varint(payload, 0)
    body = end
    while at < end:
        code, at = _varint(payload, at)
        value, body = _value(payload, code, body)
        yield value


def _value(payload: bytes, code: int, at: int) -> tuple[Value, int]:
    if code in _INTEGERS:
        size = _INTEGERS[code]
        return int.from_bytes(_taken(payload, at, size), "big", signed=True), at + size
    if code in (0, 8, 9):
        return (None if code == 0 else code - 8), at
    if code >= 12:
        size = (code - 12) // 2
        raw = _taken(payload, at, size)
        return (raw.decode() if code % 2 else raw), at + size
    raise Unreadable  # a floating-point number, which no column holds


def _taken(payload: bytes, at: int, size: int) -> bytes:
    raw = payload[at : at + size]
    if len(raw) != size:
        raise Unreadable
    return raw


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next one begins."""
    value = 0
    for _ in range(8):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    return value << 8 | data[at], at + 1
