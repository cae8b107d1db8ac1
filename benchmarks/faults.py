"""What happens to a vault when things go wrong: killed, corrupted, out of room, torn, unplugged. Counts outcomes.

    python benchmarks/faults.py [--kills 200] [--updates 60] [--corruptions 500] [--pages all] [--full all]
                                [--points 40] [--others 6] [--seed 1]

Every round works on a real encrypted vault in a private temporary folder. Exit code 1 when acknowledged work was lost,
damage went unnoticed, or a vault did not open though a good state of it existed. POSIX only (fork, kill -9); faults at
every write need Linux and a C compiler, without which a limit on the size of files stands in for a full disk.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import fault_corrupt
import fault_full
import fault_kill
import fault_others
import fault_points
import fault_update
from fault_vault import BAD, Bases

Found = Counter[tuple[str, str]]
Round = Callable[[Path, random.Random, int], tuple[str, str]]
ALL = sys.maxsize


def count(text: str) -> int:
    return ALL if text == "all" else int(text)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=count, default=200, help="kills at random moments, at work")
    parser.add_argument("--updates", type=count, default=60, help="kills at random moments, in updates of old vaults")
    parser.add_argument("--corruptions", type=count, default=500, help="random damages of every kind and file")
    parser.add_argument("--pages", type=count, default=ALL, help="pages of the database damaged in turn")
    parser.add_argument("--full", type=count, default=ALL, help="points of each work at which the disk is full")
    parser.add_argument("--points", type=count, default=40, help="points of each work for each other fault at a write")
    parser.add_argument("--others", type=count, default=6, help="rounds with a read-only folder, and a second program")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    home = Path(os.environ.get(fault_points.SHIM) or tempfile.mkdtemp(prefix="coordtui-faults-"))
    try:
        fault_points.load_shim(home)
        return run(args, Bases(home))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def run(args: argparse.Namespace, bases: Bases) -> int:
    """Print each kind of fault as soon as its rounds are done; returns the exit code."""
    bad: Counter[str] = Counter()
    print("| fault | what | outcome | rounds |\n|---|---|---|---|")
    for name, found in sections(args, bases):
        for (what, outcome), times in sorted(found.items()):
            print(f"| {name} | {what} | {outcome} | {times} |", flush=True)
            bad.update({one: times for one in BAD if one in outcome})
    print()
    for outcome in BAD:
        print(f"{outcome}: {bad[outcome]}")
    return 1 if any(bad.values()) else 0


def sections(args: argparse.Namespace, bases: Bases) -> Iterator[tuple[str, Found]]:
    seed: int = args.seed
    yield "kill -9", rounds("kill -9", fault_kill.round_of, args.kills, bases, seed)
    yield "kill -9 in an update", updates(args.updates, bases, seed)
    yield "corruption", rounds("corruption", fault_corrupt.round_of, args.corruptions, bases, seed)
    yield "corruption of a page", pages(args.pages, bases)
    yield "read-only", rounds("read-only", fault_others.read_only_round, args.others, bases, seed)
    yield "second program", rounds("second program", fault_others.second_round, args.others, bases, seed)
    if not fault_points.available():
        yield "disk full", rounds("disk full", fault_full.round_of, min(args.full, 60), bases, seed)
        return
    for how in fault_points.HOWS:
        yield how, points(how, args.full if how == "disk full" else args.points, bases)


def rounds(name: str, one: Round, number: int, bases: Bases, seed: int) -> Found:
    """How often each kind of fault had each outcome."""
    found: Found = Counter()
    for index in range(number):
        chance = random.Random(f"{name} {seed} {index}")  # noqa: S311 - chosen faults, no secrets
        found[one(bases.fresh("plain"), chance, index)] += 1
    return found


def updates(number: int, bases: Bases, seed: int) -> Found:
    found: Found = Counter()
    longest: dict[str, float] = {}
    for index in range(number):
        version = fault_update.VERSIONS[index % len(fault_update.VERSIONS)]
        folder = bases.fresh(version)
        if version not in longest:
            began = time.perf_counter()
            fault_update.update(folder)
            longest[version] = time.perf_counter() - began
            folder = bases.fresh(version)
        chance = random.Random(f"update {seed} {index}")  # noqa: S311 - chosen faults, no secrets
        found[fault_kill.update_round(folder, chance, version, longest[version])] += 1
    return found


def pages(number: int, bases: Bases) -> Found:
    last = fault_corrupt.pages(bases.fresh("plain"))
    every = max(1, -(-last // number)) if number else last + 1
    return Counter(fault_corrupt.page_round(bases.fresh("plain"), page) for page in range(1, last + 1, every) if number)


def points(how: str, limit: int, bases: Bases) -> Found:
    found: Found = Counter()
    for name, work in fault_points.WORKS.items() if limit else ():
        found.update((name, outcome) for outcome in fault_points.sweep(name, work, how, bases.fresh, limit))
    return found


if __name__ == "__main__":
    raise SystemExit(main())
