"""What is said at each step of a made-up referral; one of several, so that no two read the same."""

from __future__ import annotations

from typing import Final

from coordtui.models.referral import ReferralState as S

DESKS: Final = ("Priya at the front desk", "Sam, intake", "Ana, records", "Mrs. Ellis, scheduling", "Jo, referrals")
QUESTIONS: Final = (
    "What do you see, and what should change in the plan?",
    "Is treatment needed now, and who follows up?",
    "What may be done at home until the visit, and what not?",
    "Please examine and send a short report to the clinic.",
)
NOTES: Final[dict[S, tuple[str, ...]]] = {
    S.DRAFT: ("Talked it over; the answer was yes.", "Asked for at the last visit.", "Part of the plan.",
              "The doctor wants it; we went over why."),
    S.AWAITING_AUTH: ("All papers are with the health plan.", "Sent with the clinic notes of the last three visits."),
    S.SENT: ("With the medicine list and the last visit note.", "Letter, insurance card and the last lab results.",
             "Marked on page one: please call after lunch.", "They asked for the list of medicines as well."),
    S.RECEIVED: ("They have the papers. A nurse looks at them this week.", "It lay in the wrong tray; found now.",
                 "Received, complete, in the pile for Thursday."),
    S.ACCEPTED: ("They take the referral. The front desk calls about a day.", "On the list for the next free place.",
                 "Yes, and sooner than they thought."),
    S.DECLINED: ("No room for new people this month. Gave two other names.",),
    S.SCHEDULED: ("A day is set, and the ride with it.", "Said the day back without help.",
                  "First free morning; it is on the kitchen calendar.", "Took the first day that they offered."),
    S.ATTENDED: ("It took an hour.", "On time, and with all the papers.", "All done on the first try."),
    S.NO_SHOW: ("They hold the place for one more week.",),
    S.CANCELLED_VISIT: ("Called off in the morning. A new day is to be found.",),
    S.REPORT_RECEIVED: ("Two pages. Sent on to the doctor who asked.", "Came after a call to the records desk.",
                        "Short and clear; the advice is on page two."),
    S.ACKNOWLEDGED: ("Read it and agrees with the advice.", "Read it; talks about it at the next visit.",
                     "Changes one thing, the rest stays."),
    S.PATIENT_INFORMED: ("Went over the result, slowly.", "Knows what comes next and whom to call.",
                         "Told by phone, with time for questions."),
    S.CLOSED_MET: ("Nothing more is needed here.", "Said thank you, twice.", "The plan goes on without it."),
    S.CLOSED_PARTLY: ("A part is done; the rest is in the plan.",),
    S.CLOSED_UNMET: ("Looked for another way; see the plan.",),
    S.CANCELLED: ("Called the place so that they give the slot to someone else.",),
    S.ON_HOLD: ("Everyone knows that it waits.",),
    S.ENTERED_IN_ERROR: ("Belongs to another child of the same name.",),
}  # fmt: skip
SOCIAL_NOTES: Final[dict[S, tuple[str, ...]]] = {
    S.SENT: ("Told them the need, and no more than that.", "Filled in their form together.",
             "Called while we sat together."),
    S.RECEIVED: ("Their list says Thursday.", "They wrote it down and repeat the phone number."),
    S.ACCEPTED: ("They say yes.", "Fits their rules; a helper calls.", "On their list, near the top."),
    S.SCHEDULED: ("A day is set.", "They meet next week.", "First visit with a helper who speaks the language."),
    S.ATTENDED: ("The help came.", "They were kind, and on time.", "Got it, and knows how to get it again."),
    S.PATIENT_INFORMED: ("Went over what it covers and what not.", "Knows whom to call when it stops."),
}  # fmt: skip
TOLD: Final = ("the result and what to do next", "what was found, and that the medicine stays", "the next three steps")
CONFIRMED: Final = (
    "That is what I needed.",
    "It came, and it helped.",
    "Yes. I would send my own sister there.",
)
NUDGED: Final = (
    "Asked again; they promise an answer by the end of the week.",
    "Left the message with a name and a number.",
)
WAITS: Final = "waits until the treatment is over"
