"""A tree of the finding language as one condition: terms by their keys, words by the full-text index."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_

from coordtui.casework import finding_health, finding_people, finding_rows, finding_work
from coordtui.casework.base import table
from coordtui.casework.finding_terms import Asked, Compile, all_of, any_of
from coordtui.casework.search import people_holding, people_named, rows_holding
from coordtui.models.people import Organization, Practitioner
from coordtui.rules.finding import And, Node, Not, Or, Subject, Term, Word

_PERSON: dict[str, Compile] = {**finding_people.TERMS, **finding_health.TERMS, **finding_work.TERMS}


def holds(node: Node, subject: Subject, asked: Asked) -> ColumnElement[bool]:
    """The condition that a row fits the tree."""
    match node:
        case And(parts):
            return all_of(holds(part, subject, asked) for part in parts)
        case Or(parts):
            return any_of(holds(part, subject, asked) for part in parts)
        case Not(inner):
            return ~holds(inner, subject, asked)
        case Word():
            return _found(node, subject, asked)
        case Term():
            compiled = finding_rows.TERMS[subject].get(node.key) or _PERSON[node.key]
            return compiled(node, asked)


def _found(word: Word, subject: Subject, asked: Asked) -> ColumnElement[bool]:
    """On a list of people anything recorded of them counts; elsewhere the row's own record and the person's names.

    The words in which a referral's row tells its state, urgency and age find it too.
    """
    scope = asked.scope
    if subject == "people":
        return scope.person.in_(people_holding(word, everywhere=asked.everywhere))
    own = scope.row.in_(rows_holding(scope.kind, word))
    if subject != "directory":
        told = finding_rows.told_as(word) if subject == "referrals" else None
        said = [] if told is None else [holds(told, subject, asked)]
        return or_(own, scope.person.in_(people_named(word)), *said)
    if scope.kind == table(Organization).name:
        return own
    return or_(own, func.coalesce(table(Practitioner).c.organization_id, 0).in_(rows_holding("organization", word)))
