"""The finding language read by its grammar, `finding.lark`, each key and value checked. Only this file loads lark."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lark import Lark, Token, UnexpectedToken
from lark.exceptions import VisitError
from lark.visitors import Transformer_NonRecursive

from coordtui.rules.finding import EVERYTHING, And, FindingProblem, Node, Not, Op, Or, Span, Subject, Term, Word
from coordtui.rules.finding_keys import key_of
from coordtui.rules.finding_terms import known_key, read_values
from coordtui.rules.search_text import tokens

_OPS: Final[dict[str, Op]] = {"<": "<", "<=": "<=", "=<": "<=", ">": ">", ">=": ">=", "=>": ">="}
_QUOTES: Final = '"“”„'


def read(text: str, subject: Subject) -> Node:
    """The tree of a text that is not blank. Raises FindingProblem."""
    try:
        return _Builder(text, subject).transform(_grammar().parse(text))
    except UnexpectedToken as unexpected:
        raise _misplaced(unexpected) from None
    except VisitError as wrapped:
        raise wrapped.orig_exc from None


@lru_cache(1)
def _grammar() -> Lark:
    return Lark.open_from_package("coordtui.rules", "finding.lark", parser="lalr", maybe_placeholders=False)


class _Builder(Transformer_NonRecursive[Token, Node]):
    """Bottom up, without recursion, however deep the brackets. What asks for nothing is EVERYTHING until left out."""

    def __init__(self, text: str, subject: Subject) -> None:
        super().__init__()
        self.text, self.subject = text, subject

    def start(self, parts: list[Node]) -> Node:
        return parts[0] if parts else EVERYTHING

    def either(self, parts: list[Node]) -> Node:
        return _joined(Or, parts)

    def both(self, parts: list[Node]) -> Node:
        return _joined(And, parts)

    def group(self, parts: list[Node]) -> Node:
        return parts[0] if parts else EVERYTHING

    def negated(self, parts: list[Token | Node]) -> Node:
        part = parts[-1]
        return EVERYTHING if part == EVERYTHING or isinstance(part, Token) else Not(part)

    def word(self, parts: list[Token]) -> Node:
        (token,) = parts
        if token[0] in "<>=":  # as a word it would quietly ask for something else than was meant
            hint = "Write it right behind its key, as in acuity:>=high, or in quotes."
            raise FindingProblem(f'"{token}" stands alone.', hint, _span(token))
        return Word(str(token), span=_span(token)) if tokens(token) else EVERYTHING

    def quoted(self, parts: list[Token]) -> Node:
        (token,) = parts
        text = token[1:-1] if token[-1] in _QUOTES and len(token) > 1 else token[1:]
        return Word(text, quoted=True, span=_span(token)) if tokens(text) else EVERYTHING

    def term(self, parts: list[Token]) -> Node:
        name, *rest = parts
        whole = (_span(name)[0], _span(parts[-1])[1])
        if not name.endswith(":") and key_of(name, self.subject) is None:
            return Word(self.text[slice(*whole)], span=whole)  # "a>b" asks for no fact
        key = known_key(name.removesuffix(":"), _span(name), self.subject)
        compared = next((token for token in rest if token.type == "OP"), None)
        op: Op = _OPS.get(str(compared), "is")
        values = [(token.strip(_QUOTES), _span(token)) for token in rest if token.type != "OP"]
        comparison = None if compared is None else _span(compared)
        return Term(key.name, op, read_values(key, op, values, whole, comparison), whole)


def _joined(join: type[And] | type[Or], parts: list[Node]) -> Node:
    """The parts that ask for something; those that are joined the same way already are taken in."""
    asked: list[Node] = []
    for part in parts:
        if isinstance(part, join):
            asked.extend(part.parts)
        elif part != EVERYTHING:
            asked.append(part)
    return asked[0] if len(asked) == 1 else join(tuple(asked)) if asked else EVERYTHING


# --- problems of the shape -------------------------------------------------------------------------------------------


def _misplaced(unexpected: UnexpectedToken) -> FindingProblem:
    """What brackets and `or` lack. The grammar takes every other token anywhere."""
    token, stack = unexpected.token, unexpected.interactive_parser.parser_state.value_stack
    before = [one for one in stack if isinstance(one, Token)]
    if before and before[-1] is stack[-1] and before[-1].type == "_OR":
        return _lone_or(before[-1])
    if token.type == "_OR":
        return _lone_or(token)
    if token.type == "_CLOSE":
        return FindingProblem('There is no "(" before this ")".', "Take it away or open the bracket.", _span(token))
    opened = next(one for one in reversed(before) if one.type == "_OPEN")
    return FindingProblem('This "(" is never closed.', 'Write ")" where it ends.', _span(opened))


def _lone_or(token: Token) -> FindingProblem:
    hint = f'Write something before and after it, or "{token}" in quotes to find the word.'
    return FindingProblem(f'"{token}" needs something on both sides.', hint, _span(token))


def _span(token: Token) -> Span:
    start = token.start_pos or 0
    return start, start + len(token)
