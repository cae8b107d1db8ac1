"""The key sheet: every page's verbs in one place, light enough to be read before any screen is.

A remapped key is checked against all pages when the app starts, while the screens themselves load on first visit.
"""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from coordtui.verbs import EVERYWHERE, REGISTRY, Verb, key_label, register

TABLE: Final = "table"
PATIENT: Final = "patient"

register(
    EVERYWHERE,
    [
        Verb("app.today", "1", "Today", "Go to today's queue.", "app", show=False),
        Verb("app.caseload", "2", "Caseload", "Go to all patients.", "app", show=False),
        Verb("app.referrals", "3", "Referrals", "Go to the open referrals.", "app", show=False),
        Verb("app.plans", "4", "Plans", "Go to the care plans.", "app", show=False),
        Verb("app.undo", "u", "undo", "Take back the last act, one more each time.", "app"),
        Verb("app.redo", "U", "redo", "Do again what was just taken back.", "app", show=False),
        Verb("app.capture", "c", "capture", "Write down a note now and file it later.", "app", show=False),
        Verb("app.palette", "colon", "find", "Find a command or a patient by name.", "app", aliases=("ctrl+p",)),
        Verb("app.help", "question_mark", "keys", "Show the keys for here.", "app", show=False, aliases=("f1",)),
        Verb("app.mask", "ctrl+g", "mask", "Show initials in place of names, and back.", "app", show=False),
        Verb(
            "app.lock", "ctrl+l", "lock", "Lock the vault at once; drafts and your place are kept.", "app", show=False
        ),
        Verb("app.back", "q", "back", "Go back; on a first screen, quit.", "app", show=False),
        Verb("app.peel", "escape", "step back", "Close or undo one layer; never quits.", "app", show=False, fixed=True),
    ],
)

register(
    TABLE,
    [
        Verb("table.down", "down", "down", "Next row.", "move", show=False, aliases=("j",)),
        Verb("table.up", "up", "up", "Row before.", "move", show=False, aliases=("k",)),
        Verb("table.page_down", "pagedown", "page down", "One page down.", "move", show=False),
        Verb("table.page_up", "pageup", "page up", "One page up.", "move", show=False),
        Verb("table.first", "home", "first", "First row.", "move", show=False, aliases=("g",)),
        Verb("table.last", "end", "last", "Last row.", "move", show=False, aliases=("G",)),
        Verb("table.open", "enter", "open", "Open the row.", "move", show=False),
    ],
)

register(
    "today",
    [
        Verb("today.done", "d", "done", "Finish the follow-up; all marked ones together."),
        Verb("today.snooze", "s", "snooze", "Put it off for up to 14 days; shows the day first."),
        Verb("today.log", "l", "log", "Log a contact: l, the outcome's letter, enter."),
        Verb("today.open", "o", "open", "Open the chart.", "view", show=False),
        Verb("today.why", "w", "why", "Show why this row stands here and what would move it.", "view"),
        Verb("today.narrow", "slash", "narrow", "Narrow the list as you type.", "view"),
        Verb("today.add", "n", "add", "Add a follow-up for this person.", aliases=("a",)),
        Verb("today.edit", "e", "edit", "Change the follow-up: words, due date, whose turn."),
        Verb("today.mark", "space", "mark", "Mark the row; verbs then act on all marked rows."),
        Verb("today.mark_all", "V", "mark all", "Mark all rows, or none.", show=False),
        Verb("today.copy", "y", "copy", "Copy the phone number, the name or one line."),
        Verb("today.items", "tab", "items", "Go into this person's own items, and back.", "view", fixed=True),
        Verb("today.preview", "p", "preview", "Show or hide the preview.", "view", show=False),
        Verb("today.refresh", "r", "sort", "Read the queue again and sort it.", "view", show=False),
    ],
    also=(TABLE,),
)

_PERSON: Final = (
    ("change", "e", "edit", "Change what is recorded of the patient.", "act", True),
    ("acuity", "t", "acuity", "Say how much time this person needs.", "act", True),
    ("summary", "v", "summary", "Make a visit summary to hand over.", "act", True),
    ("copy", "y", "copy", "Copy the phone number, the name or one line.", "act", False),
    ("why", "w", "why", "Show where this person stands in the queue, and why.", "view", False),
)


def _person_verbs(page: str) -> list[Verb]:
    return [
        Verb(f"{page}.{name}", key, label, help, group, show=show) for name, key, label, help, group, show in _PERSON
    ]


register(
    "caseload",
    [
        Verb("caseload.log", "l", "log", "Log a contact: l, the outcome's letter, enter."),
        Verb("caseload.open", "o", "open", "Open the chart.", "view", show=False),
        Verb("caseload.narrow", "slash", "narrow", "Narrow the list as you type.", "view"),
        Verb("caseload.new", "n", "new", "Add a patient.", aliases=("a",)),
        *_person_verbs("caseload"),
        Verb("caseload.add", "f", "follow-up", "Add a follow-up for this person."),
        Verb("caseload.import", "i", "import", "Bring in patients from an EHR."),
        Verb("caseload.sort", "z", "sort", "Choose the column to sort by.", "view"),
        Verb("caseload.refresh", "r", "read again", "Read the caseload again.", "view", show=False),
    ],
    also=(TABLE,),
)

register(
    "chart",
    [
        Verb("chart.next_section", "right", "section", "Next section.", "view", aliases=("tab",), fixed=True),
        Verb("chart.previous_section", "left", "section before", "Section before.", "view", show=False, fixed=True),
        Verb("chart.log", "l", "log", "Log a contact: l, the outcome's letter, enter."),
        Verb("chart.add", "n", "add", "Add a follow-up.", aliases=("a",)),
        Verb("chart.done", "d", "done", "Finish the step under the cursor."),
        Verb("chart.snooze", "s", "snooze", "Put off the step under the cursor."),
        Verb("chart.edit", "E", "edit step", "Change the step under the cursor.", show=False),
        *_person_verbs("chart"),
    ],
    also=(TABLE,),
)

for _page, _what in (("referrals", "referrals"), ("plans", "care plans")):
    register(
        _page,
        [
            Verb(f"{_page}.open", "o", "open", "Open the chart.", "view"),
            Verb(f"{_page}.log", "l", "log", "Log a contact: l, the outcome's letter, enter."),
            Verb(f"{_page}.add", "n", "add", "Add a follow-up for this person.", aliases=("a",)),
            Verb(f"{_page}.narrow", "slash", "narrow", "Narrow the list as you type.", "view"),
            Verb(f"{_page}.refresh", "r", "read again", f"Read the {_what} again.", "view", show=False),
        ],
        also=(TABLE,),
    )


def bindings(page: str) -> list[BindingType]:
    """Textual's bindings of a page's own verbs. Each runs `verb(id)`, which finds `action_...` by the id's last part.

    Keys of its `also` pages belong to the widgets that have them.
    """
    return [_binding(verb) for verb in REGISTRY.pages[page].verbs]


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
_OVER_DIALOGS: Final = frozenset({"app.lock", "app.mask"})


def _binding(verb: Verb) -> Binding:
    return Binding(
        ",".join(verb.keys),
        f"verb('{verb.id}')",
        verb.label,
        show=False,
        tooltip=verb.help,
        id=verb.id,
        priority=verb.id in _OVER_DIALOGS,
    )
