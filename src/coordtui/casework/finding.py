"""The finding language as conditions of a statement: what every list, the command line and exports narrow by.

A word finds what the full-text index holds, a term what is recorded; each condition is true or false of every row.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from coordtui.casework.finding_terms import Asked, Scope
from coordtui.rules.finding import And, Node, Not, Or, Subject, Term
from coordtui.rules.finding_parse import parse

__all__ = ["Scope", "asks", "where"]


def where(session: Session, text: str, subject: Subject, scope: Scope, today: dt.date) -> ColumnElement[bool]:
    """The condition that a row fits what was typed; true for nothing typed. Raises FindingProblem (InvalidInput)."""
    if not text.strip():
        return true()
    from coordtui.casework.finding_tree import holds  # a list that is not narrowed needs none of it

    return holds(parse(text, subject), subject, Asked(session, scope, today))


def asks(text: str, subject: Subject, key: str) -> bool:
    """Whether what was typed asks for that key somewhere. Raises FindingProblem."""
    return _asks(parse(text, subject), key)


def _asks(node: Node, key: str) -> bool:
    match node:
        case And(parts) | Or(parts):
            return any(_asks(part, key) for part in parts)
        case Not(inner):
            return _asks(inner, key)
        case _:
            return isinstance(node, Term) and node.key == key
