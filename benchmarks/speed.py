"""How fast coordtui is, as ratios within one run, beside its floors and peers; README.md here says how to read it.

    python benchmarks/peers.py            once: VisiData and taskwarrior, in folders of their own
    python benchmarks/speed.py            the whole table, into benchmarks/results/
    python benchmarks/speed.py --quick    one round on small vaults, to see that everything runs

Every round runs each program once, each time beginning with another; the table gives medians of the ratios of rounds.
The vaults are made at the first run and kept in `--folder` (Linux only; nothing on it is secret).
"""

from __future__ import annotations

import argparse
import datetime as dt
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import peers
import speed_app
import speed_others
import speed_setup
from pty_driver import NotSeen
from speed_measures import Figures
from speed_report import write
from speed_rows import Round
from speed_setup import Stand
from speed_table import table

_HERE = Path(__file__).parent
Measure = Callable[[], Figures]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--only", nargs="+", metavar="PROGRAM", help=f"of {', '.join(_EVERY)}")
    parser.add_argument("--bundles", type=Path, help="a folder of R4 bundles, for the import")
    parser.add_argument("--bulk", type=Path, help="a folder of a bulk export as NDJSON, for the import")
    parser.add_argument("--folder", type=Path, default=peers.default_folder(), help="where vaults and peers are kept")
    parser.add_argument("--name", default=dt.datetime.now(dt.UTC).date().isoformat(), help="of the results")
    parser.add_argument("--quick", action="store_true", help="one round on small vaults; writes no results")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the program being driven is ended, too
    sizes = speed_setup.QUICK if args.quick else speed_setup.FULL
    imports = {name: path for name, path in (("bundles", args.bundles), ("bulk", args.bulk)) if path is not None}
    stand = speed_setup.prepare(args.folder, sizes, peers.found(args.folder), imports)
    rounds = run(stand, 1 if args.quick else args.rounds, args.only, everything=args.quick)
    sys.stdout.write("\n".join(table(rounds, stand.counts["big"])) + "\n")
    if not args.quick:
        write(_HERE / "results", args.name, rounds, stand)


_EVERY: dict[str, int] = {
    "empty": 1,
    "hello": 1,
    "lists": 1,
    "moves": 1,
    "work": 1,
    "inside": 1,
    "cli": 1,
    "taskwarrior": 1,
    "everywhere": 6,
    "during": 6,
    "visidata": 6,
    "ranking": 6,
    "bundles": 6,
    "bulk": 6,
}
"""Each program, and that it runs every so many rounds: what is slow and varies little runs in some only."""


def programs(stand: Stand) -> dict[str, Measure]:
    """What can be measured here, by name."""
    sizes = stand.places
    tomorrow = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)).isoformat()
    found: dict[str, Measure] = {
        "empty": speed_others.empty,
        "hello": speed_others.hello,
        "lists": lambda: speed_app.lists(sizes["wide"]),
        "moves": lambda: speed_app.moves(sizes["small"]),
        "work": lambda: speed_app.work(sizes["big"]),
        "inside": lambda: stand.inside("big", rank=False),
        "everywhere": lambda: speed_app.everywhere(sizes["big"]),
        "cli": lambda: speed_others.today(sizes["big"]),
        "during": lambda: speed_app.ranking(sizes["crowded"], tomorrow),
        "ranking": lambda: stand.inside("crowded", rank=True),
    }
    if (task := stand.peers.taskwarrior) is not None:
        found["taskwarrior"] = lambda: speed_others.taskwarrior(task, stand.folder / "task-home")
    if (vd := stand.peers.visidata) is not None:
        found["visidata"] = lambda: speed_others.visidata(vd, stand.folder / "caseload.csv", stand.folder / "vd-home")
    found |= {name: partial(stand.imported, path) for name, path in stand.imports.items()}
    return found


def run(stand: Stand, times: int, only: list[str] | None, *, everything: bool) -> list[Round]:
    rounds: list[Round] = []
    known = {name: measure for name, measure in programs(stand).items() if not only or name in only}
    for number in range(times):
        due = [name for name in known if everything or number % _EVERY[name] == 0]
        turn = number % len(due)
        rounds.append({})
        for name in due[turn:] + due[:turn]:
            begun = time.perf_counter()
            try:
                rounds[-1][name] = known[name]()
                word = "done"
            except (NotSeen, OSError, ValueError, subprocess.SubprocessError) as fault:
                stand.renew(name)
                word = f"failed: {fault}"
            sys.stderr.write(f"round {number + 1} of {times}, {name}: {word} ({time.perf_counter() - begun:.0f} s)\n")
    return rounds


if __name__ == "__main__":
    main()
