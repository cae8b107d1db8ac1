"""Kill, damage, a full disk, torn writes and power cuts, a few rounds of each kind on every work that writes.

`benchmarks/faults.py` runs as many as one likes, and tries every point.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FAULTS = Path(__file__).parents[2] / "benchmarks" / "faults.py"
ROUNDS = {"kills": 12, "updates": 2, "corruptions": 23, "pages": 1, "full": 1, "points": 1, "others": 3}


@pytest.mark.skipif(os.name != "posix", reason="needs fork and kill -9")
def test_no_acknowledged_work_is_lost_and_no_damage_is_silent() -> None:
    words = [word for name, number in ROUNDS.items() for word in (f"--{name}", str(number))]
    done = subprocess.run([sys.executable, str(FAULTS), *words], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    for outcome in ("acknowledged acts lost", "silent damage", "could not open though a good state existed"):
        assert f"{outcome}: 0" in done.stdout
    for fault in ("kill -9 | at work", "kill -9 in an update | an update from v1", "corruption | vault.db flipped bit"):
        assert f"| {fault} |" in done.stdout
    assert "the backup restores, salvage brings all" in done.stdout
    for unwanted in ("a fault of the program", "misnamed", "left behind"):
        assert unwanted not in done.stdout, done.stdout
    if sys.platform == "linux" and shutil.which("cc"):
        for how in ("disk full", "a write fails", "kill -9 at a write", "torn write", "power cut"):
            assert f"| {how} | an update from v2 |" in done.stdout
