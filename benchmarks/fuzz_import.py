"""Files to import: a made-up export and real files, mutated, whole or in zips."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz_mutate import altered, junk, reworded, spelled, spoiled, zipped
from fuzz_run import ACCEPTED, REFUSED, PartialWrite, Try
from tests.exchange.bench import Bench
from tests.exchange.test_fuzz import WHOLE

from coordtui.clock import Clock
from coordtui.exchange.fhir import ImportReport
from coordtui.store.vault import Vault

LARGEST = 60_000
"""Bytes of a real file: larger ones hold the same kinds of things many times over."""
MOST_REAL = 600
_ENDS = (".json", ".ndjson", ".jsonl", ".zip", ".xml")


@contextlib.contextmanager
def imports(home: Path, data: Path | None) -> Iterator[Try]:
    """Half of them rehearsed, which may leave nothing; half taken in and taken back, which may leave nothing either."""
    real = real_files(data)
    folder = home / "in"
    folder.mkdir()
    with Vault.create_throwaway(home / "vault") as vault:
        bench = Bench(vault, Clock("America/New_York"), folder)
        bench.run(_written(folder / "first.json", spelled(WHOLE, random.Random(0))))  # noqa: S311 - no secret
        before = bench.digest()

        def attempt(chance: random.Random) -> str:
            for path in folder.iterdir():
                path.unlink()
            name, content = made(real, chance)
            path = _written(folder / name, content)
            acts = _acts(bench)
            report = bench.run(path, dry_run=chance.random() < 0.5)
            if _acts(bench) > acts:
                bench.ledger.undo()
            if bench.digest() != before:
                raise PartialWrite("an import that was taken back left something")
            return _outcome(report)

        yield attempt
        if bench.nowhere():
            raise PartialWrite("an open object stands nowhere")


def real_files(data: Path | None) -> list[tuple[str, bytes]]:
    """A spread of the small ones, and the first lines of the large ones."""
    if data is None:
        return []
    found = sorted(path for path in data.rglob("*") if path.suffix in _ENDS and path.is_file())
    chosen = random.Random(0).sample(found, min(MOST_REAL, len(found)))  # noqa: S311 - no secret
    files = []
    for path in chosen:
        with path.open("rb") as file:
            content = file.read(LARGEST)
        whole = len(content) < LARGEST
        if whole or path.suffix in (".ndjson", ".jsonl"):
            files.append((path.suffix, content if whole else content.rpartition(b"\n")[0]))
    return files


def made(real: list[tuple[str, bytes]], chance: random.Random) -> tuple[str, bytes]:
    """A name and a content."""
    suffix, content = _one(real, chance)
    if chance.randrange(8) == 0:
        others = {f"{n}{end}": data for n, (end, data) in enumerate(_one(real, chance) for _ in range(2))}
        content = zipped({f"a{suffix}": content, **others}, chance)
        suffix = ".zip"
        if chance.random() < 0.5:
            content = spoiled(content, chance)
    name = chance.choice((f"in{suffix}", f"in{suffix}", "in.json", "in.ndjson", "in.zip", "in"))
    return name, content


def _one(real: list[tuple[str, bytes]], chance: random.Random) -> tuple[str, bytes]:
    if not real or chance.random() < 0.4:
        return _mutant(WHOLE, ".json", chance)
    suffix, content = chance.choice(real)
    try:
        if suffix == ".json":
            return _mutant(json.loads(content), suffix, chance)
        if suffix in (".ndjson", ".jsonl"):
            lines = [json.loads(line) for line in content.splitlines()[:20]]
            return suffix, b"\n".join(spelled(line, chance) for line in altered(lines, chance))
    except (ValueError, RecursionError):
        pass
    return suffix, spoiled(content, chance)


def _mutant(whole: Any, suffix: str, chance: random.Random) -> tuple[str, bytes]:
    if chance.randrange(10) == 0:
        return suffix, spelled(junk(chance, 4), chance)
    content = spelled(altered(whole, chance), chance)
    if chance.randrange(6) == 0:
        return suffix, reworded(content.decode("utf-8", "replace"), chance)
    return suffix, spoiled(content, chance) if chance.randrange(6) == 0 else content


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _acts(bench: Bench) -> int:
    from sqlalchemy import text
    from sqlmodel import Session

    def read(session: Session) -> int:
        return int(session.execute(text("SELECT count(*) FROM act")).scalar_one())

    return bench.ledger.read(read)


def _outcome(report: ImportReport) -> str:
    """A resource that could not be written is a fault that was caught: it counts as one."""
    for file in report.files:
        for problem in file.problems:
            if "could not be written" in problem.what:
                raise RuntimeError(f"caught: {problem.what}")
    taken = report.files and all(file.status in ("imported", "unchanged") for file in report.files)
    return ACCEPTED if taken else REFUSED
