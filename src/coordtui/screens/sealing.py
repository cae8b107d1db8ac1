"""The fields that lock a file with a passphrase on its way out, for every box that writes one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from textual.app import ComposeResult
from textual.widget import Widget

from coordtui.documents.sealing import check_passphrase, propose
from coordtui.screens.base import CoordDialog
from coordtui.screens.destination import short
from coordtui.widgets.form import BaseField, Choice, Field, Option
from coordtui.widgets.text import Words, styled

__all__ = ["PassphraseDialog", "Proposed", "Sealing"]

_WAYS: Final = (
    Option("e", "proposed", "encrypted"),
    Option("p", "own", "with a passphrase of yours"),
    Option("n", "", "not encrypted"),
)


class Proposed(BaseField):
    """A passphrase that was made up for the file, to be read and written down."""

    def __init__(self, id: str, label: str) -> None:
        super().__init__(id, label)
        self.passphrase = propose()
        self._words = Words(styled((self.passphrase, "bold")))

    def entry(self) -> Widget:
        return self._words

    def value(self) -> str:
        return self.passphrase

    @property
    def raw(self) -> str:
        """Nothing: a draft must not keep a passphrase."""
        return ""

    @raw.setter
    def raw(self, text: str) -> None:
        pass


class Sealing:
    """Put `fields` into the form, and tell `follow` of every changed field.

    A file is encrypted with a passphrase that is made up for it, with one of the person's own typed twice, or not.
    `values["sealed"]` is "proposed", "own" or "".
    """

    def __init__(self, *, sealed: bool) -> None:
        self._way = Choice("sealed", "encrypted", _WAYS, value="proposed" if sealed else "", required=True)
        self._proposed = Proposed("proposed", "passphrase")
        self._own = Field("passphrase", "passphrase", secret=True)
        self._again = Field("again", "the same again", secret=True)
        self._chosen = False
        self.fields: tuple[BaseField, ...] = (self._way, self._proposed, self._own, self._again)
        self._show()

    @property
    def sealed(self) -> bool:
        return bool(self._way.value())

    def follow(self, field: BaseField) -> bool:
        """Show what belongs to the choice. True where `field` is one of ours."""
        if field is self._way:
            self._chosen = True
            self._show()
        return field in self.fields

    def offer(self, sealed: bool) -> None:
        """What another answer proposes, as long as the person has not chosen."""
        if not self._chosen:
            self._way.choose("proposed" if sealed else "")
            self._show()

    def passphrase(self, values: Mapping[str, Any]) -> str | None:
        """The passphrase for the file, None for a file that anybody can read. Raises InvalidInput at its field."""
        if values["sealed"] == "own":
            return check_passphrase(values["passphrase"], values["again"])
        return self._proposed.passphrase if values["sealed"] else None

    def told(self, values: Mapping[str, Any], path: Path) -> PassphraseDialog | None:
        """The box that shows a made-up passphrase once more after the file is written; None where there is none."""
        return PassphraseDialog(path, self._proposed.passphrase) if values["sealed"] == "proposed" else None

    def _show(self) -> None:
        way = self._way.value()
        self._proposed.display = way == "proposed"
        self._own.display = self._again.display = way == "own"


class PassphraseDialog(CoordDialog[None]):
    """The passphrase of a file that was just written, for the last time. Enter, which wrote it, does not close it."""

    def __init__(self, path: Path, passphrase: str) -> None:
        super().__init__("Write down the passphrase", subtitle="esc: I have written it down")
        self._path, self._passphrase = path, passphrase

    def body(self) -> ComposeResult:
        yield Words(styled(f"{short(self._path)} opens only with\n\n", (f"  {self._passphrase}", "bold"), "\n"))
        yield Words("It is kept nowhere, and nobody can recover it. Tell it by telephone, not beside the file.")
