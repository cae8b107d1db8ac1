"""Who and what a typed word finds: statements over the full-text index, to be part of larger ones.

Two indexes. `search_name` is small and has one document a person (names, identifiers, ways to reach them, birth date)
and one for every entry of the directory. `search_record` has one for every record that people remember by words. A
document's number says of what kind it is, which row, and whose; a person's own is the person's. So the people of a
search, or the rows of a kind, come out of the index alone.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, SelectBase, TableClause, column, literal, select, table, union_all

from coordtui.casework.search_sources import DIRECTORY_FROM, NUMBERS, OWNER_BITS, ROW_BITS
from coordtui.rules.finding import Word
from coordtui.rules.search_text import BEGUN_FROM, is_short, match

NAME: Final = table("search_name", column("rowid"), column("words"))
RECORD: Final = table("search_record", column("rowid"), column("words"))
_NOTHING: Final = '""'
"""An expression that finds nothing; an empty one is an error."""
_OWNER: Final = (1 << OWNER_BITS) - 1
_KINDS: Final = {number: kind for kind, number in NUMBERS.items()}
_ROW: Final = (1 << ROW_BITS) - 1
UNKNOWN: Final = "unknown"


def people_named(word: Word) -> Select[Any]:
    """The ids of the patients who are called so, or have this number, address of mail, or birth date.

    A word that asks for nothing (`rules.search_text.match` is "") finds nobody, here and below.
    """
    return select(NAME.c.rowid).where(_matches(NAME, word), NAME.c.rowid < literal(first_of(1)))


def people_holding(word: Word, *, everywhere: bool = False) -> SelectBase:
    """The ids of the patients who are called so or of whom something recorded holds the word; 0 among them when a
    record of nobody does. An id may come twice: to sort that out is left to the list that this becomes a part of.

    A short word (`rules.search_text.is_short`) is looked for in names only, too many notes hold one; with `everywhere`
    also in records, as a whole word.
    """
    if is_short(word) and not everywhere:
        return people_named(word)
    owner = RECORD.c.rowid.op("&")(literal(_OWNER))
    return union_all(people_named(word), select(owner).where(_matches(RECORD, word)))


def rows_holding(kind: str, word: Word) -> Select[Any]:
    """The ids of the rows of a table ("referral", "organization", any of `search_sources`) that hold the word.

    One of one or two letters has to be a whole word of the row, except in the directory.

    Raises KeyError for a table that is not in the index.
    """
    number = NUMBERS[kind]
    index = index_of(number)
    row = index.c.rowid.op(">>")(literal(OWNER_BITS)).op("&")(literal(_ROW)).label("row_id")
    within = index.c.rowid.between(literal(first_of(number)), literal(first_of(number + 1) - 1))
    return select(row).where(_matches(index, word), within)


def index_of(number: int) -> TableClause:
    """Where the documents of a kind are."""
    return NAME if number >= DIRECTORY_FROM else RECORD


def first_of(number: int) -> int:
    """The lowest document number of the kind with this number."""
    return number << (ROW_BITS + OWNER_BITS)


def document(number: int, row_id: int, owner: int | None) -> int:
    """The number of a record's document: its kind, its row and the patient it is about.

    Raises ValueError for a number that it cannot hold, beyond any vault.
    """
    whose = owner or 0
    if not 0 <= whose <= _OWNER or not 0 < row_id <= _ROW:
        raise ValueError(f"no document for row {row_id} of patient {whose}")
    return first_of(number) | row_id << OWNER_BITS | whose


def kind_and_row(number: int) -> tuple[str, int]:
    """The table and the row of a document; UNKNOWN for one that is of no table."""
    kind = number >> (ROW_BITS + OWNER_BITS)
    return (_KINDS.get(kind, UNKNOWN), number >> OWNER_BITS & _ROW) if kind else ("patient", number)


def _matches(index: TableClause, word: Word) -> ColumnElement[bool]:
    expression = match(word, BEGUN_FROM if index is RECORD else 1)
    return index.c.words.bool_op("MATCH")(literal(expression or _NOTHING))
