"""Trees of the finding language as hypothesis draws them: those that some text means, as it is read."""

from __future__ import annotations

from functools import lru_cache
from typing import get_args

from hypothesis import strategies as st

from coordtui.rules.finding import EVERYTHING, And, Node, Not, Op, Or, Subject, Term, Word
from coordtui.rules.finding_keys import NEVER, NONE, OVERDUE, Key, keys_of
from coordtui.rules.finding_parse import MOST_TERMS

SUBJECTS: tuple[Subject, ...] = get_args(Subject)
OPS: tuple[Op, ...] = get_args(Op)
_WORDS = (
    "rosa",
    "o'brien",
    "López",
    "山田",
    "555-0123",
    "10:30",
    "http://x.y",
    "b12,iron",
    "Или",
    "order",
    "03/14/1957",
)
_TEXTS = ("valley heart", "medicaid", "e11.9", "a (b), c", "or", "<x", "//x", "-x", "key:value", "o'neil", "ölstraße")
_DAYS = (
    "friday",
    "30d",
    "2w",
    "3m",
    "1y",
    "2026-11-27",
    "2026-11",
    "2026",
    "11/27",
    "27.11.",
    "2/29",
    "+3",
    "next week",
)


@lru_cache
def values_of(key: Key) -> st.SearchStrategy[str]:
    """One value of a key as the tree holds it."""
    match key.kind:
        case "choice":
            return st.sampled_from(key.values)
        case "number":
            return st.integers(0, 999_999).map(str)
        case "age":
            return st.one_of(st.integers(0, 999).map(str), st.sampled_from(key.values))
        case "day" | "ago":
            return st.sampled_from((*_DAYS, *key.values))
        case _:
            return st.sampled_from((*_TEXTS, *key.values))


@lru_cache
def terms(subject: Subject) -> st.SearchStrategy[Node]:
    return st.one_of([_terms_of(key) for key in keys_of(subject)])


def _terms_of(key: Key) -> st.SearchStrategy[Node]:
    values = values_of(key)
    alone = st.lists(values, min_size=1, max_size=3, unique=True).map(lambda some: Term(key.name, "is", tuple(some)))
    if not key.ordered:
        return alone
    comparable = values.filter(lambda value: value not in (NONE, NEVER, OVERDUE))
    compared = st.builds(lambda op, value: Term(key.name, op, (value,)), st.sampled_from(OPS), comparable)
    return st.one_of(alone, compared)


@lru_cache
def trees(subject: Subject) -> st.SearchStrategy[Node]:
    """Whole filters of such a list, also the one that asks for nothing."""
    words = st.sampled_from(_WORDS).map(Word)
    quoted = st.sampled_from((*_WORDS, "rosa lopez", "or", "-x", "a:b", "(x)")).map(
        lambda text: Word(text, quoted=True)
    )
    leaves = st.one_of(words, quoted, terms(subject))
    inner = st.recursive(leaves, _joined, max_leaves=12)
    return st.one_of(st.just(EVERYTHING), inner.filter(lambda node: _count(node) <= MOST_TERMS))


def _joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(inner.map(Not), parts.map(_together), parts.map(_either))


def _together(parts: list[Node]) -> Node:
    kept = tuple(part for part in parts if not isinstance(part, And))
    return And(kept) if len(kept) > 1 else parts[0]


def _either(parts: list[Node]) -> Node:
    kept = tuple(part for part in parts if not isinstance(part, Or))
    return Or(kept) if len(kept) > 1 else parts[0]


def _count(node: Node) -> int:
    match node:
        case Not(part):
            return _count(part)
        case And(parts) | Or(parts):
            return sum(map(_count, parts))
        case _:
            return 1


PIECES = (
    "acuity:", "high", "due:", "<=", ">", "friday", "30d", "payer:", "lang:", "or", "OR", "-", "(", ")", '"', "“", ",",
    " ", "  ", "rosa", "x:y", "none", ":", "tag:part2", "tier:<2", "last:never", "/", "é", "山", "kind:place", "\t",
)  # fmt: skip
typed = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
"""Texts as nobody should type them, half of them close to the language."""
