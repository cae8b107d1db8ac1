"""The floor for a start: a Textual app with nothing in it."""

from textual.app import App


class Empty(App[None]):
    pass


if __name__ == "__main__":
    Empty().run()
