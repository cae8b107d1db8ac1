"""The floor for a key: a Textual app with one label that changes with each key."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class Hello(App[None]):
    pressed = 0

    def compose(self) -> ComposeResult:
        yield Static("ready", id="label")

    def on_key(self, event: Key) -> None:
        self.pressed += 1
        self.query_one("#label", Static).update(f"key {self.pressed}: {event.key}")


if __name__ == "__main__":
    Hello().run()
