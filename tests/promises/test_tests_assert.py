"""The tests themselves: each proves something, none sleeps, hides an error, or puts a stand-in where the store is."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
HELPERS = ("check", "assert_", "expect")
"""How a function is named that asserts for its callers."""
CHEAP_KDF = ("keys", "calibrated_cost")
"""The one thing of the store that may be replaced: what a new passphrase costs."""
_FILES = sorted(TESTS.rglob("*.py"))
_SEAMS = TESTS / "store"
"""Its own tests may break a part of the store, to see what it does then; its doors are real there too."""
_DOORS = ("Vault", "Ledger", "Desk", "Session")


def _name(path: Path) -> str:
    return path.relative_to(TESTS).as_posix() if path.is_relative_to(TESTS) else path.name


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def called(node: ast.AST) -> str:
    """The last name of what a call calls: `app.check_report(...)` is "check_report"."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def dotted(node: ast.AST) -> str:
    """`a.b.c` as text, "" for what is no such chain."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


@cache
def helpers() -> frozenset[str]:
    """The names of helpers that assert, by themselves or through one another."""
    bodies: dict[str, list[Function]] = {}
    for path in _FILES:
        for function in functions(path):
            if function.name.startswith(HELPERS):
                bodies.setdefault(function.name, []).append(function)
    found: set[str] = set()
    while True:
        more = {name for name, each in bodies.items() if all(asserts(one, frozenset(found)) for one in each)}
        if more == found:
            return frozenset(found)
        found = more


def asserts(function: ast.AST, helpers: frozenset[str]) -> bool:
    """Whether something in it can fail: an assertion that says more than a constant, a `raises`, or a helper."""
    return any(
        (isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant))
        or called(node) in helpers
        or (isinstance(node, ast.Call) and dotted(node.func) in ("pytest.raises", "pytest.warns", "pytest.fail"))
        for node in ast.walk(function)
    )


def test_every_test_asserts_something() -> None:
    files = [path for path in _FILES if path.name.startswith("test_")]
    assert len(files) > 50
    assert found_in(files, silent) == {}


def silent(path: Path) -> Iterator[str]:
    return (one.name for one in functions(path) if one.name.startswith("test_") and not asserts(one, helpers()))


def found_in(files: list[Path], look: Callable[[Path], Iterator[str]]) -> dict[str, list[str]]:
    """What `look` finds, by file."""
    return {_name(path): found for path in files if (found := list(look(path)))}


def test_there_are_no_two_tests_of_one_name_in_a_file() -> None:
    """The later one would replace the earlier one, which then never runs."""
    twice = []
    for path in _FILES:
        names = [node.name for node in tree(path).body if isinstance(node, Function)]
        twice += [f"{path.name}: {name}" for name in set(names) if names.count(name) > 1]
    assert twice == []


def test_no_test_sleeps_or_hides_an_error() -> None:
    assert found_in(_FILES, faults) == {}


def faults(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        where = f"line {getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call) and dotted(node.func) in ("time.sleep", "asyncio.sleep") and not _yields(node):
            yield f"{where}: sleeps"
        if isinstance(node, ast.ImportFrom) and node.module == "time" and "sleep" in {one.name for one in node.names}:
            yield f"{where}: sleeps"
        if isinstance(node, ast.ExceptHandler) and catches_all(node):
            yield f"{where}: catches everything"
        if isinstance(node, ast.Call) and dotted(node.func).endswith(("mark.skip", "mark.xfail")):
            yield f"{where}: is left out"


def catches_all(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or dotted(kind) in ("Exception", "BaseException") for kind in kinds)


def _yields(call: ast.Call) -> bool:
    """`asyncio.sleep(0)` lets others run and waits for nothing."""
    return len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0


def test_nothing_stands_in_for_the_store() -> None:
    assert found_in(_FILES, stand_ins) == {}


def stand_ins(path: Path) -> Iterator[str]:
    """Mocks of any kind, and parts of coordtui.store that are replaced, but for the cheap key derivation."""
    from_store = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or ""
            names = {one.asname or one.name for one in node.names}
            if "unittest.mock" in {module, *names} or (module == "unittest" and "mock" in names):
                yield f"line {node.lineno}: a mock"
            if module.startswith("coordtui.store"):
                from_store |= names
        if called(node) == "setattr" and isinstance(node, ast.Call) and len(node.args) >= 2:
            target, name = node.args[0], node.args[1]
            words = (dotted(target).split(".")[0], getattr(name, "value", ""))
            text = str(getattr(target, "value", ""))
            allowed = words == CHEAP_KDF or (path.is_relative_to(_SEAMS) and words[0] not in _DOORS)
            if not allowed and (words[0] in from_store or text.startswith("coordtui.store")):
                yield f"line {node.lineno}: replaces {text or '.'.join(map(str, words))}"


BAD = """
import time
from unittest import mock
from coordtui.store import vault
from coordtui.store.ledger import Ledger

def test_nothing(monkeypatch):
    assert True
    check_nothing()
    monkeypatch.setattr(Ledger, "do", None)
    monkeypatch.setattr("coordtui.store.desk.Desk", None)
    try:
        time.sleep(1)
    except Exception:
        pass

def check_nothing():
    print(vault)
"""


def test_what_is_forbidden_is_found(tmp_path: Path) -> None:
    path = tmp_path / "test_bad.py"
    path.write_text(BAD, encoding="utf-8")
    assert list(silent(path)) == ["test_nothing"]
    assert list(faults(path)) == ["line 14: catches everything", "line 13: sleeps"]
    assert sorted(stand_ins(path)) == [
        "line 10: replaces Ledger.do",
        "line 11: replaces coordtui.store.desk.Desk",
        "line 3: a mock",
    ]
