"""The top of a chart: what must be known before dialling, in as few lines as the screen can spare."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from coordtui.screens.preview import LABEL, WHOLE, Card
from coordtui.widgets.text import fit, styled, wrap

_WARN: Final = frozenset({"danger", "warning"})


class Banner(Card):
    """A card of at most `most` lines. Long words are cut before any line is left out: each may be the warning."""

    most = 8

    def flow(self, width: int) -> list[Content]:
        margin = LABEL if width >= 36 else 0
        rooms = [max(8, width - (0 if label == WHOLE else margin)) for label, _, _ in self.lines]
        wrapped = [wrap(words, room) for (_, words, _), room in zip(self.lines, rooms, strict=True)]
        out: list[Content] = []
        shares = self._shares([len(texts) for texts in wrapped])
        for (label, _, tone), room, texts, share in zip(self.lines, rooms, wrapped, shares, strict=True):
            shown = texts[:share]
            if share < len(texts):
                shown[-1] = fit(shown[-1] + " " * room, room)  # padded, so that the cut shows
            for at, text in enumerate(shown):
                lead = label if at == 0 and label != WHOLE else ""
                out.append(styled((f"{lead:<{margin if label != WHOLE else 0}}"[:margin], "muted"), (text, tone)))
        if len(out) > self.most:
            out[self.most - 1 :] = [styled(("… the rest stands under Care and Person", "muted"))]
        return out

    def _shares(self, heights: list[int]) -> list[int]:
        """One line for each, and what is left for those that warn, then for the others in their order."""
        left = max(0, self.most - len(heights))
        shares = [1] * len(heights)
        tones = [tone for _, _, tone in self.lines]
        for at in sorted(range(len(heights)), key=lambda at: (tones[at] not in _WARN, at)):
            more = min(left, heights[at] - 1)
            shares[at] += more
            left -= more
        return shares
