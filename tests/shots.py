"""The README's screenshots, drawn from the demo caseload of one fixed day. `make.py shots` writes them.

Day, clock, zone and home are fixed, so that the same program draws the same pictures on every machine.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from coordtui.app import CoordApp
from coordtui.casework.demo import build
from coordtui.casework.ranking import settle_hook
from coordtui.clock import Clock
from coordtui.screens.contact import LogDialog
from coordtui.settings import Settings
from coordtui.store.desk import Desk
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.readme import README

FOLDER = README.parent / "docs" / "screens"
NOON = dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
CLOCK = Clock("America/New_York", source=lambda: NOON)
HOME = "/home/noor"
_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_EMPTY = re.compile(r"<text [^>]*>(\s|&#160;)*</text>")
_RUN = re.compile(
    r' x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"([^>]*)>((?:&#160;)*)(.*?)((?:&#160;)*)</text>', re.DOTALL
)
_CELL = 12.2
"""Rich's width of a cell."""
_HAROLD = ("j",) * 4
_BLOCK = re.compile(r"(<!-- screenshots -->\n).*?(?=\n## )", re.DOTALL)


@dataclass(frozen=True)
class Shot:
    """One picture: its file's name, what it shows, the keys that lead there, and the size of the terminal."""

    name: str
    words: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (100, 30)
    theme: str = "coordtui-dark"


SHOTS = (
    Shot("today", "The queue of the day, with what to know before you call", size=(120, 36)),
    Shot("why", "Why a row stands where it does, and what would move it", (*_HAROLD, "w")),
    Shot("log", "Logging a call: what the outcome leads to shows before it counts", (*_HAROLD, "l", "v")),
    Shot("chart", "A patient's chart", (*_HAROLD, "enter"), size=(120, 36)),
    Shot(
        "plan", "A care plan, written as an outline, with the progress of a goal", ("4", "enter", "j"), size=(120, 36)
    ),
    Shot("referrals", "The tracker: who must act next, and for how long already", ("3", *("j",) * 6), size=(120, 36)),
    Shot("summary", "A visit summary, read before it leaves the vault", (*_HAROLD, "enter", "v")),
    Shot("caseload", "Everyone, in light colours", ("2",), theme="coordtui-light"),
    Shot("today-80", "The same queue in a terminal of 80 by 24", size=(80, 24)),
)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["HOME"] = HOME
    with tempfile.TemporaryDirectory() as folder, Vault.create_throwaway(Path(folder) / "vault") as vault:
        ledger = Ledger(vault, "coordtui", settle_hook(CLOCK))
        build(ledger, moment=CLOCK.moment())
        for shot in SHOTS:
            path = FOLDER / f"{shot.name}.svg"
            path.write_text(asyncio.run(draw(shot, ledger)), encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(README.parent)}\n")
    README.write_text(with_pictures(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


async def draw(shot: Shot, ledger: Ledger) -> str:
    """The picture as SVG, in the reader's own fixed-width font: it fetches nothing and names no place but SVG's own."""
    desk = Desk(ledger)
    app = CoordApp(desk, CLOCK, Settings(theme=shot.theme), demo=True)
    try:
        async with app.run_test(size=shot.size) as pilot:
            await pilot.pause()
            for key in ("", *shot.keys):
                if key:
                    await pilot.press(key)
                await app.workers.wait_for_complete()
                await pilot.pause()
            if isinstance(app.screen, LogDialog):
                _stop_the_timer(app.screen)
            await pilot.pause()
            return bare(app.export_screenshot(title="coordtui"))
    finally:
        desk.close()


def _stop_the_timer(dialog: LogDialog) -> None:
    """A call of one minute and a half, however long the drawing takes."""
    dialog._clock = lambda: dialog._began + 90
    dialog._tick()


def bare(svg: str) -> str:
    """Without the fonts, the maker's address, and the blanks around words, which some viewers drop and some draw."""
    svg = _RUN.sub(_trimmed, _EMPTY.sub("", _COMMENT.sub("", _FONT.sub("", svg))))
    return "".join(f"{line.rstrip()}\n" for line in svg.splitlines() if line.strip())


def _trimmed(run: re.Match[str]) -> str:
    x, y, length, more, before, words, after = run.groups()
    lead, tail = before.count("&"), after.count("&")
    at, room = float(x) + lead * _CELL, float(length) - (lead + tail) * _CELL
    return f' x="{at:g}" y="{y}" textLength="{room:g}"{more}>{words}</text>'


def with_pictures(text: str) -> str:
    pictures = "\n".join(f"![{shot.words}](docs/screens/{shot.name}.svg)\n" for shot in SHOTS)
    return _BLOCK.sub(lambda found: f"{found[1]}\n{pictures}", text)


if __name__ == "__main__":
    raise SystemExit(main())
