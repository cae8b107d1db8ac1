"""The finding language as conditions of a statement: what every list, the command line and exports narrow by.

A word finds what the full-text index holds, a term what is recorded; each condition is true or false of every row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from coordtui.casework.board import board
from coordtui.casework.finding_terms import Asked, Scope
from coordtui.rules.finding import Node, Subject, Term, walk
from coordtui.rules.finding_parse import parse
from coordtui.rules.search_text import are_short

__all__ = ["Scope", "asks", "where"]


def where(session: Session, text: str, subject: Subject, scope: Scope, today: dt.date) -> ColumnElement[bool]:
    """The condition that a row fits what was typed; true for nothing typed. Raises FindingProblem (InvalidInput).

    Who stands in which tier is told as of `today`, also where the ranking is kept as of another day. A short word is
    looked for in all that is recorded once a longer one stands in the filter: "type 2 diabetes" is no part of a name.
    """
    if not text.strip():
        return true()
    from coordtui.casework.finding_tree import holds  # a list that is not narrowed needs none of it

    node = parse(text, subject)
    if scope.board is None and _asks(node, "tier"):
        scope = replace(scope, board=board(session, today).rows)
    return holds(node, subject, Asked(session, scope, today, everywhere=not are_short(node)))


def asks(text: str, subject: Subject, key: str) -> bool:
    """Whether what was typed asks for that key somewhere. Raises FindingProblem."""
    return _asks(parse(text, subject), key)


def _asks(node: Node, key: str) -> bool:
    return any(isinstance(part, Term) and part.key == key for part, _ in walk(node))
