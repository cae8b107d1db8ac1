"""Whether the full-text index holds what is recorded, and nothing else.

An index without texts cannot be read document by document; it can be read token by token. So both sides are summed up
by token: what the records give, and what the index has. However many records there are, the sums take the same room.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import column, func, literal, select, table
from sqlalchemy.orm import Session

from coordtui.casework.search import NAME, RECORD, kind_and_row
from coordtui.casework.search_index import documents, told
from coordtui.pace import Tell, quiet

_PLACES: Final = {
    index: table(f"{index.name}_words", column("term"), column("doc"), column("offset")) for index in (NAME, RECORD)
}
"""Of each index: every token of every document, by token."""
_BINS: Final = 1 << 12
_PRIME: Final = (1 << 31) - 1
_DOC, _OFFSET = 40_503, 2_654_435
_LOOKED_INTO: Final = 4
"""So many of the sums that differ are taken apart, to name the records."""


@dataclass(frozen=True, slots=True)
class Findable:
    """How many documents there should be, and of those that are not as they should be a few, by table and row."""

    documents: int
    wrong: tuple[tuple[str, int], ...]

    @property
    def whole(self) -> bool:
        return not self.wrong


@dataclass(slots=True)
class _Sums:
    """By the bin of a token: a sum over where it stands, whatever the order, and how often it does."""

    sums: list[int] = field(default_factory=lambda: [0] * _BINS)
    counts: list[int] = field(default_factory=lambda: [0] * _BINS)

    def add(self, term: str, total: int, count: int) -> None:
        mixed = hash(term)
        self.sums[mixed % _BINS] += total * (mixed // _BINS % _PRIME | 1)
        self.counts[mixed % _BINS] += count


def check_search(session: Session, tell: Tell = quiet) -> Findable:
    """Work out the tokens of every record again and compare them with the index. Reads all of both."""
    due, held = {index: _Sums() for index in _PLACES}, {index: _Sums() for index in _PLACES}
    count = 0
    for index, key, words in told(session, tell):
        count += 1
        base, sums = key % _PRIME * _DOC, due[index]
        for offset, term in enumerate(words):
            mixed = (base + offset * _OFFSET) % _PRIME
            sums.add(term, mixed * mixed % _PRIME, 1)
    for index, sums in held.items():
        for term, total, times in session.execute(_summed(index)):
            sums.add(term, total, times)
    differing = {index: _differing(due[index], held[index]) for index in _PLACES}
    wrong = _named(session, differing) if any(differing.values()) else ()
    return Findable(count, wrong)


def _summed(index: Any) -> Any:
    place = _PLACES[index].c
    mixed = (place.doc % literal(_PRIME) * literal(_DOC) + place.offset * literal(_OFFSET)) % literal(_PRIME)
    return select(place.term, func.sum(mixed * mixed % literal(_PRIME)), func.count()).group_by(place.term)


def _differing(due: _Sums, held: _Sums) -> list[int]:
    """The bins that differ, those with the fewest tokens first."""
    found = [at for at in range(_BINS) if due.sums[at] != held.sums[at] or due.counts[at] != held.counts[at]]
    return sorted(found, key=lambda at: due.counts[at] + held.counts[at])


def _named(session: Session, differing: dict[Any, list[int]]) -> tuple[tuple[str, int], ...]:
    """The records behind a few of the sums that differ."""
    bins = {index: frozenset(found[:_LOOKED_INTO]) for index, found in differing.items()}
    due: set[tuple[Any, int, str, int]] = set()
    for index, key, words in documents(session):
        if bins[index]:
            due.update((index, key, term, at) for at, term in enumerate(words) if hash(term) % _BINS in bins[index])
    held = {(index, *each) for index, chosen in bins.items() if chosen for each in _standing(session, index, chosen)}
    return tuple(sorted({kind_and_row(key) for _, key, _, _ in due ^ held}))


def _standing(session: Session, index: Any, bins: frozenset[int]) -> Iterator[tuple[int, str, int]]:
    place = _PLACES[index].c
    terms = [term for (term,) in session.execute(select(place.term).distinct()) if hash(term) % _BINS in bins]
    for term in terms:
        for doc, offset in session.execute(select(place.doc, place.offset).where(place.term == term)):
            yield doc, term, offset
