"""The results of a run as files: every figure of every round as JSON, the table and the medians as Markdown."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as cipher
from speed_rows import Round
from speed_setup import Stand
from speed_table import beside, table

_PARTS = ("textual", "sqlmodel", "SQLAlchemy", "sqlcipher3", "cryptography")


def write(folder: Path, name: str, rounds: Sequence[Round], stand: Stand) -> None:
    """`name`.json and `name`.md in `folder`. No name of a host or path is in them."""
    folder.mkdir(exist_ok=True)
    about = {"machine": machine(), "versions": {**versions(), **stand.peers.versions()}, "vaults": stand.counts}
    whole = {**about, "rounds": rounds, "medians": medians(rounds)}
    (folder / f"{name}.json").write_text(json.dumps(whole, indent=1) + "\n")
    (folder / f"{name}.md").write_text("\n".join(_page(name, rounds, about)) + "\n")


def machine() -> dict[str, str | int]:
    """What kind of machine this is: its cores, memory and processor model."""
    model = re.search(r"^model name\s*: (.*)$", _read("/proc/cpuinfo"), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s+(\d+) kB", _read("/proc/meminfo"), re.MULTILINE)
    return {
        "cores": os.cpu_count() or 0,
        "memory_gb": round(int(memory[1]) / 1e6) if memory else 0,
        "processor": model[1].strip() if model else platform.machine(),
        "system": platform.system(),
    }


def versions() -> dict[str, str]:
    connection = cipher.connect(":memory:")
    (engine,), (crypto,) = connection.execute("SELECT sqlite_version()"), connection.execute("PRAGMA cipher_version")
    found = {name: importlib.metadata.version(name) for name in _PARTS}
    return {"python": platform.python_version(), **found, "SQLite": engine[0], "SQLCipher": crypto[0].split()[0]}


def medians(rounds: Sequence[Round]) -> dict[str, dict[str, float]]:
    """The median of each figure over the rounds that have it, by program."""
    names = dict.fromkeys(name for each in rounds for name in each)
    return {
        name: {
            figure: round(statistics.median(each[name][figure] for each in rounds if figure in each.get(name, {})), 3)
            for figure in dict.fromkeys(figure for each in rounds for figure in each.get(name, {}))
        }
        for name in names
    }


def _page(name: str, rounds: Sequence[Round], about: Mapping[str, Any]) -> list[str]:
    lines = [f"# Speed, {name}", "", f"{len(rounds)} rounds. {_told(about['machine'])}", "", _told(about["versions"])]
    lines += ["", *table(rounds, about["vaults"]["big"]), "", "## Beside VisiData", "", *beside(rounds)]
    lines += ["", "## Medians", "", "Times in ms, memory in MB. E is `empty`, H is `hello`.", ""]
    for program, figures in medians(rounds).items():
        told = ", ".join(f"{figure} {value:,.4g}" for figure, value in figures.items())
        lines += [f"- **{program}**: {told}"]
    return lines


def _told(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{key} {value}" for key, value in facts.items()) + "."


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
