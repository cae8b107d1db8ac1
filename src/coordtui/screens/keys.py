"""The key sheet: every page's verbs in one place, light enough to be read before any screen is.

A remapped key is checked against all pages when the app starts, while the screens themselves load on first visit.
"""

from __future__ import annotations

from typing import Final

from coordtui.verbs import EVERYWHERE, Verb, register

TABLE: Final = "table"
PATIENT: Final = "patient"

register(
    EVERYWHERE,
    [
        Verb("app.today", "1", "Today", "Go to today's queue.", "app", show=False),
        Verb("app.caseload", "2", "Caseload", "Go to all patients.", "app", show=False),
        Verb("app.referrals", "3", "Referrals", "Go to the open referrals.", "app", show=False),
        Verb("app.plans", "4", "Plans", "Go to the care plans.", "app", show=False),
        Verb("app.directory", "5", "Directory", "Go to the directory of places and people.", "app", show=False),
        Verb("app.undo", "u", "undo", "Take back the last act, one more each time.", "app"),
        Verb("app.redo", "U", "redo", "Do again what was just taken back.", "app", show=False),
        Verb("app.capture", "c", "capture", "Write down a note now and file it later.", "app", show=False),
        Verb("app.palette", "colon", "find", "Go anywhere, find anyone, do anything.", "app", aliases=("ctrl+p",)),
        Verb("app.help", "question_mark", "keys", "Show the keys for here.", "app", show=False, aliases=("f1",)),
        Verb("app.mask", "ctrl+g", "mask", "Hide names and identifiers on every screen, and back.", "app", show=False),
        Verb(
            "app.lock", "ctrl+l", "lock", "Lock the vault at once; drafts and your place are kept.", "app", show=False
        ),
        Verb(
            "app.suspend",
            "ctrl+z",
            "suspend",
            "Lock the vault and go back to the shell.",
            "app",
            show=False,
            fixed=True,
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

_QUICK: Final = tuple(f"f{n}" for n in range(3, 10))


def _finding_verbs(page: str) -> list[Verb]:
    quick = "Show one of the first eight saved views at once; the same again shows all."
    return [
        Verb(f"{page}.narrow", "slash", "narrow", "Narrow the list as you type.", "view"),
        Verb(f"{page}.views", "apostrophe", "views", "The saved views of the list: show, save, rename, move.", "view"),
        Verb(f"{page}.view", "f2", "view", quick, "view", False, _QUICK, fixed=True, counted=True),
    ]


register(
    "today",
    [
        Verb("today.done", "d", "done", "Finish the follow-up; all marked ones together."),
        Verb("today.snooze", "s", "snooze", "Put it off for up to 14 days; shows the day first."),
        Verb("today.log", "l", "log", "Log a contact: l, the outcome's letter, enter."),
        Verb("today.open", "o", "open", "Open the chart.", "view", show=False),
        Verb("today.why", "w", "why", "Show why this row stands here and what would move it.", "view"),
        *_finding_verbs("today"),
        Verb("today.add", "n", "add", "Add a follow-up for this person.", aliases=("a",)),
        Verb("today.edit", "e", "edit", "Change the follow-up: words, due date, whose turn."),
        Verb("today.mark", "space", "mark", "Mark the row; verbs then act on all marked rows."),
        Verb("today.mark_all", "V", "mark all", "Mark all rows, or none.", show=False),
        Verb("today.copy", "y", "copy", "Copy the phone number, the name or one line."),
        Verb("today.items", "tab", "items", "Go into this person's own items, and back.", "view", fixed=True),
        Verb("today.preview", "p", "preview", "Show or hide the preview.", "view", show=False),
        Verb("today.export", "X", "export", "Write the list into a spreadsheet, encrypted.", "view", show=False),
        Verb("today.refresh", "r", "sort", "Read the queue again and sort it.", "view", show=False),
    ],
    also=(TABLE,),
)

_PERSON: Final = (
    ("change", "e", "edit", "Change what is recorded of the patient.", "act", True),
    ("acuity", "t", "acuity", "Say how much time this person needs.", "act", True),
    ("summary", "v", "summary", "Make a visit summary to hand over.", "act", True),
    ("case", "K", "case", "Close or reopen the case, record a death, put a warning on the banner.", "act", False),
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
        *_finding_verbs("caseload"),
        Verb("caseload.new", "n", "new", "Add a patient.", aliases=("a",)),
        *_person_verbs("caseload"),
        Verb("caseload.add", "f", "follow-up", "Add a follow-up for this person."),
        Verb("caseload.import", "i", "import", "Bring in patients from an EHR."),
        Verb("caseload.sort", "z", "sort", "Choose the column to sort by.", "view"),
        Verb("caseload.export", "X", "export", "Write the list into a spreadsheet, encrypted.", "view", show=False),
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
        Verb("chart.plan", "P", "plan", "Open the care plan, or start one."),
        Verb("chart.refer", "R", "refer", "Make a referral for this patient.", show=False),
        Verb("chart.consent", "C", "consent", "Write down a consent, an authorization or a restriction.", show=False),
        Verb("chart.tag", "T", "tag", "Tag the line as sensitive: it leaves only where that is covered.", show=False),
        Verb("chart.disclosures", "D", "given to", "To whom this record was given, when and why.", "view", show=False),
        Verb(
            "chart.access",
            "A",
            "who looked",
            "Who looked at this record, changed it or gave of it.",
            "view",
            show=False,
        ),
        *_person_verbs("chart"),
    ],
    also=(TABLE,),
)

_REFERRAL: Final = (
    ("step", "d", "next step", "All next steps of the referral by letter, and why one is not possible.", "act", True),
    ("again", "s", "no news", "Asked, and there is no news: when to look again.", "act", True),
    ("log", "l", "log", "Log a contact: l, the outcome's letter, enter.", "act", True),
    ("change", "e", "edit", "Change the referral: what, to whom, why, how soon, consent.", "act", True),
    ("write", "W", "write", "A packet for the receiver, a reminder for whoever must act, or a note.", "act", True),
    ("part", "R", "part", "Refer a part of this referral to somebody else.", "act", False),
    ("add", "F", "follow-up", "Add a follow-up for this person.", "act", False),
    ("open", "o", "chart", "Open the chart.", "view", True),
    ("why", "w", "why", "Show where this person stands in the queue, and why.", "view", False),
    ("copy", "y", "copy", "Copy the phone number, the name or one line.", "act", False),
)


def _referral_verbs(page: str) -> list[Verb]:
    return [
        Verb(f"{page}.{name}", key, label, help, group, show=show) for name, key, label, help, group, show in _REFERRAL
    ]


register(
    "referrals",
    [
        Verb("referrals.new", "n", "new", "Make a referral."),
        *_referral_verbs("referrals"),
        *_finding_verbs("referrals"),
        Verb("referrals.group", "z", "group", "Group by state, by who must act, by age, by provider or by patient."),
        Verb(
            "referrals.mark", "space", "mark", "Mark the row, on a heading its group; a step then acts on all marked."
        ),
        Verb("referrals.mark_all", "V", "mark all", "Mark all rows, or none.", show=False),
        Verb("referrals.preview", "p", "pane", "Show or hide the pane.", "view", show=False),
        Verb("referrals.limits", "L", "limits", "Change how long each step of a referral may take.", show=False),
        Verb("referrals.lost", "Q", "reasons", "Count why referrals failed or stalled.", "view", show=False),
        Verb("referrals.export", "X", "export", "Write the list into a spreadsheet, encrypted.", "view", show=False),
        Verb("referrals.refresh", "r", "read again", "Read the referrals again and sort them.", "view", show=False),
    ],
    also=(TABLE,),
)
register("referral", _referral_verbs("referral"), also=(TABLE,))
register(
    "plans",
    [
        Verb("plans.new", "n", "new plan", "Start a care plan: empty, or from a template.", aliases=("a",)),
        Verb("plans.log", "l", "log", "Log a contact: l, the outcome's letter, enter."),
        Verb("plans.change", "e", "edit", "Change the plan's title, words and review date."),
        Verb("plans.open", "o", "chart", "Open the chart.", "view"),
        *_finding_verbs("plans"),
        Verb("plans.document", "v", "copy", "A copy of the plan for the patient or the team."),
        Verb("plans.add", "F", "follow-up", "Add a follow-up for this person.", show=False),
        Verb("plans.refresh", "r", "read again", "Read the care plans again.", "view", show=False),
    ],
    also=(TABLE,),
)
register(
    "plan",
    [
        Verb("plan.below", "o", "add", "Write a new line of the same kind below.", aliases=("n",)),
        Verb("plan.inside", "a", "inside", "Write inside: a goal in a concern, a step in a goal.", aliases=("i",)),
        Verb("plan.status", "s", "status", "The next status of the line."),
        Verb("plan.due", "d", "due", "The due date of the goal or step, on its line."),
        Verb("plan.owner", "w", "whose", "In whose hands the step is."),
        Verb("plan.edit", "e", "form", "All fields of the line."),
        Verb("plan.agree", "A", "agree", "The patient agreed to the plan: freeze this version."),
        Verb("plan.document", "v", "copy", "A copy of the plan for the patient or the team."),
        Verb("plan.history", "h", "changes", "What changed since the last version, and all versions.", "view"),
        Verb("plan.barrier", "b", "barrier", "Write what stands in the goal's way.", show=False, aliases=("!",)),
        Verb("plan.strength", "t", "strength", "Write what the patient can build on.", show=False, aliases=("+",)),
        Verb("plan.progress", "m", "progress", "Note a value or how the goal goes, with all notes so far."),
        Verb("plan.lift", "K", "move up", "Move the line up, with all under it.", show=False, aliases=("shift+up",)),
        Verb("plan.lower", "J", "move down", "Move the line down.", show=False, aliases=("shift+down",)),
        Verb("plan.indent", ">", "further in", "Put the line inside the one above.", show=False),
        Verb("plan.outdent", "<", "further out", "Put the line one level out.", show=False),
        Verb("plan.kind", "=", "kind", "Make the line another kind: that goal is a step.", show=False),
        Verb("plan.adopt", "B", "bring in", "Take a goal that is in no plan into this one.", show=False),
        Verb("plan.choose_status", "S", "all statuses", "Choose the status by letter.", show=False),
        Verb("plan.remove", "D", "take out", "Take the line out of the plan; asks first.", show=False),
        Verb(
            "plan.review",
            "R",
            "reviewed",
            "Say that the plan was reviewed with the patient, and when again.",
            show=False,
        ),
        Verb("plan.change", "E", "plan", "Change the plan's title, words and review date.", show=False),
        Verb("plan.templates", "T", "templates", "Add from a template, keep this plan as one, share one.", show=False),
        Verb(
            "plan.finish", "F", "close", "Close the plan, with an outcome for every goal; or open it again.", show=False
        ),
        Verb("plan.hold", "H", "hold", "Put the plan on hold, or go on with it.", show=False),
        Verb("plan.log", "l", "log", "Log a contact: l, the outcome's letter, enter.", show=False),
        Verb("plan.chart", "C", "chart", "Open the chart.", "view", show=False),
        Verb("plan.pane", "p", "pane", "Show or hide the rest of the line.", "view", show=False),
        Verb("plan.refresh", "r", "read again", "Read the plan again.", "view", show=False),
    ],
    also=(TABLE,),
)

register(
    "directory",
    [
        Verb("directory.open", "o", "open", "Show all there is to know, and who is waiting there.", "view"),
        Verb("directory.new", "n", "new", "Add an organization or a person.", aliases=("a",)),
        Verb("directory.change", "e", "edit", "Change the entry."),
        Verb("directory.verify", "v", "verified", "Checked today, and it is right."),
        Verb("directory.copy", "y", "copy", "Copy the phone, the fax or the address."),
        *_finding_verbs("directory"),
        Verb("directory.sort", "z", "sort", "Choose the column to sort by.", "view"),
        Verb("directory.retire", "t", "retire", "Keep it but offer it no more; again brings it back."),
        Verb("directory.retired", "h", "hidden", "Show the retired entries too, or hide them.", "view", show=False),
        Verb("directory.preview", "p", "preview", "Show or hide the preview.", "view", show=False),
        Verb("directory.refresh", "r", "read again", "Read the directory again.", "view", show=False),
    ],
    also=(TABLE,),
)
