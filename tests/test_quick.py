"""What makes the tests quick does not change what they see."""

from __future__ import annotations

import asyncio
import threading
from hashlib import pbkdf2_hmac

import sqlcipher3
from sqlalchemy import create_engine, text
from textual.app import App, ComposeResult
from textual.widgets import Static

from coordtui.store.vault import Vault
from tests.idle import threads_held
from tests.look import screen_text


class AskApp(App[None]):
    """A key asks a thread, and its answer is shown."""

    CSS = "Static { color: $background; }"

    def __init__(self) -> None:
        super().__init__()
        self.ready = threading.Event()

    def compose(self) -> ComposeResult:
        yield Static("asked nothing")

    def key_a(self) -> None:
        self.run_worker(self.ask())

    async def ask(self) -> None:
        await asyncio.to_thread(self.answer)
        self.query_one(Static).update("answered")

    def answer(self) -> None:
        self.ready.wait(30)
        pbkdf2_hmac("sha256", b"", b"", 200_000)  # takes its time


async def test_a_test_goes_on_when_the_threads_answer_is_drawn_and_not_before() -> None:
    app = AskApp()
    async with app.run_test(size=(40, 3)) as pilot:
        with threads_held():
            app.simulate_key("a")
            await asyncio.sleep(0)
            await pilot.resize_terminal(30, 3)
            assert app.size.width == 30
            assert screen_text(app)[0] == "asked nothing"
        app.ready.set()
        await pilot.pause()
        assert screen_text(app)[0] == "answered"


async def test_sheets_of_another_theme_are_other_sheets() -> None:
    seen = set()
    for theme in ("textual-dark", "textual-light", "nord"):
        app = AskApp()
        app.theme = theme
        async with app.run_test():
            seen.add(app.query_one(Static).styles.color.hex)
    assert len(seen) == 3


def test_only_engines_of_the_cipher_driver_share_what_was_compiled(vault: Vault) -> None:
    plain, other = create_engine("sqlite://"), create_engine("sqlite://", module=sqlcipher3.dbapi2)
    assert vault.reader.dialect is vault.writer.dialect is other.dialect
    assert plain.dialect is not other.dialect
    for engine in (plain, other):
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
        engine.dispose()
