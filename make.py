#!/usr/bin/env python3
"""Sets coordtui up inside this checkout and runs it, its tests or its tools. Needs nothing but Python 3.11 or newer.

Everything is installed into `.venv` beside this file, from the pinned and hashed lists `requirements*.lock`.
An environment that matches its list is used again as it is.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the sentence that an older Python prints
    raise SystemExit("coordtui needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
HEADER = "# Written by `python3 make.py lock`. Every file is pinned by its hash.\n"
WORKERS = str(max(2, (os.cpu_count() or 1) * 3 // 2))
"""More than processors: tests wait for the disk, and for the programs that they start."""
CHECKS = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["mypy"]),
    ("imports", ["lint-imports"]),
    ("tests", ["pytest", "-n", WORKERS, "--dist", "worksteal"]),
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Set coordtui up inside this checkout, and run it.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, words) in COMMANDS.items():
        commands.add_parser(name, help=words, add_help=False)
    options, rest = parser.parse_known_args()
    os.chdir(ROOT)
    return COMMANDS[options.command][0](rest)


def demo(rest: list[str]) -> int:
    set_up("run")
    return start("coordtui", "demo", *rest)


def run(rest: list[str]) -> int:
    set_up("run")
    return start("coordtui", *rest)


def test(rest: list[str]) -> int:
    """Run every check, also after one has failed, so that one run tells everything."""
    set_up("dev")
    failed = []
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        if start(*command, *(rest if name == "tests" else [])):
            failed.append(name)
    if failed:
        print("Failed: " + ", ".join(failed) + ".", file=sys.stderr)
    return 1 if failed else 0


def docs(rest: list[str]) -> int:
    """Write the generated tables of the README: commands, options and keys."""
    set_up("dev")
    return start("python", "-m", "tests.readme", *rest)


def shots(rest: list[str]) -> int:
    """Draw the README's screenshots from the demo."""
    set_up("dev")
    return start("python", "-m", "tests.shots", *rest)


def lock(rest: list[str]) -> int:
    """Pin every version, with the hashes of every platform's files and with no addresses. `--upgrade` pins anew."""
    set_up(None)
    if not (BIN / "uv").exists() and not (BIN / "uv.exe").exists():
        pip("install", "uv>=0.13")
    common = ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet", *rest]
    common += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
    for kind, extras in (("run", ["build"]), ("dev", ["build", "dev"])):
        extra = [word for name in extras for word in ("--extra", name)]
        same = ["--constraint", LOCKS["run"].name] if kind == "dev" else []
        target = LOCKS[kind]
        command = ["uv", "pip", "compile", "pyproject.toml", *extra, *same, *common, "--output-file", target.name]
        if start(*command):
            return 1
        target.write_text(HEADER + target.read_text(encoding="utf-8").removeprefix(HEADER), encoding="utf-8")
        print(f"Wrote {target.name}.")
    return 0


def setup(rest: list[str]) -> int:
    if rest:
        raise SystemExit("setup takes no further words.")
    set_up("dev")
    print(f"Ready: {VENV}")
    return 0


COMMANDS = {
    "demo": (demo, "set up and open the made-up caseload"),
    "run": (run, "set up and run coordtui with the words that follow"),
    "test": (test, "set up and run format, lint, types, import contracts and tests"),
    "setup": (setup, "only set up, with the tools for developing"),
    "docs": (docs, "write the README's generated tables"),
    "shots": (shots, "draw the README's screenshots from the demo"),
    "lock": (lock, "pin the versions of everything installed (--upgrade: the newest)"),
}


def start(program: str, *words: str) -> int:
    """Run a program of the environment; its exit code. The project's own variables do not leak into the tests."""
    place = PYTHON if program == "python" else shutil.which(program, path=str(BIN))
    if place is None:
        raise SystemExit(f"{program} is missing from {VENV}. Remove that folder and try again.")
    kept = {name: value for name, value in os.environ.items() if program != "pytest" or _wanted(name)}
    try:
        return subprocess.run([str(place), *words], env=kept, check=False).returncode
    except KeyboardInterrupt:
        return 130


def _wanted(name: str) -> bool:
    if name == "PYTHONDONTWRITEBYTECODE":  # each worker would compile all tests anew, every time
        return False
    return not name.startswith("COORDTUI_") or name == "COORDTUI_REALDATA"


def set_up(kind: str | None) -> None:
    """Make `.venv` hold what the list of `kind` names, and this project; do nothing where it does already."""
    if not _usable():
        _make_environment()
    if kind is None or (_stamp(kind).is_file() and _stamp(kind).read_text(encoding="utf-8") == _fingerprint(kind)):
        return
    print(f"Installing what {LOCKS[kind].name} lists into {VENV.name} (once) ...", flush=True)
    pip("install", "--require-hashes", "--prefer-binary", "--requirement", LOCKS[kind].name)
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ".")
    for covered in ("run", "dev") if kind == "dev" else ("run",):
        _stamp(covered).write_text(_fingerprint(covered), encoding="utf-8")


def pip(*words: str) -> None:
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", words[0], "--quiet", *words[1:]]
    if subprocess.run(command, env={**os.environ, "PIP_USER": "0"}, check=False).returncode:
        raise SystemExit(
            "Installing failed; the lines above say why. Nothing outside .venv was changed.\n"
            "The package index must be reachable, once. After that coordtui needs no network."
        )


def _stamp(kind: str) -> Path:
    return VENV / f".installed-{kind}"


def _fingerprint(kind: str) -> str:
    """Changes with the list, the project file, or the place of the checkout (scripts name it)."""
    parts = (LOCKS[kind].read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(VENV).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _usable() -> bool:
    """Whether `.venv` has a Python that still starts, with pip in it."""
    if not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_environment() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SystemExit(
            "This Python comes without venv and pip, so nothing can be installed apart from the system.\n"
            "On Debian or Ubuntu: sudo apt install python3-venv - then run this again."
        )
    print(f"Making a Python environment in {VENV.name} ...", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False).returncode:
        raise SystemExit(f"The environment could not be made in {VENV}; the lines above say why.")


if __name__ == "__main__":
    raise SystemExit(main())
