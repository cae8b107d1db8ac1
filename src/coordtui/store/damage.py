"""What exactly is damaged in a vault's database, in words; without a patient's name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from coordtui.store import folder
from coordtui.store.kdf import subkey, wipe
from coordtui.store.keys import Root
from coordtui.store.pages import read_pages
from coordtui.store.readable import FREE, SCHEMA, Readable, read
from coordtui.store.search import TABLES

_SHOWN = 12


def look(vault: Path, root: Root) -> Readable:
    """Read all of the database that can be read. Only while it is not open in this process. Raises OSError."""
    key = subkey(root.key, "db")
    try:
        return read(read_pages(vault, key, root.doc.salt))
    finally:
        wipe(key)


def words(found: Readable) -> list[str]:
    """A sentence for each thing that is damaged; none for a database whose every page is whole."""
    pages = found.pages
    said = []
    if not pages.size:
        said.append(f"The database {folder.DATABASE} is missing or empty.")
    if pages.odd:
        said.append(f"{folder.DATABASE} is cut off in the midst of a page, or was added to ({pages.size} bytes).")
    if pages.damaged and pages.size:
        said.append(f"{len(pages.damaged)} of {pages.count} pages of {folder.DATABASE} are damaged or missing.")
        said += [f"{_owner(name)}: {_pages(numbers)}." for name, numbers in found.damage().items()]
    if pages.log.broken:
        lost = len(pages.log.frames) - pages.log.chained
        said.append(f"The log {folder.DATABASE}-wal is damaged: its last {lost} pages are not read by the database.")
    said += [f"{count} rows of {spoken(name)} reach over a damaged page." for name, count in _long(found)]
    return said


def _long(found: Readable) -> Iterable[tuple[str, int]]:
    return ((name, count) for name, count in sorted(found.unreadable.items()) if not is_index(name))


def spoken(name: str) -> str:
    """A table's name as words."""
    if name in TABLES:
        return "the search index"
    own = {"act": "the journal", "change": "the journal's changes", "meta": "the settings and drafts"}
    return own.get(name, name.replace("_", " "))


def is_index(name: str) -> bool:
    return name.startswith("the index of ")


def _owner(name: str) -> str:
    if not name:
        return "Of something that cannot be told"
    if is_index(name) or name in TABLES:
        return f"Of {spoken(name)}, which holds nothing of its own"
    if name in (FREE, SCHEMA):
        return f"Of {name}"
    return f"Of {spoken(name)}"


def _pages(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_SHOWN])
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    return f"page{'s' * (len(numbers) > 1)} {shown}{more}"
