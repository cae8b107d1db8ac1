"""The rules stay a light, lower floor: no screens, no store, and heavy libraries only once they are needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import SQLModel

import coordtui.models
import coordtui.rules

FOLDER = Path(coordtui.rules.__file__).parent
HEAVY = ("holidays", "phonenumbers", "langcodes", "zxcvbn", "textual", "rich", "sqlcipher3", "coordtui.store")


def test_importing_every_rule_loads_nothing_heavy() -> None:
    modules = sorted(f"coordtui.rules.{path.stem}" for path in FOLDER.glob("*.py") if path.stem != "__init__")
    code = f"import sys, {', '.join(modules)}\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_annotations_of_a_model_are_not_kept_as_text() -> None:
    """pydantic and SQLAlchemy would both compile each of them, at every start."""
    ours = [cls for cls in _below(SQLModel) if cls.__module__.startswith("coordtui.models")]
    assert len(ours) > 60
    texts = {cls.__name__ for cls in ours if any(isinstance(kind, str) for kind in cls.__annotations__.values())}
    assert texts == set()


def _below(cls: type[SQLModel]) -> Iterator[type[SQLModel]]:
    for child in cls.__subclasses__():
        yield child
        yield from _below(child)


def test_the_rules_import_only_models_errors_and_each_other() -> None:
    allowed = ("coordtui.rules", "coordtui.models", "coordtui.errors")
    named = {
        node.module
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("coordtui")
    }
    assert {name for name in named if not name.startswith(allowed)} == set()


def called_names() -> set[str]:
    """Every function and method that some rule calls, by its last name."""
    calls = [
        node.func
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    return {func.id if isinstance(func, ast.Name) else getattr(func, "attr", "") for func in calls}


def test_no_rule_asks_what_time_it_is_or_touches_a_file() -> None:
    assert not called_names() & {"today", "now", "utcnow", "open", "read_text", "write_text", "getenv"}
