"""The README's screenshots, drawn from the demo caseload of one fixed day. `make.py shots` writes them."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import sys
from dataclasses import dataclass

from coordtui.app import CoordApp
from coordtui.cli.demo import made_up
from coordtui.cli.work import Work
from coordtui.settings import Settings
from coordtui.store.desk import Desk
from tests.readme import README

FOLDER = README.parent / "docs"
DAY = dt.date(2026, 3, 4)
_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
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
    Shot("today", "The queue of the day, with what to know before you call"),
    Shot("why", "Why a row stands where it does", ("w",)),
    Shot("log", "Logging a call", ("l",)),
    Shot("chart", "A patient's chart", ("enter",)),
    Shot("caseload", "Everyone, in light colours", ("2",), theme="coordtui-light"),
)


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    with made_up(DAY) as work:
        for shot in SHOTS:
            (FOLDER / f"{shot.name}.svg").write_text(asyncio.run(draw(shot, work)), encoding="utf-8")
            sys.stdout.write(f"docs/{shot.name}.svg\n")
    README.write_text(with_pictures(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


async def draw(shot: Shot, work: Work) -> str:
    """The picture as SVG, in the reader's own fixed-width font: it fetches nothing."""
    desk = Desk(work.ledger)
    app = CoordApp(desk, work.clock, Settings(theme=shot.theme), demo=True)
    try:
        async with app.run_test(size=shot.size) as pilot:
            await pilot.pause()
            for key in shot.keys:
                await pilot.press(key)
                await app.workers.wait_for_complete()
                await pilot.pause()
            return _FONT.sub("", app.export_screenshot(title="coordtui"))
    finally:
        desk.close()


def with_pictures(text: str) -> str:
    pictures = "\n".join(f"![{shot.words}](docs/{shot.name}.svg)\n" for shot in SHOTS)
    return _BLOCK.sub(lambda found: f"{found[1]}\n{pictures}", text)


if __name__ == "__main__":
    raise SystemExit(main())
