"""The style sheet: what its sources cost, however many come, and that a theme still reaches them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from coordtui import theme
from coordtui.screens.parsed_once import ParsedOnce
from tests.casework.world import World
from tests.screens.bench import bench

COUNTING = """
from textual.css import stylesheet
from coordtui.screens.parsed_once import ParsedOnce

parsed = []
really = stylesheet.parse
stylesheet.parse = lambda scope, css, *args, **kwargs: parsed.append(css) or really(scope, css, *args, **kwargs)
sheet = ParsedOnce({"ink": "red"})
sources = [f"Widget{number} {{ color: $ink; }}" for number in range(100)]
for number, source in enumerate(sources):
    sheet.add_source(source, read_from=("", str(number)))
    assert len(sheet.rules) == number + 1
sheet.set_variables({"ink": "red"})
sheet.reparse()
once = len(parsed)
sheet.set_variables({"ink": "blue"})
sheet.reparse()
print(once, len(parsed), {rule.styles.color.hex for rule in sheet.rules})
"""


def test_every_source_is_parsed_once_for_a_theme() -> None:
    """In a process of its own: the tests' processes share what was parsed."""
    done = subprocess.run([sys.executable, "-P", "-c", COUNTING], check=True, capture_output=True, text=True)
    assert done.stdout == "100 200 {'#0000FF'}\n"


async def test_the_app_has_such_a_sheet_and_another_theme_changes_what_is_in_sight(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        assert isinstance(app.app.stylesheet, ParsedOnce)
        dark = app.today.styles.background
        app.app.theme = theme.LIGHT.name
        await app.settle()
        assert app.today.styles.background != dark


async def test_no_page_brings_rules_of_its_own(world: World, crashes: Path) -> None:
    """They would be parsed, and all that is there styled, when it is first visited."""
    async with bench(world, crashes) as app:
        paged = {str(source) for source, _ in app.app.stylesheet.source if str(source).endswith(".tcss")}
        for key in ("2", "3"):
            await app.press(key)
        assert {str(source) for source, _ in app.app.stylesheet.source if str(source).endswith(".tcss")} == paged
        assert {Path(source).stem for source in paged} >= {"today", "caseload", "listing", "referral", "directory"}
