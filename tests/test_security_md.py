"""SECURITY.md says what the program does: its figures and names are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

from coordtui.cli.parser import parse
from coordtui.screens.idle import WARN_SECONDS
from coordtui.settings import Settings
from coordtui.store.kdf import FLOOR, TARGET
from coordtui.store.recovery import BITS

ROOT = Path(__file__).parents[1]
TEXT = " ".join((ROOT / "SECURITY.md").read_text(encoding="utf-8").split())


def test_its_figures_are_those_of_the_code() -> None:
    memory = f"Argon2id ({FLOOR.m_kib // 1024} to {TARGET.m_kib // 1024} MiB, {TARGET.t} passes"
    assert memory in TEXT
    assert f"{BITS} random bits" in TEXT
    assert f"{Settings().idle_lock_minutes} minutes, a countdown before" in TEXT
    assert WARN_SECONDS > 0


def test_every_file_and_command_that_it_names_is_there() -> None:
    files = re.findall(r"`((?:tests|benchmarks)/[\w/.]+)`", TEXT)
    assert len(files) >= 3
    assert [name for name in files if not (ROOT / name).is_file()] == []
    commands = set(re.findall(r"`coordtui ([a-z ]+)`", TEXT))
    assert {"verify", "log head", "keys list", "rekey", "demo"} <= commands
    for words in commands:
        parse(words.split())


def test_it_promises_no_certificate() -> None:
    assert "No FIPS claim" in TEXT
