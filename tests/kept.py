"""What all tests of a process share, because it is the same every time: compiled SQL, parsed style sheets.

Both depend on nothing but their text. A real session compiles each statement and parses each sheet once; a process of
tests opens hundreds of vaults and apps, and would do it hundreds of times.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import pytest
from sqlalchemy import Engine, create_engine
from sqlcipher3 import dbapi2
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

Theme = frozenset[tuple[str, str]]
"""The colours and other variables that a sheet is read with."""


def install(patch: pytest.MonkeyPatch) -> None:
    """Share from now on, until the patch is undone."""
    _share_compiled_sql(patch)
    _share_parsed_styles(patch)


def _share_compiled_sql(patch: pytest.MonkeyPatch) -> None:
    """SQLAlchemy keeps a compiled statement by its structure and its dialect; so all engines get one dialect."""
    first = create_engine("sqlite+pysqlite://", module=dbapi2, query_cache_size=5000)
    first.connect().close()  # the dialect learns what the driver can do
    first.dispose()

    def created(made: Engine) -> None:
        if made.dialect.dbapi is first.dialect.dbapi:
            made.dialect = made.pool._dialect = first.dialect
            made._compiled_cache = first._compiled_cache

    patch.setattr(type(first.dialect), "engine_created", created)


def _share_parsed_styles(patch: pytest.MonkeyPatch) -> None:
    """Textual keeps parsed rules too, but in each app anew. Rules are only read; their key is all they depend on."""
    parse = Stylesheet._parse_rules
    known: dict[object, list[RuleSet]] = {}
    themes: dict[Theme, Theme] = {}
    current: WeakKeyDictionary[Stylesheet, tuple[dict[str, str], Theme]] = WeakKeyDictionary()

    def theme_of(sheet: Stylesheet) -> Theme:
        """The same object for the same values, as it is hashed and compared for each of the sheets."""
        variables, theme = current.get(sheet, (None, frozenset()))
        if variables is not sheet._variables:
            values = frozenset(sheet._variables.items())
            theme = themes.setdefault(values, values)
            current[sheet] = sheet._variables, theme
        return theme

    def once(sheet: Stylesheet, *args: Any, **kwargs: Any) -> list[RuleSet]:
        key = (args, *sorted(kwargs.items()), theme_of(sheet))
        if key not in known:
            known[key] = parse(sheet, *args, **kwargs)
        return known[key]

    patch.setattr(Stylesheet, "_parse_rules", once)
