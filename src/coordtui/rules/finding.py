"""The finding language as a tree: what every list, the command line and saved views understand.

Bare words find what is recorded, `key:value` asks for a fact, `-` turns what follows around, words beside each other
must all hold, `or` needs one of them, brackets group. Days stay as typed ("friday", "30d") until the tree is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from coordtui.errors import InvalidInput

Subject = Literal["people", "referrals", "plans", "directory"]
"""What the rows of a list are; which keys are understood depends on it."""
Op = Literal["is", "<", "<=", ">", ">="]
Span = tuple[int, int]
"""Where in the text something stands: first and last-plus-one character."""


@dataclass(frozen=True, slots=True)
class Word:
    """`text` as typed, without quotes. Unless `quoted`, each of its words need only be begun."""

    text: str
    quoted: bool = False
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A fact asked for: one of `values` holds (`is`), or the one value is compared. `key` is its canonical name."""

    key: str
    op: Op
    values: tuple[str, ...]
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold; without parts, everything does."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


Node: TypeAlias = "Word | Term | Not | And | Or"
EVERYTHING = And()


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """The tree itself and every part of it with its level (the tree's is 1), from left to right."""
    waiting = [(node, 1)]
    while waiting:
        part, level = waiting.pop()
        yield part, level
        inner = (part.part,) if isinstance(part, Not) else part.parts if isinstance(part, And | Or) else ()
        waiting.extend((one, level + 1) for one in reversed(inner))


class FindingProblem(InvalidInput):
    """What was typed cannot be understood: `span` says where, `better` is what could stand there instead, or ""."""

    def __init__(self, message: str, hint: str, span: Span, better: str = "") -> None:
        super().__init__("filter", message, hint)
        self.span = span
        self.better = better
