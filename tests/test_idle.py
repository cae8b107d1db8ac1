from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest
from textual.app import App

from tests import idle
from tests.idle import at_rest


async def waited_for(work: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(idle, "PATIENCE", 0.05)
    app: App[None] = App()
    async with app.run_test():
        thread = asyncio.ensure_future(asyncio.to_thread(work))
        await at_rest(app)
        return thread.done()


async def test_a_thread_that_works_is_waited_for_however_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    def work() -> None:
        begun = time.thread_time()
        while time.thread_time() - begun < 0.3:
            pass

    assert await waited_for(work, monkeypatch)


async def test_a_thread_that_is_held_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    asyncio.get_running_loop().call_later(1, go_on.set)
    assert not await waited_for(lambda: go_on.wait(30), monkeypatch)
