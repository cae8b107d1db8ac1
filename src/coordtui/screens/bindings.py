"""What the key sheet says, as Textual takes it: bindings, the key bar, moved keys."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

import coordtui.screens.keys  # noqa: F401 - declares the verbs
from coordtui.verbs import EVERYWHERE, REGISTRY, Verb, key_label


def keys_taken(page: str) -> frozenset[str]:
    """The keys of a page's own verbs as they are now, as printed characters."""
    return frozenset(key_label(key) for verb in REGISTRY.verbs_for(page) for key in verb.keys)


def bindings(page: str) -> list[BindingType]:
    """Textual's bindings of a page's own verbs. Each runs `verb(id)`, which finds `action_...` by the id's last part.

    Keys of its `also` pages belong to the widgets that have them.
    """
    return [one for verb in REGISTRY.pages[page].verbs for one in _bindings(verb)]


def footer(page: str) -> list[tuple[str, str, str]]:
    """(key in words, label, action) of the verbs that the key bar shows, in order, with the keys of now."""
    own = {verb.id for verb in REGISTRY.pages[EVERYWHERE].verbs}
    return [
        (key_label(verb.key), verb.label, f"{'app.' if verb.id in own else 'screen.'}verb('{verb.id}')")
        for verb in REGISTRY.verbs_for(page)
        if verb.show
    ]


def keymap() -> dict[str, str]:
    """The moved keys, as Textual's `set_keymap` takes them."""
    return {verb_id: ",".join(keys) for verb_id, keys in REGISTRY.moved.items()}


# Leaving and locking work over a dialog too; in a text field they type nothing.
_OVER_DIALOGS: Final = frozenset({"app.lock", "app.mask", "app.suspend"})


def _bindings(verb: Verb) -> list[BindingType]:
    if verb.counted:
        return [_binding(verb, key, f"verb('{verb.id}', {at})") for at, key in enumerate(verb.keys)]
    return [_binding(verb, ",".join(verb.keys), f"verb('{verb.id}')")]


def _binding(verb: Verb, keys: str, action: str) -> Binding:
    return Binding(
        keys,
        action,
        verb.label,
        show=False,
        tooltip=verb.help,
        id=verb.id,
        priority=verb.id in _OVER_DIALOGS,
    )
