"""The tables of the full-text index. They hold what is derived from records, so they are no records themselves.

An index keeps no text, only which tokens stand where; casework decides what a token is and what a document.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

INDEXES: Final = ("search_name", "search_record")
"""Each an FTS5 table with one column, `words`: tokens joined by spaces."""
_SHADOWS: Final = ("data", "idx", "docsize", "config", "words")
TABLES: Final = frozenset((*INDEXES, *(f"{name}_{part}" for name in INDEXES for part in _SHADOWS)))
"""These, what FTS5 keeps behind them, and `..._words`: a row for every token of every document."""


def create(connection: Connection) -> None:
    """Make the empty tables. What fills them is casework's (`search_index`)."""
    for name in INDEXES:
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', contentless_delete=1, tokenize='ascii')"
        )
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {name}_words USING fts5vocab({name}, instance)")


def drop(connection: Connection) -> None:
    """Take all of it away, for a database that gets an earlier schema."""
    for name in INDEXES:
        connection.exec_driver_sql(f"DROP TABLE {name}_words")
        connection.exec_driver_sql(f"DROP TABLE {name}")
