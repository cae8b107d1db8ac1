"""What the coordinator has learned of the places and people of the made-up town."""

from __future__ import annotations

from typing import Final, NamedTuple


class Known(NamedTuple):
    """`checked` is how many days ago somebody last made sure of it; None is never."""

    services: str
    hours: str
    languages: str | None
    asks_for: str | None
    checked: int | None
    note: str | None = None
    other_phones: str | None = None


# fmt: off
PLACES: Final[dict[str, Known]] = {
    "clinic": Known("Family medicine; diabetes classes; dentist; wound clinic; pharmacist",
                    "Mon to Fri 7:30–18:00; Sat 9:00–13:00", "en; es; vi; so", "Insurance card; medicine list", 12,
                    "Evening visits on Tuesday.", "(206) 555-0166 (pharmacy desk)"),
    "hospital": Known("Emergency room; ward; imaging", "Always open", "any, by a phone interpreter",
                      "Referral by portal only", 40, "Case managers leave at 16:00."),
    "heart": Known("Heart failure clinic; echo; device checks", "Mon to Thu 8:00–17:00", "en; gu; hi",
                   "Last EKG and echo; weight log; medicine list", 21, "Ask for Dana: she finds early slots."),
    "kidney": Known("Kidney clinic; dialysis; classes about the kinds of dialysis", "Mon to Sat 6:00–18:00", "en; es",
                    "Lab results of the last 90 days", 55, "Class on the second Wednesday."),
    "lung": Known("Lung clinic; breathing tests; lung rehab", "Mon to Fri 8:30–16:30", "en; zu",
                  "Breathing test of the last year; list of inhalers", 34),
    "women": Known("Birth care; high-risk pregnancy; home nurse", "Mon to Fri 8:00–17:00; labor line always",
                   "en; es; he", "Due date; blood type; last ultrasound", 18, None, "(206) 555-0167 (labor line)"),
    "mind": Known("Counseling; groups; crisis visits", "Mon to Thu 10:00–20:00", "en; es",
                  "Signed release; best hour to call", 27, "Eight weeks for evenings; mornings are free."),
    "cancer": Known("Cancer care; infusion; scans; sickle cell clinic", "Mon to Fri 7:00–18:00", "en; fr",
                    "Pathology report; insurance approval for scans", 61),
    "brain": Known("Nerve clinic; memory clinic; headache clinic; nerve tests", "Tue to Fri 9:00–17:00", "en",
                   "What happened, by date; pictures on a disc", 96, "The wait is long; ask to be called on the day."),
    "bone": Known("Bones and joints; bone density; surgery", "Mon to Fri 8:00–16:00", "en; ja",
                  "X-rays of the last six months; work insurance number", 44),
    "eye": Known("Eye exams; glaucoma; cataract surgery", "Mon to Fri 8:00–16:30", "en; es; pt",
                 "Somebody who drives home", 30, "Calls back on the same day."),
    "rehab": Known("Physical, hand and speech therapy; seating clinic", "Mon to Fri 7:00–19:00", "en; ko",
                   "Order with the number of visits; approval number", 15, "Speech therapy: Wednesdays."),
    "home": Known("Nurses, therapy and aides at home", "Every day 8:00–18:00", "en; es; tl",
                  "Face-to-face note of the doctor; who opens the door", 9),
    "food": Known("Food boxes; diapers; food help for mothers", "Tue, Thu 10:00–18:00; Sat 9:00–12:00",
                  "en; es; am", "Nothing. A first name is enough.", 6, "Halal boxes on request."),
    "housing": Known("Rooms; deposits; smoke and door alarms", "Mon to Fri 9:00–16:00", "en; so",
                     "Photo ID; proof of income or a letter that there is none", 49,
                     "The list opens on the first of the month."),
    "rides": Known("Rides to visits; bus passes; wheelchair vans", "Mon to Sat 5:00–21:00", "en; es; ru",
                   "Three business days ahead; weight of the wheelchair", 11, "The driver waits five minutes."),
    "power": Known("Help with heating and power bills", "Mon to Fri 9:00–15:00", "en; es",
                   "The bill; the shut-off notice; income of the last 30 days", 73),
    "elder": Known("Adult day care; rest for families", "Mon to Fri 7:30–17:30", "en; ko; ja",
                   "TB test; list of what calms the person", 38, "A free trial day."),
    "welcome": Known("English class; school papers; work; interpreters", "Mon to Fri 9:00–19:00",
                     "en; ar; fa; so; uk; rw", "Nothing for the first talk", 24),
    "legal": Known("Rent, benefits, work, licenses", "Mon, Wed 10:00–16:00", "en; es", "The letter, and its envelope",
                   110, "Will not take cases against the county."),
    "supply": Known("Wheelchairs; oxygen; catheters; beds; voice machines", "Mon to Fri 8:00–17:00", "en",
                    "Order with the diagnosis; measure of the person; approval number", 33,
                    "Oxygen line is open at night.", "(425) 555-0168 (oxygen, always)"),
    "children": Known("Children's care; allergy; hearing tests; food counseling", "Mon to Fri 8:00–17:30",
                      "en; es; vi", "Shot record; school form", 17),
    "safe": Known("Advocates; shelter; safety planning", "Always answered", "any, by a phone interpreter",
                  "Nothing. Never leave a message.", 20, "Say only the first name."),
    "comfort": Known("Hospice; comfort care; night nurses", "Always answered", "en; es",
                     "Doctor's note about the illness; who decides", None),
}
PEOPLE: Final[dict[str, tuple[str | None, str | None]]] = {
    "vega": ("Mon to Thu", "Sugar log of the last two weeks"),
    "tran": ("Mon to Fri, mornings", None),
    "shah": ("Mon, Wed", "Weight log"),
    "farrow": ("Tue, Thu", "Lab results"),
    "dube": ("Mon to Thu", None),
    "rosen": ("Mon to Fri", "Home blood pressures"),
    "hart": ("Mon to Thu, evenings too", "A text before the call"),
    "osei": ("Mon, Tue, Thu", None),
    "bloom": ("Wed, Fri", "A video of a spell, if there is one"),
    "ito": ("Tue to Fri", "X-rays"),
    "castro": ("Mon to Fri", None),
    "gray": ("Mon to Fri", "School form"),
    "amari": ("Mon to Fri 10:00–16:00", "A photo of all bottles"),
    "webb": ("on call", None),
}
"""Days, and what they always ask for."""
TEMPLATE_NAME: Final = "First visit with an interpreter"
TEMPLATE_ABOUT: Final = "For somebody new who speaks another language than the clinic."
TEMPLATE: Final = '''\
name = "First visit with an interpreter"
about = "For somebody new who speaks another language than the clinic."

[[concern]]
text = "Being understood at the clinic"

[[concern.goal]]
text = "An interpreter at every visit"
why = "To ask, and to understand the answer"
measure = "visits with an interpreter"
unit = "%"
target = "100"
due_in_weeks = 12
barriers = ["Phone lines without an interpreter"]
strengths = ["Knows somebody who has been here for longer"]

[[concern.goal.intervention]]
text = "Put the language on top of the chart"
owner = "me"
due_in_days = 2

[[concern.goal.intervention]]
text = "Ask for the interpreter when the visit is booked"
owner = "me"
due_in_days = 7

[[concern.goal.intervention]]
text = "Carry the card that names the language"
owner = "patient"
'''
"""A starter of the coordinator's own, in the form of rules/plan_template.py."""
