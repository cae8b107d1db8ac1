"""Verbs one after another, without a key's waiting for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Turn:
    """Each verb begins when the one before it is done, so `d d` finishes two rows and `d u` takes the first back.

    Whoever asked for a verb waits for it, and with them the keys that were pressed meanwhile; but once it has something
    to write they go on. The next verb waits all the same: it is about what the cursor stands on then. Where a box has
    come up meanwhile, to ask what comes next or to say what went wrong, it is not wished any more.
    """

    def __init__(self) -> None:
        self._verb: asyncio.Task[None] | None = None
        self._written = asyncio.Event()

    async def take(self, verb: Callable[[], Coroutine[Any, Any, None]], in_sight: Callable[[], object]) -> None:
        """Run a verb, which raises nothing, in its turn, if the same is `in_sight` then. One that it runs itself is a
        part of it.
        """
        if asyncio.current_task() is self._verb:
            await verb()
            return
        before = in_sight()
        while self._verb is not None:
            await asyncio.wait({self._verb})
        if in_sight() is not before:
            return
        written = self._written = asyncio.Event()
        self._verb = asyncio.create_task(self._run(verb))
        waiting = asyncio.ensure_future(written.wait())
        await asyncio.wait({self._verb, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    async def _run(self, verb: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await verb()
        finally:
            self._verb = None

    def let_go(self) -> None:
        """To be called by a verb that is about to write: the keys go on."""
        if asyncio.current_task() is self._verb:
            self._written.set()
