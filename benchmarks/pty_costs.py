"""What a running program has cost: processor time and memory, from Linux's /proc."""

from __future__ import annotations

import os
import re
from pathlib import Path


def tree(pid: int) -> list[int]:
    """A process and everything that it started and that still runs."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        try:
            for thread in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (thread / "children").read_text().split()]
        except OSError:
            continue
        found.append(one)
    return found


def processor(pid: int) -> float:
    """Seconds of processor time. Threads that live are counted in nanoseconds, what has ended in the kernel's ticks."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        exact = 0
        for thread in Path(f"/proc/{pid}/task").iterdir():
            exact += int((thread / "schedstat").read_text().split()[0])
    except OSError:
        return 0.0
    tick = os.sysconf("SC_CLK_TCK")
    own, children = (int(fields[11]) + int(fields[12])) / tick, (int(fields[13]) + int(fields[14])) / tick
    return max(exact / 1e9, own - 2 / tick) + children


def memory(pid: int) -> float:
    """Proportional set size in MB, 0 for a process that is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
