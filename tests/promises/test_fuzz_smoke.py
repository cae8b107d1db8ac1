"""Broken and hostile input, a little of each kind: `benchmarks/fuzz.py` runs as many as one likes.

Each input is refused in words or taken in whole: no traceback, nothing half written. In the suite the inputs are the
same each time; Hypothesis makes up others for what is quick to try.
"""

from __future__ import annotations

import importlib
import os
import random
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
INPUTS = {
    "import files": 15,
    "key file": 8,
    "settings": 60,
    "filters": 12,
    "words typed": 60,
    "plan starters": 12,
    "document templates": 15,
    "backups": 10,
    "age files": 40,
}

if os.name != "posix":
    pytest.skip("needs alarms", allow_module_level=True)


@pytest.fixture
def harness(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("fuzz_run")


def test_every_kind_of_input_is_tried_here(harness: Any) -> None:
    assert set(INPUTS) == set(harness.FAMILIES)


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("name", INPUTS)
def test_hostile_input_is_refused_in_words_and_leaves_nothing_half_written(
    harness: Any, tmp_path: Path, name: str
) -> None:
    tally = harness.Tally(name)
    with harness.family(name)(tmp_path, None) as attempt:
        for index in range(INPUTS[name]):
            tally.add(attempt, random.Random(f"{name} suite {index}"))
    assert tally.faults == {}
    assert tally.partial == {}
    assert tally.refused > 0, "not one input was bad enough"


@pytest.mark.parametrize("name", ["settings", "age files"])
def test_whatever_hypothesis_makes_up_is_refused_in_words(harness: Any, tmp_path: Path, name: str) -> None:
    tally = harness.Tally(name)
    with harness.family(name)(tmp_path, None) as attempt:
        harness.explore(tally, attempt, 60, seed=1)
    assert tally.inputs >= 60
    assert (tally.faults, tally.partial) == ({}, {})


def test_an_input_that_breaks_the_program_or_is_half_written_is_counted(harness: Any) -> None:
    """The search itself is searched: it would see a traceback, a partial write and a refusal."""
    from coordtui.errors import Refused

    def attempt(chance: random.Random) -> str:
        raise chance.choice((KeyError("fault"), harness.PartialWrite("half"), Refused("in words")))

    tally = harness.Tally("made up")
    for index in range(40):
        tally.add(attempt, random.Random(index))
    counts = (sum(tally.faults.values()), sum(tally.partial.values()), tally.refused)
    assert sum(counts) == 40
    assert all(counts)


def test_the_table_counts_what_went_wrong_and_the_exit_code_says_so(
    harness: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    report = importlib.import_module("fuzz").report
    fine = harness.Tally("age files", inputs=20, refused=19, accepted=1, peak_mib=80, slowest=0.1)
    assert report([fine], show=False) == 0
    assert "| age files | 20 | 19 | 1 | 0 | 0 | 80 | 0.1 |" in capsys.readouterr().out
    for wrong in ({"faults": {"KeyError in x.py:1": 2}}, {"partial": {"half": 1}}, {"peak_mib": 5000}):
        assert report([fine, harness.Tally("backups", **wrong)], show=False) == 1
    assert "over 768 MiB: backups" in capsys.readouterr().out
