"""Where templates run: a sandbox that also bounds what a template may take, for it may be somebody else's.

Jinja's own sandbox keeps a template from files, from code and from changing anything, but not from asking for more
memory or time than there is (https://jinja.palletsprojects.com/en/stable/sandbox/). Here loops, calls and filters come
out of one budget a document, and whatever can multiply a text is measured before it is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from math import prod
from typing import Any, Final

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

STEPS: Final = 500_000
"""Rounds of loops and filters in one document. A call is CALL of them; handling a hundred letters is one more."""
CALL: Final = 20
MOST: Final = 20_000_000
"""Letters that one step may make. An item of a list weighs ITEM of them."""
ITEM: Final = 100
LONGEST: Final = 5_000_000
"""Letters that a document may be filled with."""
_BITS: Final = 20_000
_DEEP: Final = 4
_WIDE: Final = re.compile(r"%(\([^)]*\))?[^a-zA-Z%]*(\*|[0-9]{4})|\{[^{}]*:[^{}]*(\{|[0-9]{4})")
"""A width of four digits, or one that is given apart, in either language of formats."""
_COUNTED, _SMALL = "coordtui.counted", "coordtui.small"


class TooMuch(SecurityError):
    """A template asks for more time or memory than a document needs."""


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """For one document. Raises TooMuch where a template goes too far."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, finalize: Callable[[Any], Any] | None = None, **options: Any) -> None:
        def put(value: Any) -> Any:
            self._put += _size(value)
            _refuse(self._put > LONGEST)
            return value if finalize is None else finalize(value)

        super().__init__(undefined=StrictUndefined, finalize=put, **options)
        self._left, self._put = STEPS, 0
        self.globals.pop("lipsum")
        self.filters |= {name: self._measured(name, fn) for name, fn in self.filters.items()}
        self.filters |= {_COUNTED: lambda items: _Counted(items, self._spend), _SMALL: _small}

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        """Let every loop count, and every part of a `~` be measured."""
        for loop in source.find_all(nodes.For):
            loop.iter = _through(_COUNTED, loop.iter)
        for concat in source.find_all(nodes.Concat):
            concat.nodes = [_through(_SMALL, part) for part in concat.nodes]
        return super()._generate(source, *args, **options)

    def call(self, context: Context, obj: Any, /, *args: Any, **options: Any) -> Any:
        self._spend(CALL)
        method = getattr(obj, "__wrapped__", obj)
        self._measure(getattr(method, "__name__", ""), getattr(method, "__self__", None), *args, *options.values())
        return super().call(context, obj, *args, **options)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
            _refuse(bits > _BITS)
        elif operator == "+":
            _refuse(_size(left) + _size(right) > MOST)
        else:
            self._measure("format" if operator == "%" else "", left, right)
        return super().call_binop(context, operator, left, right)

    def _measured(self, name: str, filter: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(filter)  # Jinja's marks for what it passes are attributes of the function
        def measured(*args: Any, **options: Any) -> Any:
            self._measure(name, *args, *options.values())
            return filter(*args, **options)

        return measured

    def _measure(self, name: str, *values: Any) -> None:
        """Before values meet: what they make together is at most the product of their sizes."""
        if name.startswith("format"):
            _refuse(any(isinstance(one, str) and _WIDE.search(one) is not None for one in values))
        sizes = [max(1, min(abs(one), MOST + 1) if isinstance(one, int) else _size(one)) for one in values]
        _refuse(prod(sizes) > MOST)
        self._spend(1 + sum(_size(one) for one in values) // 100)

    def _spend(self, steps: int) -> None:
        self._left -= steps
        _refuse(self._left < 0)


class _Counted:
    """Items that cost a step each as they are taken. As long as what they come from, for `loop.length`."""

    def __init__(self, items: Iterable[Any], spend: Callable[[int], None]) -> None:
        self._items, self._spend = items, spend

    def __iter__(self) -> Iterator[Any]:
        for item in self._items:
            self._spend(1)
            yield item

    def __len__(self) -> int:
        return len(self._items)  # type: ignore[arg-type]  # a TypeError lets Jinja count by itself


def _through(name: str, node: Any) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _small(part: Any) -> Any:
    _refuse(_size(part) > MOST // 2)
    return part


def _size(value: Any, deep: int = _DEEP) -> int:
    """Letters of a text, the weight of a list with what is in it; 1 for the rest."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, range):
        return len(value) * ITEM
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        return len(value) * ITEM + (sum(_size(one, deep - 1) for one in value) if deep else 0)
    return 1


def _refuse(too_much: bool) -> None:
    if too_much:
        raise TooMuch
