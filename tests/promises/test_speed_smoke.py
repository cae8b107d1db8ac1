"""The measurement of speed still drives the program: prompt, queue, strokes, leaving. No time is asserted here.

`benchmarks/speed.py` measures; what it sees of a terminal is checked on a small vault, so that it does not rot.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
PEOPLE = 60


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """The modules of the measurement, which types the passphrase at once here."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    monkeypatch.setattr(importlib.import_module("speed_app"), "_TYPING", 0)
    return importlib.import_module


@pytest.mark.skipif(sys.platform != "linux", reason="what it reads of processes stands in /proc")
def test_the_driver_sees_the_prompt_the_queue_and_what_each_key_changes(
    driver: Callable[[str], Any], tmp_path: Path
) -> None:
    place = tmp_path / "place"
    driver("big_vault").build(place, patients=PEOPLE, told=4, follow_ups=PEOPLE, notes=PEOPLE, entries=0)
    app, measures = driver("speed_app"), driver("speed_measures")
    with app.unlocked(place) as (program, figures):
        assert figures["prompt"] > 0
        assert figures["queue"] > 0
        first = [number for number, line in enumerate(program.shown.words()) if app.CURSOR in line]
        down = program.stroke("down", measures.ROWS_OF_LIST)
        second = [number for number, line in enumerate(program.shown.words()) if app.CURSOR in line]
        assert down.paint is not None
        assert 0 < down.first_bytes <= down.bytes
        assert first[0] < second[0]
        program.stroke("up")
        assert program.stroke("up").paint is None, "above the first row is none: what changes nothing is no figure"
        assert program.memory() > 0
    assert program.ended, "it was left by its own key"
    assert program.status == 0
