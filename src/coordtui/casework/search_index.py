"""Keeping the full-text index in step with the records: within the act that changes them, or made anew as a whole.

The index is derived: outside the journal, undo and exports. What an act changed, the journal knows row by row, so acts,
undo, redo and imports are all followed the same way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, TableClause, bindparam, column, delete, func, insert, select, table, text
from sqlalchemy.orm import Session

from coordtui.casework.base import Keyed, is_code
from coordtui.casework.base import table as table_of
from coordtui.casework.search import NAME, RECORD, document, index_of
from coordtui.casework.search_sources import DIRECTORY_FROM, PERSON_COLUMNS, SOURCES, Source
from coordtui.models.patient import ContactPoint, Identifier, Patient
from coordtui.pace import Tell, counted, quiet
from coordtui.rules.search_text import birth_tokens, identifier_tokens, number_tokens, tokens

INDEXED_BY: Final = "search.edition"
"""Under this name a vault keeps the edition (`rules.search_text.EDITION`) of which its index is."""
Document = tuple[TableClause, int, list[str]]
"""The index that holds it, its number, its tokens."""

_P, _W, _I = table_of(Patient).c, table_of(ContactPoint).c, table_of(Identifier).c
_TABLES: Final = tuple(source.table for source in SOURCES)
_BY_KIND: Final = {source.kind: source for source in SOURCES}
_AT_ONCE: Final = 1000
"""Records read and written together when the whole index is made."""
_TELEPHONE: Final = frozenset({"phone", "sms", "fax", "pager"})

_CHANGE = table("change", *(column(name) for name in ("id", "act", "tbl", "row_id", "before", "after")))
_OPEN_ACT = table("current_act", column("seq"))
_WATCHED: Final = tuple({*_BY_KIND, *PERSON_COLUMNS})
_CHANGES = (
    select(_CHANGE.c.tbl, _CHANGE.c.row_id, _CHANGE.c.before, _CHANGE.c.after)
    .where(_CHANGE.c.act == select(_OPEN_ACT.c.seq).scalar_subquery(), is_code(_CHANGE.c.tbl, _WATCHED))
    .order_by(_CHANGE.c.id)
)
_FORGET = {index: delete(index).where(index.c.rowid == bindparam("key")) for index in (NAME, RECORD)}
_WRITE = {index: insert(index).values(rowid=bindparam("key"), words=bindparam("tokens")) for index in (NAME, RECORD)}


Image = Mapping[str, Any]


@dataclass(slots=True)
class _Row:
    """A record that an act changed: the patients that it was about on the way, and how it stands now."""

    owners: set[int | None] = field(default_factory=set)
    differs: bool = False
    now: Image | None = None


@dataclass(slots=True)
class _Edits:
    """What changes in one index: documents that go, and others that come, by number."""

    gone: list[int] = field(default_factory=list)
    made: list[tuple[int, list[str]]] = field(default_factory=list)


# --- in step with an act ---------------------------------------------------------------------------------------------


def follow(session: Session) -> None:
    """Bring the index in step with what the open act has changed so far; within the act's own transaction."""
    session.flush()
    rows, persons = _changed(session)
    edits = {index: _Edits() for index in (NAME, RECORD)}
    for (kind, row_id), row in rows.items():
        if row.differs:
            source = _BY_KIND[kind]
            edit = edits[index_of(source.number)]
            edit.gone += [document(source.number, row_id, owner) for owner in row.owners]
            if row.now is not None and (words := source.words(row.now)):
                edit.made.append((document(source.number, row_id, _owner(source, row.now)), words))
    if persons:
        edits[NAME].gone += persons
        edits[NAME].made += _persons(session, persons)
    for index, edit in edits.items():
        _write(session, index, edit)


def _changed(session: Session) -> tuple[dict[tuple[str, int], _Row], set[int]]:
    """The records and the persons of whom the act changed something that they are found by."""
    rows: dict[tuple[str, int], _Row] = {}
    persons: set[int] = set()
    for kind, row_id, before_text, after_text in session.execute(_CHANGES):
        before, after = _image(before_text), _image(after_text)
        if kind in PERSON_COLUMNS and _differ(before, after, (*PERSON_COLUMNS[kind], *_WHOSE)):
            persons |= {row_id} if kind == "patient" else {one["patient_id"] for one in (before, after) if one}
        if (source := _BY_KIND.get(kind)) is not None:
            row = rows.setdefault((kind, row_id), _Row())
            row.differs |= _differ(before, after, (*source.columns, *_WHOSE))
            row.owners |= {_owner(source, before)} if before is not None else set()
            row.now = after
    return rows, persons - {None}


_WHOSE: Final = ("patient_id",)


