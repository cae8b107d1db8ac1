"""The programs that the benchmarks compare with, each in a folder of its own under FOLDER; nothing else is touched.

    python benchmarks/peers.py [FOLDER]

VisiData comes from PyPI into a virtual environment; taskwarrior from Debian's packages, unpacked and not installed
(where there is no apt-get, a `task` on the path is used).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

VISIDATA = "visidata==3.4"


def default_folder() -> Path:
    """Where vaults and peers are kept between runs."""
    return Path(tempfile.gettempdir()) / "coordtui-speed"


@dataclass(frozen=True, slots=True)
class Peers:
    """How to start each, None where it is not there."""

    visidata: Path | None
    taskwarrior: Path | None

    def versions(self) -> dict[str, str]:
        found = {}
        for name, program in (("visidata", self.visidata), ("taskwarrior", self.taskwarrior)):
            if program is not None:
                told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
                words = (told.stdout or told.stderr).split()
                found[name] = words[-1].removeprefix("v") if words else "?"
        return found


def found(folder: Path) -> Peers:
    visidata = folder / "visidata" / "bin" / "vd"
    task = folder / "taskwarrior" / "usr" / "bin" / "task"
    on_path = shutil.which("task")
    return Peers(
        visidata=visidata if visidata.exists() else None,
        taskwarrior=task if task.exists() else Path(on_path) if on_path else None,
    )


def install(folder: Path) -> Peers:
    """Get what is not there yet; what cannot be had is said and left out."""
    folder.mkdir(parents=True, exist_ok=True)
    present = found(folder)
    if present.visidata is None:
        venv.create(folder / "visidata", with_pip=True)
        _run([folder / "visidata" / "bin" / "python", "-m", "pip", "install", "--quiet", VISIDATA], folder)
    if present.taskwarrior is None and shutil.which("apt-get"):
        _run(["apt-get", "download", "taskwarrior"], folder)
        for package in folder.glob("taskwarrior_*.deb"):
            _run(["dpkg", "-x", package, folder / "taskwarrior"], folder)
    return found(folder)


def _run(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, check=False)  # noqa: S603 - fixed commands
    if done.returncode:
        sys.stderr.write(f"{os.fspath(command[0])} failed ({done.returncode}); that peer is left out.\n")


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default_folder()
    for name, version in install(folder).versions().items():
        sys.stdout.write(f"{name} {version}\n")
