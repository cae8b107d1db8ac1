"""All stories by their key."""

from __future__ import annotations

from typing import Final

from coordtui.casework.demo.shapes import Story
from coordtui.casework.demo.stories_body import BODY
from coordtui.casework.demo.stories_mind import MIND
from coordtui.casework.demo.stories_nerves import NERVES
from coordtui.casework.demo.stories_roads import ROADS
from coordtui.casework.demo.stories_senses import SENSES
from coordtui.casework.demo.stories_young import YOUNG

STORIES: Final[dict[str, Story]] = {**BODY, **SENSES, **NERVES, **YOUNG, **MIND, **ROADS}
