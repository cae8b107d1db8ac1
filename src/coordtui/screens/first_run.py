"""Making a vault: who you are, a passphrase, and the recovery code, which is shown once.

An application of its own that needs no SQLModel. The vault is made when all answers are known, so that leaving early
leaves nothing behind; leaving at the last step keeps the vault and says how to get a new code.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, Label

from coordtui import theme
from coordtui.errors import CoordError, InvalidInput
from coordtui.rules import passphrase as rules
from coordtui.rules.profile import check_hours, check_name, check_zone
from coordtui.screens.guard import GuardedApp
from coordtui.screens.idle import Idle
from coordtui.widgets.text import Words

STEPS = 3
CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Answers:
    """What making a vault needs. The passphrase is UTF-8, to be wiped by whoever uses it."""

    passphrase: bytearray
    name: str
    zone: str
    weekly_hours: int


class Step(Screen[None]):
    """One page: words above, one-line fields below, a sentence where something is not right."""

    number = 1
    heading = ""
    words = ""

    BINDINGS: ClassVar = [Binding("escape", "back", "Back", show=False)]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="page", can_focus=False):
            yield Words(f"Make your vault · step {self.number} of {STEPS}", classes="step")
            yield Words(self.heading, classes="heading")
            yield Words(self.words, classes="words")
            yield from self.fields()
            yield Words("", id="message")
            yield Words("enter goes on · esc goes back · ctrl+q leaves", classes="keys")

    def fields(self) -> ComposeResult:
        yield from ()

    def complain(self, error: CoordError) -> None:
        """Say it, and go to the field that it is about; of an earlier page's field only the sentence helps."""
        self.query_one("#message", Words).update(str(error))
        field = error.field if isinstance(error, InvalidInput) else ""
        for entry in self.query(Input):
            if entry.id == field:
                entry.focus()

    def action_back(self) -> None:
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    @on(Input.Changed)
    def _typed_again(self) -> None:
        self.query_one("#message", Words).update("")

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        fields = list(self.query(Input))
        after = fields[fields.index(event.input) + 1 :]
        if after:
            self.set_focus(after[0])
        else:
            self.finish()

    def value(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value

    def finish(self) -> None:
        raise NotImplementedError


class AboutYou(Step):
    heading = "Who works with this vault?"
    words = "One coordinator, one vault. Your name stands on summaries and in the record of what was done."

    def __init__(self, create: Callable[[Answers], str]) -> None:
        super().__init__()
        self.create = create

    def fields(self) -> ComposeResult:
        yield Label("Your name", classes="label")
        yield Input(id="name")
        yield Label("Time zone", classes="label")
        yield Input(_local_zone(), id="zone")
        yield Label("Hours you work a week", classes="label")
        yield Input("40", id="weekly_hours", type="text")

    def finish(self) -> None:
        try:
            about = (
                check_name(self.value("name")),
                check_zone(self.value("zone")),
                check_hours(self.value("weekly_hours")),
            )
        except InvalidInput as error:
            self.complain(error)
            return
        self.query_one("#message", Words).update("")
        self.app.push_screen(Passphrase(self.create, *about))


class Passphrase(Step):
    number = 2
    heading = "Choose a passphrase"
    words = (
        "It locks everything in the vault, and nobody can reset it for you. "
        "Four or five unrelated words are easy to remember and hard to guess."
    )

    def __init__(self, create: Callable[[Answers], str], name: str, zone: str, weekly_hours: int) -> None:
        super().__init__()
        self.create = create
        self.about = (name, zone, weekly_hours)

    def fields(self) -> ComposeResult:
        yield Label("Passphrase", classes="label")
        yield Input(password=True, id="passphrase")
        yield Words("", id="strength")
        yield Label("The same again", classes="label")
        yield Input(password=True, id="again")

    @on(Input.Changed, "#passphrase")
    def _judge(self, event: Input.Changed) -> None:
        judged = rules.strength(event.value, tuple(self.about[0].split())) if event.value else None
        self.query_one("#strength", Words).update(f"{judged.words}. {judged.hint}" if judged else "")

    def finish(self) -> None:
        try:
            secret = self._checked()
        except InvalidInput as error:
            self.complain(error)
            return
        self.run_worker(self._make(secret), exclusive=True, description="make the vault")

    def _checked(self) -> str:
        first, again = self.value("passphrase"), self.value("again")
        judged = rules.strength(first, tuple(self.about[0].split()))
        if not judged.enough:
            raise InvalidInput("passphrase", f"This passphrase is {judged.words}.", judged.hint)
        if first != again:
            raise InvalidInput("again", "The two passphrases differ.", "Type the same one twice.")
        return first

    async def _make(self, secret: str) -> None:
        self.query_one("#message", Words).update("Making the vault ...")
        self.query(Input).set(disabled=True)
        answers = Answers(bytearray(secret.encode()), *self.about)
        try:
            code = await asyncio.to_thread(self.create, answers)
        except CoordError as error:
            self._again()
            self.complain(error)
            return
        except Exception as error:  # noqa: BLE001 - a fault becomes a box; what was typed can be tried again
            self._again()
            cast("FirstRunApp", self.app).trouble(error)
            return
        for field in self.query(Input):
            field.value = ""
        await self.app.push_screen(RecoveryCode(code))

    def _again(self) -> None:
        self.query_one("#message", Words).update("")
        self.query(Input).set(disabled=False)


class RecoveryCode(Step):
    number = 3
    heading = "Write down the recovery code"
    words = (
        "It opens the vault when the passphrase is forgotten. It is shown only now. Write it on paper and keep the "
        "paper away from this computer. Whoever has it can read everything."
    )

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def fields(self) -> ComposeResult:
        yield Words(_in_lines(self.code), id="code")
        yield Label("Type its last four characters from the paper", classes="label")
        yield Input(id="last", max_length=8)

    def action_back(self) -> None:
        self.query_one("#message", Words).update("The vault is made. Confirm the code to go on, or ctrl+q to leave.")

    def finish(self) -> None:
        letters = "".join(filter(str.isalnum, self.code))
        if "".join(filter(str.isalnum, self.value("last"))).upper() != letters[-4:]:
            self.complain(InvalidInput("last", "That is not the end of the code.", "Look at the paper again."))
            return
        self.app.exit(CONFIRMED)


def _in_lines(code: str) -> str:
    """Groups, four a line, so that it can be copied by hand and fits a narrow terminal."""
    groups = code.split("-")
    return "\n".join("  ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))


def _local_zone() -> str:
    from tzlocal import get_localzone_name

    try:
        return str(get_localzone_name() or "UTC")
    except (LookupError, OSError, ValueError):  # no zone is set on this machine: the person types one
        return "UTC"


class FirstRunApp(GuardedApp):
    """Returns CONFIRMED when the vault was made and its code confirmed, None when the person left, or was away for
    `idle_minutes` (0: however long)."""

    CSS_PATH = "first_run.tcss"
    TITLE = "coordtui"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, create: Callable[[Answers], str], crash_folder: Path | None = None, *, idle_minutes: int = 0
    ) -> None:
        super().__init__()
        self._create, self.crash_folder = create, crash_folder
        self.idle = Idle(idle_minutes)
        self.register_theme(theme.DARK)
        self.theme = theme.DARK.name

    def on_mount(self) -> None:
        self.set_interval(1, self.tick, name="tick")
        self.push_screen(AboutYou(self._create))

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded and self.idle.touch():
            self._tell("")
        await super().on_event(event)

    def tick(self) -> None:
        """Once a second: nobody there, perhaps with the recovery code in sight."""
        left = self.idle.left()
        if left == 0:
            self.exit()
        elif left is not None:
            self._tell(f"Leaving in {left} seconds; any key stays.")

    def _tell(self, words: str) -> None:
        for message in self.screen.query("#message").results(Words):
            message.update(words)
