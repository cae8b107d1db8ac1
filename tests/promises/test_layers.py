"""The house: who may import whom. `lint-imports` proves the contracts; here is what they cannot say."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import grimp
import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "coordtui"
FLOORS = ("cli", "app", "screens", "documents", "exchange", "casework", "rules", "models", "store", "widgets")
LEAVES = ("acts", "clock", "crash", "errors", "pace", "settings", "theme", "verbs")


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "coordtui", cache_dir=None, include_external_packages=True, exclude_type_checking_imports=True
    )


@cache
def _contracts() -> list[dict[str, Any]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return contracts


def _imports(module: str) -> set[str]:
    return set(_graph().find_modules_directly_imported_by(module))


def test_every_module_at_the_top_is_a_floor_or_a_leaf_that_the_contracts_know() -> None:
    known = {f"coordtui.{name}" for name in (*FLOORS, *LEAVES, "__main__", "resources")}
    assert set(_graph().find_children("coordtui")) <= known
    written = str(_contracts())
    assert [name for name in (*FLOORS, *LEAVES) if f"coordtui.{name}" not in written] == []


def test_only_the_engine_imports_the_cipher_driver() -> None:
    assert _graph().find_modules_that_directly_import("sqlcipher3") == {"coordtui.store.engine"}


def test_no_other_database_driver_is_imported_anywhere() -> None:
    drivers = {"sqlite3", "pysqlcipher3", "apsw", "aiosqlite"}
    found = {module for module in _graph().modules if module.startswith("coordtui") and _imports(module) & drivers}
    assert found == set()


def test_casework_is_handed_its_session_and_never_opens_one() -> None:
    opening = {"create_engine", "sessionmaker", "Engine", "scoped_session"}
    assert {
        f"{path.name}: {name}"
        for folder in ("casework", "rules", "models", "documents", "exchange")
        for path in (SOURCE / folder).rglob("*.py")
        for name in _names_imported(path)
        if name in opening
    } == set()


def test_screens_name_the_store_in_their_base_only_and_there_for_the_type_checker_alone() -> None:
    whole = grimp.build_graph("coordtui", cache_dir=None)
    users = {
        importer
        for module in whole.modules
        if module.startswith("coordtui.store")
        for importer in whole.find_modules_that_directly_import(module)
        if importer.startswith("coordtui.screens")
    }
    assert users <= {"coordtui.screens.base", "coordtui.screens.desked"}


def test_no_network_library_is_imported_anywhere() -> None:
    network = {"socket", "ssl", "http", "urllib.request", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}
    imported = {
        f"{path.relative_to(SOURCE)}: {name}"
        for path in SOURCE.rglob("*.py")
        for name in _modules_imported(path)
        if name in network or name.split(".")[0] in network - {"urllib.request"}
    }
    assert imported == set()


@pytest.mark.parametrize("noun", sorted(path.stem for path in (SOURCE / "cli").glob("*.py")))
def test_the_command_line_loads_casework_screens_and_documents_only_where_they_are_used(noun: str) -> None:
    lazy = ("coordtui.casework", "coordtui.screens", "coordtui.documents", "coordtui.exchange", "coordtui.models")
    at_the_top = {name for name in _modules_at_the_top(SOURCE / "cli" / f"{noun}.py") if name.startswith(lazy)}
    assert at_the_top == set()


def _modules_at_the_top(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        yield from _of(node)


def _modules_imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        yield from _of(node)


def _names_imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


def _of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
