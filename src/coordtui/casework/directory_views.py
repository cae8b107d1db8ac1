"""Finding places and people in the directory: one query, however large it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, FromClause, Select, case, func, literal, literal_column, or_, select, union_all
from sqlalchemy.orm import Session

from coordtui.casework.base import among, fetch, table
from coordtui.casework.people import MOST_WORDS
from coordtui.casework.search import rows_holding
from coordtui.models.people import Organization, Practitioner
from coordtui.rules.finding import Word
from coordtui.rules.fold import fold

Kind = Literal["organization", "practitioner"]
KINDS: Final[tuple[Kind, ...]] = ("organization", "practitioner")
_O, _P = table(Organization).c, table(Practitioner).c
PLACE = table(Organization).alias("place").c
"""Where a person works, in queries over people."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place or a person in a list. `role` is the type or specialty; `place` the address, or where the person works.

    `phone` and `fax` of a person without their own are those of the place.
    """

    kind: Kind
    id: int
    name: str
    role: str | None
    place: str | None
    phone: str | None
    fax: str | None
    active: bool

    @property
    def ref(self) -> str:
        """ "organization:3": one text for both kinds, for a table's key or a field."""
        return f"{self.kind}:{self.id}"


def parse_ref(ref: str) -> tuple[Kind, int] | None:
    """Kind and id of a `ref`; None if it is not one."""
    kind, _, key = ref.partition(":")
    found = next((one for one in KINDS if one == kind), None)
    return (found, int(key)) if found and key.isascii() and key.isdigit() and len(key) < 19 else None


def search(
    session: Session, text: str, limit: int = 20, *, retired: bool = False, kinds: Collection[Kind] = KINDS
) -> tuple[Entry, ...]:
    """Entries of which every typed word begins a word, their own or one of the place where they work (`search_index`).

    Those whose name begins so come first, then those with it in the name; nothing typed gives the first by name. The
    retired stay out unless asked.
    """
    words = fold(text).split()
    if len(words) > MOST_WORDS or (not words and text.strip()):
        return ()  # nothing but punctuation finds nothing, nor does a page of text
    parts = [
        part for kind, part in (("organization", _places(words)), ("practitioner", _people(words))) if kind in kinds
    ]
    found = union_all(*(part if retired else part.where(part.selected_columns.active) for part in parts)).subquery().c
    statement = select(*(found[name] for name in _COLUMNS)).order_by(
        found.active.desc(), found.rank.desc(), found.sorted, found.kind, found.id
    )
    return fetch(session, statement.limit(limit), Entry)


def entries_of(session: Session, kind: Kind, keys: Collection[int]) -> tuple[Entry, ...]:
    """These entries, in use or not, by name."""
    found = (_places(()) if kind == "organization" else _people(())).subquery().c
    statement = select(*(found[name] for name in _COLUMNS)).where(among(found.id, keys))
    return fetch(session, statement.order_by(found.sorted, found.id), Entry)


_COLUMNS: Final = ("kind", "id", "name", "role", "place", "phone", "fax", "active")


def holds(kind: Kind, word: Word) -> ColumnElement[bool]:
    """Whether the entry of that kind, or the place where the person works, holds the word."""
    there = rows_holding("organization", word)
    if kind == "organization":
        return _O.id.in_(there)
    return or_(_P.id.in_(rows_holding("practitioner", word)), _P.organization_id.in_(there))


def _places(words: Sequence[str]) -> Select[Any]:
    hay = haystack(_O)
    columns = (_O.name, _O.type.label("role"), _O.address.label("place"), _O.phone, _O.fax, _O.active)
    return select(
        literal_column("'organization'").label("kind"), _O.id, *columns, _rank(hay, _O.name, words), hay.label("sorted")
    ).where(*(holds("organization", Word(word)) for word in words))


def _people(words: Sequence[str]) -> Select[Any]:
    own = haystack(_P)
    columns = (
        *(_P.name, _P.role, PLACE.name.label("place")),
        *(func.coalesce(own_way, way).label(name) for own_way, way, name in _WAYS),
        _P.active,
    )
    return (
        select(
            literal_column("'practitioner'").label("kind"),
            _P.id,
            *columns,
            _rank(own, _P.name, words),
            own.label("sorted"),
        )
        .select_from(people_with_places())
        .where(*(holds("practitioner", Word(word)) for word in words))
    )


_WAYS: Final = ((_P.phone, PLACE.phone, "phone"), (_P.fax, PLACE.fax, "fax"))


def people_with_places() -> FromClause:
    return _P.id.table.outerjoin(PLACE.id.table, PLACE.id == _P.organization_id)


def haystack(columns: Any) -> ColumnElement[str]:
    """What an entry is sorted and told from others by; the bare name where nobody has worked that out yet."""
    return func.coalesce(func.nullif(columns.fold, ""), func.lower(columns.name))


def whole_haystack() -> ColumnElement[str]:
    """A person's, and that of the place where they work."""
    return haystack(_P) + " " + func.coalesce(haystack(PLACE), "")


def _rank(hay: ColumnElement[str], name: ColumnElement[str], words: Sequence[str]) -> ColumnElement[Any]:
    """2 where the name begins with the first word, 1 where a later part of it does, 0 where something else does."""
    if not words:
        return literal(0).label("rank")
    at = func.instr(literal(" ") + hay, " " + words[0])
    return case((at == 1, 2), (at.between(2, func.length(name)), 1), else_=0).label("rank")
