"""Textual is pinned exactly, because we stand on private names of it. Another version is to say which of them changed,
and not to draw a strange screen.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
import textual

import coordtui
from tests.promises.private_hooks import HOOKS

ROOT: Final = Path(coordtui.__file__).parent
FILES: Final = sorted(
    [*ROOT.glob("screens/**/*.py"), *ROOT.glob("widgets/*.py"), *ROOT.glob("cli/*.py"), ROOT / "app.py"]
)
OTHERS: Final = frozenset({"_exit", "_replace"})
"""Of the standard library. Textual has private names that are spelled so too."""


def test_each_private_name_of_textual_is_as_it_was() -> None:
    changed = [
        f"{path}.{name} ({now or 'gone'})"
        for path, names in HOOKS.items()
        for name, before in names.items()
        if (now := _now(_stands_at(path), name)) != before
    ]
    assert not changed, (
        f"Textual {textual.__version__} has changed what we stand on: {', '.join(changed)}. Compare our code with it, "
        "then write it down in tests/promises/private_hooks.py."
    )


def test_the_list_names_all_that_is_used_and_nothing_else(ours: set[type]) -> None:
    """A name that is used by chance too: a class of ours that calls something `_name` would rename the widget."""
    listed = {name for names in HOOKS.values() for name in names}
    used = set(_used(ours))
    unlisted = sorted(f"{name} in {where}" for where, name in used if name not in listed)
    assert not unlisted, f"Private names of Textual, to be listed or called otherwise: {', '.join(unlisted)}"
    assert sorted(listed - {name for _, name in used}) == []


def test_what_takes_the_place_of_a_private_function_takes_the_same(ours: set[type]) -> None:
    pairs = [
        (own, theirs)
        for path, names in HOOKS.items()
        for name in names
        for cls in ours
        if callable(own := vars(cls).get(name))
        and (base := _stands_at(path)) in cls.__mro__
        and callable(theirs := vars(base).get(name))
    ]
    assert len(pairs) > 4
    assert [own.__qualname__ for own, theirs in pairs if _parameters(own) != _parameters(theirs)] == []


@pytest.fixture(scope="module")
def ours() -> set[type]:
    """All classes of the screens, the widgets and the app."""
    modules = [import_module(_module(path)) for path in FILES]
    return {cls for module in modules for cls in _classes(module) if _is_of("coordtui", cls.__module__)}


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)


def _classes(module: ModuleType) -> list[type]:
    return [thing for thing in vars(module).values() if inspect.isclass(thing)]


def _is_of(package: str, module: str) -> bool:
    return module.partition(".")[0] == package


def _stands_at(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name) if name[0].isupper() else import_module(path)


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@cache
def _own(thing: type | ModuleType) -> frozenset[str]:
    """The names in a module, or those that a class has by itself: in its body, or set on its objects."""
    if isinstance(thing, ModuleType):
        return frozenset(vars(thing))
    body = _body(thing)
    return frozenset({*_defined(body), *(node.attr for node in _on_self(body) if isinstance(node.ctx, ast.Store))})


@cache
def _inherited(cls: type) -> frozenset[str]:
    """The private names that a class has from Textual's."""
    bases = (base for base in cls.__mro__ if _is_of("textual", base.__module__))
    return frozenset(name for base in bases for name in _own(base) if _private(name))


@cache
def _bodies(module: str) -> dict[str, ast.ClassDef]:
    """The classes of a module by their qualified names."""
    found: dict[str, ast.ClassDef] = {}

    def look(node: ast.AST, before: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                found[before + child.name] = child
                look(child, f"{before}{child.name}.")
            else:
                look(child, before)

    look(ast.parse(inspect.getsource(sys.modules[module])), "")
    return found


def _body(cls: type) -> ast.ClassDef:
    empty = ast.ClassDef(cls.__name__, [], [], [], [])
    return _bodies(cls.__module__).get(cls.__qualname__, empty)


def _defined(cls: ast.ClassDef) -> Iterator[str]:
    for node in cls.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def _attributes(tree: ast.AST) -> list[ast.Attribute]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]


def _on_self(tree: ast.AST) -> list[ast.Attribute]:
    return [node for node in _attributes(tree) if _is_self(node)]


def _is_self(node: ast.Attribute) -> bool:
    match node.value:
        case ast.Name(id="self") | ast.Call(func=ast.Name(id="super")):
            return True
    return False


def _now(owner: type | ModuleType, name: str) -> str:
    """The digest of a function's source, a word for what is none, "" for what is not there."""
    thing = vars(owner).get(name)
    if inspect.isfunction(thing):
        return hashlib.sha256(inspect.getsource(thing).encode()).hexdigest()[:8]
    return "there" if name in _own(owner) else ""


def _parameters(function: Callable[..., object]) -> list[str]:
    return list(inspect.signature(function).parameters)


def _used(ours: set[type]) -> Iterator[tuple[str, str]]:
    """(module, name) of every private name of Textual in our code."""
    for cls in ours:
        where = cls.__module__
        # Also those that a mixin meets in what it is mixed into.
        textuals = frozenset().union(*(_inherited(one) for one in ours if cls in one.__mro__))
        names = {*_defined(_body(cls)), *(node.attr for node in _on_self(_body(cls)))}
        yield from ((where, name) for name in names & textuals)
    hooked = {name for names in HOOKS.values() for name in names}
    every = frozenset(hooked).union(*map(_inherited, ours)) - OTHERS
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = _module(path)
        yield from ((where, node.attr) for node in _attributes(tree) if not _is_self(node) and node.attr in every)
        yield from ((where, name) for name in _imported(tree))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and _is_of("textual", node.module or ""):
            hidden = any(map(_private, str(node.module).split(".")))
            yield from (alias.name for alias in node.names if hidden or _private(alias.name))
