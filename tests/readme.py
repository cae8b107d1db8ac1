"""The README's generated tables: commands and options from argparse, keys from the verbs. See `make.py docs`."""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from pathlib import Path

from coordtui.cli.parser import build

README = Path(__file__).parent.parent / "README.md"
_BLOCK = re.compile(r"(<!-- begin (\w+)[^>]*-->\n).*?(<!-- end \2 -->)", re.DOTALL)


@dataclass(frozen=True)
class Command:
    """One thing that can be typed: its words, its arguments as in the usage line, and what it does."""

    words: str
    arguments: str
    help: str


def commands(parser: argparse.ArgumentParser) -> list[Command]:
    """Every command that does something, in the order of the help."""
    return list(_commands(parser, ""))


def _commands(parser: argparse.ArgumentParser, words: str) -> Iterator[Command]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helped = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, sub in action.choices.items():
                full = f"{words} {name}".strip()
                if sub.get_default("run") is not None:  # some do something themselves and have verbs too
                    yield Command(full, _arguments(sub), helped[name])
                yield from _commands(sub, full)


def _arguments(parser: argparse.ArgumentParser) -> str:
    """The usage line without the program and its help option, whatever the width of this terminal."""
    parser.formatter_class = lambda prog: argparse.HelpFormatter(prog, width=10_000)
    vars(parser)["color"] = False  # of newer Pythons, at a terminal
    usage = parser.format_usage().removeprefix("usage: ").removeprefix(parser.prog).strip()
    return usage.removeprefix("[-h]").removesuffix("VERB ...").strip()


def command_table() -> str:
    rows = [f"| `{f'coordtui {one.words} {one.arguments}'.strip()}` | {one.help} |" for one in commands(build())]
    first = "| `coordtui` | open the app; the first time: make a vault |"
    return "\n".join(["| command | does |", "|---|---|", first, *(row.replace("|...", "\\|...") for row in rows)])


def option_table() -> str:
    rows = []
    for action in build()._actions:
        if action.option_strings and action.dest not in ("help", "version"):
            name = " ".join([*action.option_strings, action.metavar or ""]).strip()  # type: ignore[list-item]
            rows.append(f"| `{name}` | {action.help} |")
    return "\n".join(["| option, before the command | means |", "|---|---|", *rows])


def key_tables() -> str:
    importlib.import_module("coordtui.screens.keys")
    from coordtui.verbs import key_sheet

    return key_sheet().strip()


def finding_table() -> str:
    """Every key of the finding language: where it is understood, what it is about, what stands behind it."""
    from coordtui.rules.finding_keys import KEYS

    rows = []
    for key in sorted(KEYS, key=lambda one: (one.about == "row", KEYS.index(one))):
        lists = "people, referrals, plans" if key.about == "person" else ", ".join(sorted(key.subjects))
        also = "".join(f", `{alias}:`" for alias in key.aliases)
        rows.append(f"| `{key.name}:`{also} | {lists} | {key.label} | {key.help} |")
    return "\n".join(["| key | lists | about | takes |", "|---|---|---|---|", *rows])


def speed_table() -> str:
    """The table of the newest run of benchmarks/speed.py."""
    newest = max((README.parent / "benchmarks" / "results").glob("*.md"))
    lines = newest.read_text(encoding="utf-8").splitlines()
    rows = takewhile(lambda line: line.startswith("|"), dropwhile(lambda line: not line.startswith("|"), lines))
    return "\n".join(rows)


BLOCKS = {
    "commands": command_table,
    "options": option_table,
    "keys": key_tables,
    "finding": finding_table,
    "speed": speed_table,
}


def written(text: str) -> str:
    """The README with its generated blocks made anew."""

    def fill(found: re.Match[str]) -> str:
        return f"{found[1]}\n{BLOCKS[found[2]]()}\n\n{found[3]}"

    return _BLOCK.sub(fill, text)


def main() -> int:
    before = README.read_text(encoding="utf-8")
    after = written(before)
    README.write_text(after, encoding="utf-8")
    sys.stdout.write("README.md is written.\n" if after != before else "README.md is up to date.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
