"""From what is typed to the tree of the finding language, and back.

What cannot be understood is a FindingProblem with its place in the text and the nearest thing that would be understood.
"""

from __future__ import annotations

from typing import Final

from coordtui.rules.finding import EVERYTHING, And, FindingProblem, Node, Not, Or, Subject, Term, Word, walk

MOST_CHARACTERS: Final = 1000
MOST_TERMS: Final = 60
MOST_LEVELS: Final = 24
"""Deeper trees than this nobody types; the bound keeps everything that walks them far from Python's and SQLite's."""
_QUOTES: Final = '"“”„'
_SAMPLE: Final = 'a -(b or "c") tier:>=1 tier:1,"2"'


def parse(text: str, subject: Subject) -> Node:
    """The tree of `text` for such a list; blank text asks for nothing. Raises FindingProblem."""
    if not text.strip():
        return EVERYTHING
    try:
        return _read(text, subject)
    except FindingProblem as problem:
        problem.typed = text
        raise


def _read(text: str, subject: Subject) -> Node:
    if len(text) > MOST_CHARACTERS:
        span = (MOST_CHARACTERS, len(text))
        raise FindingProblem(f"A filter has at most {MOST_CHARACTERS:,} characters.", "Shorten it.", span)
    from coordtui.rules.finding_tree import read

    node = read(text, subject)
    _bounded(node, text)
    return node


def prepare() -> None:
    """Load the grammar, so that the first letter typed does not wait for it."""
    parse(_SAMPLE, "people")


def _bounded(node: Node, text: str) -> None:
    """Raise FindingProblem for more terms or levels than there may be."""
    count = 0
    for part, level in walk(node):
        if level > MOST_LEVELS:
            raise FindingProblem("There are too many brackets inside each other.", "Leave some out.", (0, len(text)))
        if isinstance(part, Word | Term):
            count += 1
            if count > MOST_TERMS:
                raise FindingProblem(f"A filter has at most {MOST_TERMS} terms.", "Leave some out.", part.span)


# --- and back --------------------------------------------------------------------------------------------------------


def write(node: Node) -> str:
    """The tree as it would be typed; parsing it gives the same tree."""
    match node:
        case Word(text, quoted):
            return f'"{text}"' if quoted else text
        case Term(key, op, values):
            return f"{key}:{'' if op == 'is' else op}{','.join(map(written, values))}"
        case Not(part):
            return f"-{_inside(part, And, Or, Not)}"
        case And(parts):
            return " ".join(_inside(part, Or) for part in parts)
        case Or(parts):
            return " or ".join(map(write, parts))


def _inside(part: Node, *grouped: type[Not | And | Or]) -> str:
    return f"({write(part)})" if isinstance(part, grouped) else write(part)


def written(value: str) -> str:
    """One value as it is typed behind its key, in quotes where it needs them."""
    plain = not any(char.isspace() or char in f"(),{_QUOTES}" for char in value)
    return value if plain and not value.startswith(("<", ">", "=", "//")) else f'"{value}"'
