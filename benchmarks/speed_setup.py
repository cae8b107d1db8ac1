"""What a run of the benchmarks stands on: vaults of several sizes, and the same rows for the peers."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peers import Peers
from speed_measures import Figures
from speed_others import task_env

_HERE = Path(__file__).parent
Sizes = Mapping[str, Mapping[str, int]]
FULL: Sizes = {
    "big": {"patients": 10_000, "follow-ups": 50_000, "notes": 200_000, "entries": 2000},
    "wide": {"patients": 50_000, "told": 1000, "follow-ups": 50_000, "notes": 2000, "entries": 0},
    "small": {"patients": 1000, "told": 1000, "follow-ups": 1000, "notes": 2000, "entries": 0},
    "crowded": {"patients": 10_000, "follow-ups": 200_000, "notes": 10_000, "entries": 0},
}
"""Options of big_vault.py by the name of the vault."""
QUICK: Sizes = {
    "big": {"patients": 400, "follow-ups": 3000, "notes": 6000, "entries": 500},
    "wide": {"patients": 1500, "told": 100, "follow-ups": 1500, "notes": 200, "entries": 0},
    "small": {"patients": 150, "told": 100, "follow-ups": 150, "notes": 200, "entries": 0},
    "crowded": {"patients": 400, "follow-ups": 8000, "notes": 400, "entries": 0},
}
TASKS = 10_000
_USED_BY = {
    "lists": "wide",
    "moves": "small",
    "work": "big",
    "everywhere": "big",
    "inside": "big",
    "cli": "big",
    "during": "crowded",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """The vaults in use are copies of those that were made, so that a run that failed spoils nothing."""

    folder: Path
    made: Path
    places: dict[str, Path]
    peers: Peers
    imports: dict[str, Path]
    counts: dict[str, Any]

    def renew(self, program: str) -> None:
        """A fresh copy of the vault that a program uses."""
        name = _USED_BY.get(program, "")
        if name:
            _copy(self.made / name, self.places[name])

    def inside(self, name: str, *, rank: bool) -> Figures:
        """benchmarks/speed_inside.py on one of the vaults."""
        plain = self.folder / f"{name}.plain.db"
        more = ["--rank"] if rank else []
        return _figures([_HERE / "speed_inside.py", self.places[name], plain, *more])

    def imported(self, folder: Path) -> Figures:
        """benchmarks/speed_fhir.py on a folder of FHIR."""
        return _figures([_HERE / "speed_fhir.py", str(folder)])


def prepare(folder: Path, sizes: Sizes, peers: Peers, imports: dict[str, Path]) -> Stand:
    """Make what is missing, and copies to work on. Takes minutes the first time."""
    kind = "full" if sizes is FULL else "quick"
    made, used = folder / f"vaults-{kind}", folder / f"used-{kind}"
    shutil.rmtree(used, ignore_errors=True)
    for name, size in sizes.items():
        if not (made / name / "counts.json").exists():
            _say(f"making the vault {name!r}")
            shutil.rmtree(made / name, ignore_errors=True)
            options = [word for key, value in size.items() for word in (f"--{key}", str(value))]
            _run([_HERE / "big_vault.py", made / name, *options])
        _copy(made / name, used / name)
    for plain in folder.glob("*.plain.db"):
        plain.unlink()
    places = {name: used / name for name in sizes}
    counts = {name: json.loads((made / name / "counts.json").read_text()) for name in sizes}
    stand = Stand(folder, made, places, peers, imports, counts)
    _say("opening the vaults once, and writing the same rows for the peers")
    _rows_for_peers(stand)
    return stand


def _copy(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    os.sync()  # or the first commit in the copy would wait until all of it is on the disk


def _rows_for_peers(stand: Stand) -> None:
    queue = ask(stand.places["big"], "today", "--json")
    home = stand.folder / "task-home"
    shutil.rmtree(home, ignore_errors=True)
    (home / "data").mkdir(parents=True)
    env = task_env(home)
    Path(env["TASKRC"]).write_text("confirmation=off\nverbose=nothing\nhooks=off\nnews.version=9.9.9\n")
    lines = [_task(each) for row in queue["rows"] for each in (row, *row["more"])][:TASKS]
    (home / "data" / "pending.data").write_text("".join(lines))
    people = ask(stand.places["wide"], "caseload", "--json")["rows"]
    with (stand.folder / "caseload.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(people[0]))
        writer.writeheader()
        writer.writerows(people)
    (stand.folder / "vd-home").mkdir(exist_ok=True)
    for name in ("small", "crowded"):
        ask(stand.places[name], "today", "--json", "--limit", "1")


def _task(step: dict[str, Any]) -> str:
    """A line of taskwarrior's own data file: an open task with words, due date and project."""
    words = re.sub(r"[^\w ,.:]", " ", step["text"])
    at = int(dt.datetime.fromisoformat(f"{step['due_on']}T12:00:00+00:00").timestamp())
    task = {"description": words, "due": at, "entry": 1_760_000_000, "project": step["kind"], "status": "pending"}
    fields = " ".join(f'{key}:"{value}"' for key, value in {**task, "uuid": uuid.uuid4()}.items())
    return f"[{fields}]\n"


def ask(place: Path, *command: str) -> Any:
    """What a command of coordtui prints as JSON."""
    return json.loads(_output([sys.executable, "-m", "coordtui", *vault_options(place), *command]))


def vault_options(place: Path) -> list[str]:
    return ["--vault", str(place / "vault"), "--password-file", str(place / "passphrase.txt")]


def _figures(script: list[str | Path]) -> Figures:
    figures: Figures = json.loads(_output([sys.executable, *map(str, script)]))
    return figures


def _run(script: list[str | Path]) -> None:
    subprocess.run([sys.executable, *map(str, script)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _output(command: list[str]) -> str:
    """Raises ValueError where the command fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ValueError(f"{command[1:4]} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
