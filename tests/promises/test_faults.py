"""Kill, damage and a full disk, a few rounds of each: `benchmarks/faults.py` runs as many as one likes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FAULTS = Path(__file__).parents[2] / "benchmarks" / "faults.py"


@pytest.mark.skipif(os.name != "posix", reason="needs fork and kill -9")
def test_no_acknowledged_work_is_lost_and_no_damage_is_silent() -> None:
    words = [sys.executable, str(FAULTS), "--kills", "25", "--corruptions", "33", "--full", "12"]
    done = subprocess.run(words, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "acknowledged acts lost: 0" in done.stdout
    assert "| kill -9 | at work | all acknowledged work is there |" in done.stdout
    assert "a fault of the program" not in done.stdout
    assert "misnamed" not in done.stdout
