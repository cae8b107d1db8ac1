"""Where a person went last: kept in the vault outside the journal, as refs only, so that no name stands there twice."""

from __future__ import annotations

import json
from typing import Final

from coordtui.screens.desked import Workbench

RECENT: Final = "recent"
"""Under this name the vault keeps the refs, the last one first."""
MOST: Final = 24


class Recent:
    """Refs of places, and of what else the palette offers ("verb:today.done"). Read when they are first wanted."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._refs: list[str] = []
        self._read = False

    def note(self, ref: str) -> None:
        """Somebody went there now."""
        self._refs = [ref, *(one for one in self._refs if one != ref)][:MOST]

    async def refs(self) -> list[str]:
        """The last one first."""
        if not self._read:
            self._read = True
            text = await self._bench.desk.kept(RECENT)
            held = json.loads(text) if text else []
            known = [str(one) for one in held] if isinstance(held, list) else []
            self._refs = list(dict.fromkeys([*self._refs, *known]))[:MOST]
        return list(self._refs)

    async def keep(self) -> None:
        """Write them into the vault, if anybody went anywhere."""
        if self._refs:
            await self._bench.desk.call(self._bench.desk.ledger.meta_set, RECENT, json.dumps(await self.refs()))
