"""Loading the slow libraries on a thread while a person types the passphrase or the key is derived."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Sequence

KEYS = ("coordtui.store.keys",)
STORE = ("coordtui.store.ledger", "coordtui.casework.today", "coordtui.casework.profile")
_DRIVER = "textual.drivers.linux_driver" if os.name == "posix" else "textual.drivers.windows_driver"
SCREENS = (
    *("coordtui.app", "coordtui.store.desk", "coordtui.screens.today", "coordtui.cli.work", _DRIVER),
    *("sqlalchemy.orm:configure_mappers", "coordtui.screens.chart"),
)
"""All that stands between the key and the first drawn queue, and the first chart: modules, or what is called in one."""


_threads: list[threading.Thread] = []


def still_loading() -> bool:
    """Whether an import is under way. Ending the interpreter in the midst of one can abort the whole process."""
    return any(thread.is_alive() for thread in _threads)


class Warming:
    """Modules being imported in order, the first needed first; "module:function" is called besides."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._fault: Exception | None = None
        self._thread = threading.Thread(target=self._load, args=(tuple(modules),), name="coordtui-warm", daemon=True)
        _threads.append(self._thread)
        self._thread.start()

    def _load(self, modules: Sequence[str]) -> None:
        from coordtui.cli.harden import harden

        harden()
        try:
            for name in modules:
                where, _, what = name.partition(":")
                module = importlib.import_module(where)
                if what:
                    getattr(module, what)()
        except Exception as fault:  # noqa: BLE001 - raised again by whoever waits
            self._fault = fault

    def wait(self) -> None:
        """Until all are there. Raises what one of them raised."""
        self._thread.join()
        if self._fault is not None:
            raise self._fault
