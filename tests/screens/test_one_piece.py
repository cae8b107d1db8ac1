"""What a key sends to the terminal, as its driver is given it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from tests.casework.world import World
from tests.screens.bench import bench

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"


async def test_a_repaint_goes_to_the_terminal_in_one_piece(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda _, data: written.append(data))
    async with bench(world, crashes, size=(100, 20)) as one:
        monkeypatch.setattr(App, "is_headless", False)
        monkeypatch.setattr(one.app, "_sync_available", True)
        await one.press("j")
        written.clear()
        await one.press("j")
        assert len(written) == 1
        assert written[0].startswith(BEGIN)
        assert "▸" in written[0]
        assert written[0].endswith(END)
        await one.press("question_mark", "escape")
        pictures = [piece for piece in written if BEGIN in piece or END in piece]
        assert len(pictures) >= 3
        assert all((piece.count(BEGIN), piece.count(END)) == (1, 1) for piece in pictures)
