"""What an act of casework is and what it gives back, so that the store can journal it without knowing casework."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of an act. `label` reads after "Undo: ", e.g. "done: call Rosa Lopez".

    `patient_id` is the one patient it concerned, or None for none or several. `value` is act-specific and frozen.
    """

    label: str
    patient_id: int | None = None
    value: Any = None


def act(verb: str, *, undoable: bool = True) -> Callable[[F], F]:
    """Mark `fn(session, ...) -> Result` as an act, by the journal's word for it ("follow_up.complete").

    An act that is not undoable is recorded only: a view, an export, a key change.
    """

    def mark(fn: F) -> F:
        fn.verb, fn.undoable = verb, undoable  # type: ignore[attr-defined]
        return fn

    return mark
