"""The privacy screen: one key masks names and identifiers from whoever looks over the shoulder, until pressed again.

The vault remembers that it is on, so it is on again after a lock or a restart, before the first line is drawn.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual.filter import LineFilter

from coordtui.casework.masking import learn
from coordtui.rules.masking import Mask
from coordtui.screens.veil import Nothing, Veil

if TYPE_CHECKING:
    from coordtui.screens.desked import Workbench

MASK: Final = "mask"
"""Under this name the vault keeps that the mask is on."""


class Privacy:
    """`filters` are to be laid over everything that is drawn. While the mask is off, nothing is read and none known.

    Once `closed`, nothing at all is shown any more: the vault is being locked.
    """

    def __init__(self, bench: Workbench) -> None:
        self.on = self.closed = False
        self._bench = bench
        self._mask, self._veil = Mask(), Veil(Mask())
        self._unknown: frozenset[int] | None = None
        self._turn = asyncio.Lock()

    @property
    def filters(self) -> list[LineFilter]:
        if self.closed:
            return [Nothing()]
        return [self._veil] if self.on else []

    async def resume(self) -> None:
        """Put the mask on if it was on when the vault was left."""
        if await self._bench.desk.kept(MASK) is not None:
            await self._put_on()

    async def switch(self) -> None:
        """Put the mask on or take it off, and remember it."""
        if self.on:
            self.on, self._mask, self._unknown = False, Mask(), None
        else:
            await self._put_on()
        await self._bench.desk.call(self._bench.desk.ledger.meta_set, MASK, "on" if self.on else None)

    async def _put_on(self) -> None:
        self._unknown = None
        await self._learn()
        self.on = True

    def note(self, patients: frozenset[int] | None) -> None:
        """An act changed records of these people, None for anybody's; before the next reading is shown, `catch_up`
        learns whose names came in."""
        self._unknown = None if self._unknown is None or patients is None else self._unknown | patients

    async def catch_up(self) -> None:
        if self.on:
            await self._learn()

    async def _learn(self) -> None:
        async with self._turn:
            patients, self._unknown = self._unknown, frozenset()
            if patients != frozenset():
                await self._bench.desk.read(learn, self._mask, patients)
                self._veil = Veil(self._mask)
