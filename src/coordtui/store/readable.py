"""What can be read of a damaged database: which page belongs to what, and every row on a page that is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from coordtui.pace import Tell, quiet
from coordtui.store import btree
from coordtui.store.btree import INDEX_LEAF, TABLE_BRANCH, TABLE_LEAF, Row, Value
from coordtui.store.pages import Pages

Rows = dict[int, tuple[Value, ...]]
"""The rows of a table by row id, each with its columns in the order of the database."""
Fits = Callable[[tuple[Value, ...]], str]
"""The one table that a row can be of, "" where none or several can be."""

SCHEMA = "the list of tables"
FREE = "free space"
_SCHEMA_ROOT = 1
_VERSION_AT, _FREE_AT = 60, 32


@dataclass(slots=True)
class Readable:
    """`owner` says what a page belongs to, for every page that could be told; `unreadable` counts the rows of a table
    that reach over a damaged page. `version` is the schema's, None where page 1 is damaged."""

    pages: Pages
    version: int | None = None
    owner: dict[int, str] = field(default_factory=dict)
    schema: list[tuple[str, str, str]] = field(default_factory=list)
    rows: dict[str, Rows] = field(default_factory=dict)
    unreadable: dict[str, int] = field(default_factory=dict)

    def settings(self) -> Mapping[str, str]:
        """The rows of `meta`, the one table without row ids."""
        return {str(values[0]): str(values[1]) for values in self.rows.get("meta", {}).values() if len(values) == 2}

    def damage(self) -> dict[str, tuple[int, ...]]:
        """The damaged pages by what they belong to; "" for those of which that cannot be told."""
        found: dict[str, list[int]] = {}
        for number in self.pages.damaged:
            found.setdefault(self.owner.get(number, ""), []).append(number)
        return {name: tuple(numbers) for name, numbers in sorted(found.items())}


def read(pages: Pages, fits: Fits | None = None, tell: Tell = quiet) -> Readable:
    """Walk through the whole database. With `fits`, leaves that nothing leads to any more are taken by their shape."""
    found = Readable(pages)
    first = pages.read(_SCHEMA_ROOT)
    if first is not None:
        found.version = int.from_bytes(first[_VERSION_AT : _VERSION_AT + 4], "big")
        _free_pages(found, int.from_bytes(first[_FREE_AT : _FREE_AT + 4], "big"))
    for row in _tree(found, SCHEMA, _SCHEMA_ROOT):
        _keep_schema(found, row)
    lost_schema = SCHEMA in found.damage()
    for kind, name, root in list(_roots(found)):
        for row in _tree(found, name, root, tell):
            if kind == "table":
                _keep(found, name, row)
    if fits is not None and (lost_schema or found.pages.damaged):
        _adopt_orphans(found, fits)
    return found


def _roots(found: Readable) -> Iterator[tuple[str, str, int]]:
    for row in found.rows.pop(SCHEMA, {}).values():
        kind, name, table, root, sql = row
        if isinstance(root, int) and root > 0:
            owner = str(name) if kind == "table" else f"the index of {table!s}"
            yield str(kind), owner, root
        found.schema.append((str(kind), str(name), str(sql or "")))


def _keep_schema(found: Readable, row: Row) -> None:
    if len(row.values) == 5:
        _keep(found, SCHEMA, row)


def _keep(found: Readable, name: str, row: Row) -> None:
    rows = found.rows.setdefault(name, {})
    rows[row.key or -1 - len(rows)] = row.values  # a table without row ids has none to be kept by


def _tree(found: Readable, name: str, root: int, tell: Tell = quiet) -> Iterator[Row]:
    """Every readable row below `root`; the pages on the way are `name`'s."""
    waiting = [root]
    while waiting:
        number = waiting.pop()
        if number in found.owner or not 0 < number <= found.pages.count:
            continue
        found.owner[number] = name
        tell(len(found.owner), found.pages.count, "reading the records", "pages")
        page = found.pages.read(number)
        if page is None:
            continue
        what = btree.kind(page, number)
        if what in (TABLE_BRANCH, btree.INDEX_BRANCH):
            waiting += reversed(btree.children(page, number))
        if what != TABLE_BRANCH:
            yield from _leaf(found, name, page, number)


def _leaf(found: Readable, name: str, page: bytes, number: int) -> Iterator[Row]:
    for row in btree.rows(page, number, lambda one: _shared(found, name, one)):
        if row is None:
            found.unreadable[name] = found.unreadable.get(name, 0) + 1
        else:
            yield row


def _shared(found: Readable, name: str, number: int) -> bytes | None:
    """A page over which a long row goes on."""
    found.owner.setdefault(number, name)
    return found.pages.read(number) if 0 < number <= found.pages.count else None


def _free_pages(found: Readable, trunk: int) -> None:
    while 0 < trunk <= found.pages.count and trunk not in found.owner:
        found.owner[trunk] = FREE
        page = found.pages.read(trunk)
        if page is None:
            return
        count = min(int.from_bytes(page[4:8], "big"), (len(page) - 8) // 4)
        for at in range(8, 8 + 4 * count, 4):
            found.owner.setdefault(int.from_bytes(page[at : at + 4], "big"), FREE)
        trunk = int.from_bytes(page[:4], "big")


def _adopt_orphans(found: Readable, fits: Fits) -> None:
    """Leaves below a branch that is damaged: all of a leaf's rows are of one table, so one that tells it tells all."""
    for number in range(1, found.pages.count + 1):
        page = None if number in found.owner else found.pages.read(number)
        if page is None or btree.kind(page, number) not in (TABLE_LEAF, INDEX_LEAF):
            continue
        rows = [row for row in btree.rows(page, number, found.pages.read) if row is not None]
        names = {fits(row.values) for row in rows} - {""}
        if len(names) != 1 or (btree.kind(page, number) == INDEX_LEAF) != (names == {"meta"}):
            continue
        name = names.pop()
        found.owner[number] = name
        for row in rows:
            kept = found.rows.setdefault(name, {})
            if row.key not in kept:
                _keep(found, name, row)
