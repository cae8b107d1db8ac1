"""Whom to call in a crisis, from a data file that says when its numbers were last checked."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files

from coordtui.documents.view import HelpLine


@cache
def help_lines() -> tuple[tuple[HelpLine, ...], dt.date]:
    """The lines in the order in which they are printed, and the day on which they were checked."""
    data = tomllib.loads((files("coordtui") / "resources" / "crisis_lines.toml").read_text("utf-8"))
    return tuple(HelpLine(line["number"], line["when"]) for line in data["line"]), data["verified_on"]
