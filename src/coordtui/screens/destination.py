"""Where a file that leaves the vault goes: what is proposed, and what a person typed."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from coordtui.documents.leaving import check_destination
from coordtui.errors import InvalidInput, Refused


def place(text: str) -> Path:
    """Where to write. Raises InvalidInput at the field, in the words of this screen, for a place that cannot be."""
    try:
        path = Path(text).expanduser()
        if not path.is_absolute():
            raise InvalidInput(
                "output", "Name the folder too.", f"For example {short(documents_folder() / path.name)}."
            )
        check_destination(path)
    except InvalidInput:
        raise
    except Refused as error:
        raise InvalidInput("output", error.message, "Name another file.") from error
    except (OSError, RuntimeError, ValueError) as error:  # too long, a loop of links, no such home
        reason = getattr(error, "strerror", None) or "there is no such place"
        raise InvalidInput("output", f"This cannot be written: {reason}.", "Name another place.") from None
    return path


def documents_folder() -> Path:
    """The person's documents, where they have such a folder."""
    own = Path(platformdirs.user_documents_dir())
    return own if own.is_dir() else Path.home()


def free(path: Path) -> Path:
    """The path itself, or with a number where that is taken: a second copy on one day is another file."""
    tries = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, 100))
    return next((one for one in (path, *tries) if not one.exists()), path)


def short(path: Path) -> str:
    """With ~ for the home folder."""
    return f"~/{path.relative_to(Path.home())}" if path.is_relative_to(Path.home()) else str(path)