def _image(text_: str | None) -> Image | None:
    found: Image | None = None if text_ is None else json.loads(text_)
    return found


def _differ(before: Image | None, after: Image | None, names: Iterable[str]) -> bool:
    return before is None or after is None or any(before.get(name) != after.get(name) for name in names)


def _owner(source: Source, row: Image) -> int | None:
    if source.number >= DIRECTORY_FROM:
        return None
    found: int | None = row["id" if source.kind == "patient" else "patient_id"]
    return found


def _write(session: Session, index: Any, edit: _Edits) -> None:
    if edit.gone:
        session.execute(_FORGET[index], [{"key": key} for key in edit.gone])
    if edit.made:
        session.execute(_WRITE[index], [{"key": key, "tokens": " ".join(words)} for key, words in edit.made])


# --- documents -------------------------------------------------------------------------------------------------------

_PEOPLE = Keyed(lambda within: select(_P.id, _P.fold, _P.birth_date).where(within(_P.id)))
_WAYS = Keyed(lambda within: select(_W.patient_id, _W.system, _W.value).where(within(_W.patient_id)).order_by(_W.id))
_VALUES = Keyed(lambda within: select(_I.patient_id, _I.value).where(within(_I.patient_id)).order_by(_I.id))


def _persons(session: Session, keys: Iterable[int]) -> Iterator[tuple[int, list[str]]]:
    """The documents of these persons, as far as they are there."""
    keys = tuple(keys)
    found = {key: [*tokens(names), *birth_tokens(born)] for key, names, born in _PEOPLE.rows(session, keys)}
    for key, system, value in _WAYS.rows(session, keys):
        if key in found:
            found[key] += tokens(value)
            found[key] += number_tokens(value) if system in _TELEPHONE else ()
    for key, value in _VALUES.rows(session, keys):
        if key in found:
            found[key] += identifier_tokens(value)
    yield from found.items()


def documents(session: Session) -> Iterator[Document]:
    """Every document that the index should hold, read a thousand records at a time."""
    for page in _in_pages(session, _IDS):
        yield from ((NAME, key, words) for key, words in _persons(session, [key for (key,) in page]))
    for source in SOURCES:
        names, rows = _rows_of(source.kind)
        for page in _in_pages(session, rows):
            for values in page:
                row = dict(zip(names, values, strict=True))
                if words := source.words(row):
                    yield index_of(source.number), document(source.number, row["id"], _owner(source, row)), words


def _page(key: Any, *others: Any) -> Select[Any]:
    return select(key, *others).where(key > bindparam("last")).order_by(key).limit(_AT_ONCE)


_IDS: Final = _page(_P.id)


@cache
def _rows_of(kind: str) -> tuple[tuple[str, ...], Select[Any]]:
    """The columns that a document of this kind depends on, the row's id first, and a statement for a page of them."""
    source = _BY_KIND[kind]
    whose = _WHOSE if "patient_id" in source.table.c else ()
    names = ("id", *whose, *dict.fromkeys(source.columns))
    return names, _page(*(source.table.c[name] for name in names))


def _in_pages(session: Session, statement: Select[Any]) -> Iterator[Sequence[Any]]:
    last = 0
    while page := session.execute(statement, {"last": last}).all():
        yield page
        last = page[-1][0]


# --- all of it -------------------------------------------------------------------------------------------------------


def rebuild(session: Session, tell: Tell = quiet) -> int:
    """Make the whole index anew, and say how many documents it has."""
    _command(session, "delete-all")
    waiting = {NAME: _Edits(), RECORD: _Edits()}
    done = 0
    for index, key, words in told(session, tell):
        waiting[index].made.append((key, words))
        done += 1
        if len(waiting[index].made) == _AT_ONCE:
            _write(session, index, waiting[index])
            waiting[index].made.clear()
    for index, left in waiting.items():
        _write(session, index, left)
    tidy(session)
    return done


def tidy(session: Session) -> None:
    """Put the pieces of the index together after much was written: else later acts do, tens of milliseconds at a time.

    Takes a second for fifty megabytes.
    """
    _command(session, "optimize")


def _command(session: Session, words: str) -> None:
    for name in (NAME.name, RECORD.name):
        session.execute(text(f"INSERT INTO {name}({name}) VALUES (:words)"), {"words": words})  # noqa: S608 - our names


def told(session: Session, tell: Tell) -> Iterator[Document]:
    """`documents`, and how far they are. The total is that of the records; a few of them have no words."""
    counts = [select(func.count()).select_from(one).scalar_subquery() for one in (_P.id.table, *_TABLES)]
    return counted(documents(session), sum(session.execute(select(*counts)).one()), tell, "the search index", "records")
