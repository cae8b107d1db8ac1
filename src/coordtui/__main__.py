"""Where the program starts. Nothing is imported here that the first prompt does not need."""

from __future__ import annotations

import gc
import os
import sys

from coordtui.cli import door


def main() -> int:
    """Run the command line; returns the exit code.

    Collecting garbage while thousands of modules load is wasted time; whoever starts working turns it on again.
    Textual reads its frame rate when it is imported: at 240 a key that needs two frames has its second one soon.
    And a thread that wants to go on (a key while a list is read, what is to be drawn) waits 1 ms for its turn, not 5.
    """
    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", "240")
    sys.setswitchinterval(0.001)
    door.show(sys.argv[1:])
    try:
        from coordtui.cli.entry import main as run
        from coordtui.cli.entry import prepare

        prepare()
        code = run(sys.argv[1:])
    finally:
        door.put_back()
        gc.freeze()  # what is left ends with the process: taking it apart would take a third of a second
    warm = sys.modules.get("coordtui.cli.warm")
    if warm is not None and warm.still_loading():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # nobody waits for modules that nobody needs any more
    return code


if __name__ == "__main__":
    raise SystemExit(main())
