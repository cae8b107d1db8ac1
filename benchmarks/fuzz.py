"""Broken and hostile input for everything that comes from outside. Counts outcomes, times nothing.

    python benchmarks/fuzz.py [--inputs 10000] [--seed 1] [--data FOLDER] [--only NAME] [--show]

Each family of inputs runs in a process of its own, so that its peak memory is its own; three of four inputs are made
by a seeded generator, the fourth by Hypothesis, which leans towards edges. Real files to mutate are taken from --data,
else from COORDTUI_REALDATA, beside the project's own. Exit code 1 when an input led to a fault of the program, left
something half written, took over a minute, or more memory than the bound. POSIX only (signals, rlimits).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from fuzz_run import MOST_MIB, Tally, run

SHARES = {
    "import files": 28,
    "key file": 14,
    "settings": 14,
    "filters": 12,
    "words typed": 6,
    "plan starters": 8,
    "document templates": 10,
    "backups": 5,
    "age files": 3,
}
"""Of every hundred inputs."""
HEAD = "| from outside | inputs | refused in words | accepted | faults | partial writes | peak MiB | slowest s |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=os.environ.get("COORDTUI_REALDATA"))
    parser.add_argument("--only", choices=SHARES, help="one family, --inputs of it")
    parser.add_argument("--show", action="store_true", help="print the traceback of each kind of fault")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.json:
        print(json.dumps(asdict(run(args.only, args.inputs, args.seed, args.data))))
        return 0
    counts = {args.only: args.inputs} if args.only else {name: args.inputs * n // 100 for name, n in SHARES.items()}
    return report((apart(name, count, args.seed, args.data) for name, count in counts.items()), show=args.show)


def apart(name: str, inputs: int, seed: int, data: Path | None) -> Tally:
    """One family in a process of its own."""
    words = [sys.executable, __file__, "--json", "--only", name, "--inputs", str(inputs), "--seed", str(seed)]
    words += ["--data", str(data)] if data else []
    done = subprocess.run(words, check=False, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603 - this program
    if done.returncode:
        return Tally(name, inputs, faults={f"the process ended with {done.returncode}": 1})
    return Tally(**json.loads(done.stdout))


def report(families: Iterable[Tally], *, show: bool) -> int:
    """A row as soon as it is known, then what went wrong. Returns the exit code."""
    tallies: list[Tally] = []
    print(HEAD + "\n|---|---|---|---|---|---|---|---|", flush=True)
    for one in families:
        figures = (one.inputs, one.refused, one.accepted, sum(one.faults.values()), sum(one.partial.values()))
        print(f"| {one.name} | {' | '.join(map(str, figures))} | {one.peak_mib} | {one.slowest:.1f} |", flush=True)
        tallies.append(one)
    print()
    for one in tallies:
        for what, count in (one.faults | one.partial).items():
            print(f"{one.name}: {count} x {what if show else what.splitlines()[0]}")
    faults, partial = (sum(sum(getattr(one, what).values()) for one in tallies) for what in ("faults", "partial"))
    greedy = [one.name for one in tallies if one.peak_mib > MOST_MIB]
    print(f"inputs: {sum(one.inputs for one in tallies)}\nfaults: {faults}\npartial writes: {partial}")
    print(f"over {MOST_MIB} MiB: {', '.join(greedy) or 'none'}")
    return 1 if faults or partial or greedy else 0


if __name__ == "__main__":
    raise SystemExit(main())
