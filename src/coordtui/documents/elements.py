"""Which elements of a comprehensive care plan a line speaks of, by its words.

The word lists stand in a data file. They are no judgement: every line also stands in full under its own element.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from coordtui.documents.private import any_of
from coordtui.documents.text import one_line


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads((files("coordtui") / "resources" / "plan_elements.toml").read_text("utf-8"))
    return {name: any_of(element["words"]) for name, element in data.items()}


def speaks_of(element: str, *texts: str | None) -> bool:
    """Whether a line belongs under "symptoms", "medicines" or "community" too."""
    return _patterns()[element].search(one_line(" ".join(text for text in texts if text)).casefold()) is not None
