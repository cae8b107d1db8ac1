"""Loading the slow libraries on a thread while a person types the passphrase or the key is derived."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Sequence

KEYS = ("coordtui.store.keys",)
STORE = ("coordtui.store.ledger", "coordtui.casework.today", "coordtui.casework.profile")
SCREENS = ("coordtui.app", "coordtui.store.desk")


_threads: list[threading.Thread] = []


def still_loading() -> bool:
    """Whether an import is under way. Ending the interpreter in the midst of one can abort the whole process."""
    return any(thread.is_alive() for thread in _threads)


class Warming:
    """Modules being imported in order, the first needed first. One that fails does so again where it is needed."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._thread = threading.Thread(target=self._load, args=(tuple(modules),), name="coordtui-warm", daemon=True)
        _threads.append(self._thread)
        self._thread.start()

    @staticmethod
    def _load(modules: Sequence[str]) -> None:
        from coordtui.cli.harden import harden

        harden()
        for name in modules:
            try:
                importlib.import_module(name)
            except Exception:  # noqa: BLE001 - told by the import that needs it
                return

    def wait(self) -> None:
        self._thread.join()
