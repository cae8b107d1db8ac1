"""Locking: what takes this program's place asks at the terminal only."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import pytest

from coordtui.cli import again
from coordtui.cli.options import of
from coordtui.cli.parser import parse
from coordtui.errors import Exit


def test_the_new_program_asks_for_the_same_vault_and_takes_no_module_from_the_folder_it_runs_in() -> None:
    words = again.command(Path("/v"), None)
    assert words == [sys.executable, "-P", "-m", "coordtui", "--ask", "--vault", "/v"]
    options = of(parse(again.command(Path("/v"), dt.date(2026, 3, 4))[4:]))
    assert (options.ask, options.on, options.vault) == (True, dt.date(2026, 3, 4), Path("/v").absolute())


def test_locking_replaces_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    class Replaced(Exception):
        pass

    def replace(path: str, words: list[str]) -> None:
        raise Replaced(path, words)

    monkeypatch.setattr(os, "execv", replace)
    with pytest.raises(Replaced) as done:
        again.ask_again(Path("/v"), None)
    assert done.value.args == (sys.executable, again.command(Path("/v"), None))


def test_a_child_tells_its_parent_that_it_was_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COORDTUI_CHILD", "1")
    with pytest.raises(SystemExit) as ended:
        again.ask_again(Path("/v"), None)
    assert ended.value.code == again._LOCKED


def test_the_parent_starts_a_locked_child_again_without_its_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard"
    child = tmp_path / "coordtui"
    child.mkdir()
    (child / "__init__.py").touch()
    (child / "__main__.py").write_text(
        "import sys\n"
        f"with open({str(heard)!r}, 'a') as file: print(*sys.argv[1:], file=file)\n"
        f"raise SystemExit(0 if '--ask' in sys.argv else {again._LOCKED})\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    words = ["--vault", "/v", "--password-file", "/p", "--password-command=x"]
    assert again.wait_for_child(words) == Exit.DONE
    assert heard.read_text(encoding="utf-8").splitlines() == [" ".join(words), "--vault /v --ask"]
