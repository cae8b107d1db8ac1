"""The plan lines of all stories by their key."""

from __future__ import annotations

from typing import Final

from coordtui.casework.demo.plan_shapes import Lines
from coordtui.casework.demo.plans_body import BODY
from coordtui.casework.demo.plans_life import LIFE

PLAN_LINES: Final[dict[str, Lines]] = {**BODY, **LIFE}
