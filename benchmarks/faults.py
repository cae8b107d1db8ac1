"""What happens to a vault when things go wrong: killed, corrupted, out of room. Counts outcomes, times nothing.

    python benchmarks/faults.py [--kills 200] [--corruptions 500] [--full 60] [--seed 1]

Every round works on a real encrypted vault in a private temporary folder. Exit code 1 when acknowledged work was lost,
damage went unnoticed, or a vault did not open though a good state of it existed. POSIX only (fork, kill -9, rlimits).
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import fault_corrupt
import fault_full
import fault_kill
from fault_vault import BAD, base_vault

ROUNDS = {"kill -9": fault_kill.round_of, "corruption": fault_corrupt.round_of, "disk full": fault_full.round_of}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--corruptions", type=int, default=500)
    parser.add_argument("--full", type=int, default=60, help="rounds with a disk that is full a little later each time")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="coordtui-faults-"))
    try:
        base = base_vault(home / "base")
        counts = {"kill -9": args.kills, "corruption": args.corruptions, "disk full": args.full}
        return report({name: rounds(name, number, base, home, args.seed) for name, number in counts.items()})
    finally:
        shutil.rmtree(home, ignore_errors=True)


def rounds(name: str, number: int, base: Path, home: Path, seed: int) -> Counter[tuple[str, str]]:
    """How often each kind of fault had each outcome."""
    found: Counter[tuple[str, str]] = Counter()
    for index in range(number):
        chance = random.Random(f"{name} {seed} {index}")  # noqa: S311 - chosen faults, no secrets
        folder = home / "round"
        shutil.copytree(base, folder)
        try:
            found[ROUNDS[name](folder, chance, index)] += 1
        finally:
            shutil.rmtree(folder)
            for left in home.glob("round*"):
                shutil.rmtree(left)
    return found


def report(found: dict[str, Counter[tuple[str, str]]]) -> int:
    bad: Counter[str] = Counter()
    print("| fault | what | outcome | rounds |\n|---|---|---|---|")
    for name, outcomes in found.items():
        for (what, outcome), count in sorted(outcomes.items()):
            print(f"| {name} | {what} | {outcome} | {count} |")
            bad[outcome] += count if outcome in BAD else 0
    print()
    for outcome in BAD:
        print(f"{outcome}: {bad[outcome]}")
    return 1 if any(bad.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
