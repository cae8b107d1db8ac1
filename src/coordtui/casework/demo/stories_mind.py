"""Stories of the mind, of safety and of recovery. Their words are kept off every summary."""

from __future__ import annotations

from typing import Final

from coordtui.casework.demo.shapes import (
    Aim,
    Condition,
    Hurdle,
    Medicine,
    Order,
    Place,
    Score,
    Stay,
    Story,
    Talk,
    Task,
)
from coordtui.models.codes import Ball

MIND: Final[dict[str, Story]] = {
    "mood": Story(
        conditions=(
            Condition("Depression, moderate", "F33.1", 5),
            Condition("Trouble sleeping", "G47.00", 2),
            Condition("Lost a job", "Z56.0", 0),
        ),
        medicines=(
            Medicine("Sertraline 100 mg tablet", "1 tablet each morning"),
            Medicine("Trazodone 50 mg tablet", "half a tablet at night if needed"),
        ),
        allergy=("No known allergy", None),
        plan="One good thing a day",
        aims=(
            Aim("PHQ-9 below 10", "I want to laugh with my brother like we used to.", "improving"),
            Aim("Out of the house four days a week", None),
        ),
        tasks=(
            Task("Walk to the corner and back, also on gray days"),
            Task("Keep the weekly visit with the counselor", Ball.PATIENT),
            Task("Ask about evening hours", Ball.ME, None, 5),
        ),
        hurdles=(
            Hurdle("mood/anxiety", "Does not pick up the phone on bad days", 3),
            Hurdle("stigma", "Does not want mail from the clinic to show its name", 1),
        ),
        talks=(
            Talk(
                "Talked about the lost job and the long mornings.", "A text at 10 each Monday, to answer with one word."
            ),
            Talk("Sleeps five hours. Eats once a day. Goes to the counselor.", "One walk a day, any length."),
            Talk("Went to a ball game with the brother. First time since spring.", "The same again next month."),
        ),
        orders=(
            Order("Counseling, evening hours", "Open Door Counseling", "PHQ-9 of 16"),
            Order("Help to find work", "New Roots Welcome Center", "lost a job in August", social=True),
        ),
        places=(
            Place("Counseling", "Lee Hart, LCSW", "Open Door Counseling", "The side door has no sign on it."),
            Place("Medicine check", "Marta Vega, NP", "Cedar Street Community Health", "Bring your pill bottles."),
        ),
        stay=Stay("AMB", "Clinic visit", "low mood", "Cedar Street Community Health"),
        scores=(Score("PHQ-9", "44261-6", "16", "moderately severe"), Score("GAD-7", "70274-6", "11", "moderate")),
        paper="Counselor's letter",
        factors=(0, 1, 3, 1, 2),
        doctor="hart",
        matters="My brother. Getting up for something.",
    ),
    "recovery": Story(
        conditions=(
            Condition("Opioid use disorder, in treatment", "F11.21", 4),
            Condition("Hepatitis C, cured", "Z86.19", 2),
            Condition("Dental pain", "K08.89", 0),
        ),
        medicines=(
            Medicine("Buprenorphine and naloxone film 8 mg/2 mg", "1 film under the tongue twice a day"),
            Medicine("Naloxone nasal spray", "for an emergency; keep it where others find it"),
        ),
        allergy=("No known allergy", None),
        plan="Day by day",
        aims=(
            Aim(
                "Fill the medicine on time for six months",
                "I want my boy on weekends, and to be awake for it.",
                "sustaining",
            ),
            Aim("Teeth fixed", "I want to smile at a job interview.", "no-change"),
        ),
        tasks=(
            Task("Keep the weekly visit with the treatment team"),
            Task("Find a dentist who takes the health plan", Ball.ME, None, 9),
        ),
        hurdles=(
            Hurdle("stigma", "A pharmacy refused to fill the film", 3),
            Hurdle("transport", "Lost the license; the bus takes 90 minutes", 2),
        ),
        talks=(
            Talk(
                "Talked about the pharmacy that refused the buprenorphine.",
                "I call the pharmacist before the next fill.",
            ),
            Talk("Ten months sober. Sees the son on Saturdays.", "We look for a dentist."),
            Talk("Toothache for two weeks. Wants no strong pain pills.", "I ask the dentist about other ways."),
        ),
        orders=(
            Order("Dentist", "Cedar Street Community Health", "two broken teeth, pain"),
            Order("Help with a driver's license", "Fairground Legal Aid", "license lost in 2023", social=True),
        ),
        places=(
            Place("Treatment visit", "Marta Vega, NP", "Cedar Street Community Health"),
            Place("Dentist", "Cedar Street Community Health", "Cedar Street Community Health", "Eat before you come."),
        ),
        stay=Stay("EMER", "Emergency visit", "tooth abscess", "Mercy Lake Hospital"),
        scores=(Score("PHQ-2", "55758-7", "2", "negative"),),
        paper="Consent for sharing, 42 CFR Part 2",
        factors=(1, 2, 3, 2, 1),
        doctor="vega",
        matters="My son. Saturdays.",
    ),
    "unsafe": Story(
        conditions=(
            Condition("Wrist sprain", "S63.501D", 0),
            Condition("High blood pressure", "I10", 2),
            Condition("Problems in the relationship with partner", "Z63.0", 3),
        ),
        medicines=(
            Medicine("Lisinopril 10 mg tablet", "1 tablet each morning"),
            Medicine("Ibuprofen 400 mg tablet", "1 tablet with food if the wrist hurts"),
        ),
        allergy=("No known allergy", None),
        plan="Blood pressure and rest",
        aims=(
            Aim("Blood pressure below 130 over 80", "I want one quiet hour a day that is mine."),
            Aim("Someone to talk to", None, "improving"),
        ),
        tasks=(
            Task("Measure blood pressure at the clinic, not at home"),
            Task("Meet the advocate from Lantern House at the clinic", Ball.OTHER, "Lantern House", 6),
        ),
        hurdles=(
            Hurdle("safety/violence", "Partner reads the phone and the mail", 3),
            Hurdle("phone/internet", "Only safe to talk at work, from noon to one", 2),
        ),
        talks=(
            Talk(
                "Talked at the clinic, alone. Said that the partner threatens her at night.",
                "Only calls at noon, at work.",
            ),
            Talk("The wrist heals. Blood pressure is 144 over 90.", "Come to the clinic on Thursday at noon."),
            Talk(
                "Met the advocate. The safety plan is done with the clinician, held in the clinic's record.",
                "Blood pressure check next week.",
            ),
        ),
        orders=(
            Order("Advocate", "Lantern House", "not safe at home", social=True),
            Order("Physical therapy for the wrist", "Stride Therapy", "sprain"),
        ),
        places=(
            Place("Blood pressure check", "Kim Tran, RN", "Cedar Street Community Health"),
            Place("Wrist check", "Dr. Ken Ito", "Summit Bone and Joint"),
        ),
        stay=Stay("EMER", "Emergency visit", "wrist injury", "Mercy Lake Hospital"),
        scores=(Score("PHQ-2", "55758-7", "3", "positive"),),
        paper="Clinic note",
        factors=(1, 1, 2, 2, 1),
        doctor="okoye",
        matters="Quiet. The children asleep.",
    ),
    "street": Story(
        conditions=(
            Condition("Foot ulcer, diabetes", "E11.621", 0),
            Condition("Type 2 diabetes", "E11.9", 7),
            Condition("Sleeps outside", "Z59.02", 1),
        ),
        medicines=(
            Medicine("Metformin 500 mg tablet", "1 tablet twice a day"),
            Medicine("Cephalexin 500 mg capsule", "1 capsule four times a day for 10 days", "completed"),
        ),
        allergy=("No known allergy", None),
        plan="A bed, a dry foot, a phone",
        aims=(
            Aim("A bed indoors before the frost", "I want a door that I can lock."),
            Aim("Close the foot ulcer", None, "improving"),
        ),
        tasks=(
            Task("Come to the van on Tuesday and Friday for a dry bandage"),
            Task("Apply for the room at Union Street", Ball.ME, None, 2),
            Task("Answer about the room", Ball.RECIPIENT, "Keystone Housing Help", 9),
        ),
        hurdles=(
            Hurdle("housing", "Sleeps under the bridge; the sweep is next week", 3),
            Hurdle("phone/internet", "The phone was stolen twice", 3),
            Hurdle("food", "One hot meal a day", 2),
        ),
        talks=(
            Talk("Met at the van. The foot is wet and red. No fever.", "Dry socks from the van each visit."),
            Talk("Filled in the form for the room together. The ID is lost.", "I ask for a new ID."),
            Talk("The ulcer is the size of a dime, was a quarter.", "Van on Friday. I bring the phone."),
        ),
        orders=(
            Order("Room at Union Street", "Keystone Housing Help", "sleeps outside with a wound", social=True),
            Order("Wound clinic", "Cedar Street Community Health", "foot ulcer"),
        ),
        places=(
            Place("Wound clinic", "Kim Tran, RN", "Cedar Street Community Health", "A ride picks you up at the van."),
            Place(
                "Housing interview", "Keystone Housing Help", "Keystone Housing Help", "Bring any paper with your name."
            ),
        ),
        stay=Stay("EMER", "Emergency visit", "infected foot", "Mercy Lake Hospital"),
        scores=(Score("Hunger Vital Sign", "88124-3", "at risk", "at risk"),),
        paper="Housing form, copy",
        factors=(3, 3, 1, 4, 2),
        doctor="lind",
        matters="A door. A dog, some day.",
    ),
}
