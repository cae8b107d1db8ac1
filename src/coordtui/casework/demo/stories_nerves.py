"""Stories of bones, nerves and the mind that ages, and of last months."""

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

NERVES: Final[dict[str, Story]] = {
    "hip": Story(
        conditions=(
            Condition("Hip fracture, repaired", "S72.001D", 0),
            Condition("Osteoporosis", "M81.0", 6),
            Condition("Falls", "R29.6", 1),
        ),
        medicines=(
            Medicine("Alendronate 70 mg tablet", "1 tablet once a week, upright, with a full glass of water"),
            Medicine("Calcium with vitamin D", "1 tablet twice a day"),
            Medicine("Acetaminophen 500 mg tablet", "2 tablets three times a day"),
        ),
        allergy=("Codeine", "vomiting"),
        plan="Back on my feet after the hip",
        aims=(
            Aim(
                "Walk 50 yards with the walker",
                "I want to get to the garden and back before the roses bloom.",
                "improving",
            ),
            Aim("No more falls", None),
        ),
        tasks=(
            Task("Do the five leg exercises each morning"),
            Task("Put up the grab bars", Ball.OTHER, "Hearth Home Health", 7),
            Task("Order the raised toilet seat", Ball.RECIPIENT, "Trusty Medical Supply", 4),
        ),
        hurdles=(
            Hurdle("pain/mobility", "Stairs to the only bathroom", 3),
            Hurdle("fear", "Afraid to shower alone", 2),
        ),
        talks=(
            Talk(
                "Talked in the rehab center. Wants to go home on Friday, daughter is not sure.", "A home visit first."
            ),
            Talk("First week at home. Pain is 3 of 10. Sleeps downstairs.", "The therapist comes twice a week."),
            Talk("Took six steps without the walker, with the therapist near.", "No solo steps yet."),
        ),
        orders=(
            Order("Home therapy", "Hearth Home Health", "hip repair, lives with stairs"),
            Order("Bone density scan", "Summit Bone and Joint", "fracture after a simple fall"),
        ),
        places=(
            Place("Hip check", "Dr. Ken Ito", "Summit Bone and Joint", "Wear loose trousers. Bring the walker."),
            Place("Bone scan", "Summit Bone and Joint", "Summit Bone and Joint", "No calcium pill on that day."),
        ),
        stay=Stay("IMP", "Hospital stay", "hip fracture after a fall", "Mercy Lake Hospital", 6, "rehab center"),
        scores=(Score("Three questions about falls", None, "3 of 3 yes", "at risk"),),
        paper="Rehab center discharge notes",
        factors=(2, 2, 0, 1, 1),
        doctor="lind",
        matters="The garden.",
    ),
    "chair": Story(
        conditions=(
            Condition("Spinal cord injury, uses a wheelchair", "S14.109S", 6),
            Condition("Pressure sore on the hip, stage 2", "L89.222", 0),
            Condition("Bladder does not empty by itself", "N31.9", 6),
        ),
        medicines=(
            Medicine("Baclofen 10 mg tablet", "1 tablet three times a day"),
            Medicine("Oxybutynin 5 mg tablet", "1 tablet twice a day"),
        ),
        allergy=("Latex", "hives"),
        plan="Skin, supplies and wheels",
        aims=(
            Aim("Close the pressure sore", "I want to be back at the drawing board for a full day.", "improving"),
            Aim("A new cushion that fits", None),
        ),
        tasks=(
            Task("Shift your weight every 20 minutes; the phone reminds you"),
            Task("Renew the approval for catheters", Ball.ME, None, 4),
            Task("Measure for the cushion", Ball.OTHER, "Trusty Medical Supply", 9),
        ),
        hurdles=(
            Hurdle("coverage gap", "Supplies are approved for six months at a time", 3),
            Hurdle("provider access/wait", "The seating clinic has a wait of nine weeks", 2),
        ),
        talks=(
            Talk("Talked about the sore and the long days at the desk.", "Work lying down in the afternoon."),
            Talk("The last box of catheters runs out in three weeks.", "I start the renewal now, not in week three."),
            Talk("The sore is smaller: 2 centimeters, no smell, no fever.", "Send a photo on Monday by the portal."),
        ),
        orders=(
            Order("Seating clinic", "Stride Therapy", "cushion is worn through, sore on the hip"),
            Order("Wound nurse at home", "Hearth Home Health", "stage 2 sore"),
        ),
        places=(
            Place("Wound check", "Kim Tran, RN", "Cedar Street Community Health", "The room with the lift is booked."),
            Place("Seating clinic", "Stride Therapy", "Stride Therapy", "Come in the chair that you use most."),
        ),
        stay=Stay("EMER", "Emergency visit", "bladder infection", "Mercy Lake Hospital"),
        scores=(Score("Confidence, 0 to 10", None, "8", "high"),),
        paper="Approval for supplies, with end date",
        factors=(1, 3, 0, 1, 0),
        doctor="okoye",
        matters="Work. Being early for once.",
    ),
    "stroke": Story(
        conditions=(
            Condition("Stroke with weak right arm", "I69.351", 0),
            Condition("Trouble finding words", "I69.320", 0),
            Condition("High blood pressure", "I10", 12),
        ),
        medicines=(
            Medicine("Clopidogrel 75 mg tablet", "1 tablet each day"),
            Medicine("Atorvastatin 80 mg tablet", "1 tablet at night"),
            Medicine("Amlodipine 10 mg tablet", "1 tablet each day"),
        ),
        allergy=("No known allergy", None),
        plan="Words and walking after the stroke",
        aims=(
            Aim("Order a meal by telephone", "I want to say my grandson's name right.", "improving"),
            Aim("Blood pressure below 130 over 80", None),
        ),
        tasks=(
            Task("Practice the picture cards for ten minutes, twice a day"),
            Task("Ask for 12 more speech visits", Ball.ME, None, 6),
            Task("Check your blood pressure each morning", Ball.PATIENT),
        ),
        hurdles=(
            Hurdle("cognition", "Understands more than can be said; give time", 2),
            Hurdle("caregiver strain", "The family takes turns at night", 3),
        ),
        talks=(
            Talk(
                "Talked slowly, with yes and no cards. Understands all. Angry at the arm.",
                "Call in the morning, when rested.",
            ),
            Talk("Said four new words. The family heard a full sentence on Sunday.", "I ask for more speech visits."),
            Talk("Blood pressure is 152 over 88. One pill was left out by mistake.", "A pill box with four rows."),
        ),
        orders=(
            Order("Speech therapy", "Stride Therapy", "trouble finding words after a stroke"),
            Order("Nerve clinic", "Larkspur Neurology", "three months after the stroke"),
        ),
        places=(
            Place("Speech therapy", "Stride Therapy", "Stride Therapy", "Bring the picture cards."),
            Place("Nerve clinic", "Dr. Nora Bloom", "Larkspur Neurology", "Bring the blood pressure log."),
        ),
        stay=Stay("IMP", "Hospital stay", "stroke", "Mercy Lake Hospital", 8, "home with therapy"),
        scores=(Score("PHQ-2", "55758-7", "3", "positive"),),
        paper="Stroke clinic plan",
        factors=(1, 3, 1, 1, 1),
        doctor="bloom",
        matters="To talk with the grandchildren on Sundays.",
    ),
    "memory": Story(
        conditions=(
            Condition("Alzheimer's disease, moderate", "G30.1", 3),
            Condition("High cholesterol", "E78.5", 14),
            Condition("Wanders at times", "Z91.83", 1),
        ),
        medicines=(
            Medicine("Donepezil 10 mg tablet", "1 tablet at night"),
            Medicine("Atorvastatin 20 mg tablet", "1 tablet at night"),
        ),
        allergy=("Morphine", "confusion"),
        plan="Safe at home, and rest for the family",
        aims=(
            Aim("Stay at home this year", "I like my chair by the window."),
            Aim("Two free afternoons a week for the caregiver", None, "improving"),
        ),
        tasks=(
            Task("Fill in the form for adult day care", Ball.OTHER, "the family", 5),
            Task("Put the bracelet with the phone number on", Ball.OTHER, "the family"),
            Task("Talk about who decides if words fail", Ball.ME, None, 18),
        ),
        hurdles=(
            Hurdle("caregiver strain", "The caregiver sleeps four hours a night", 3),
            Hurdle("cognition", "Does not know the day; knows faces and songs", 2),
        ),
        talks=(
            Talk(
                "Talked with the family and with the patient, who likes songs from 1960.",
                "Call the family, not the house phone.",
            ),
            Talk("Went out at night in slippers. The neighbor brought the patient home.", "A bell on the door today."),
            Talk("First day at the day center. Came home smiling.", "Two days a week from now on."),
        ),
        orders=(
            Order("Adult day care", "Golden Hours Adult Day", "the caregiver needs rest", social=True),
            Order("Memory clinic", "Larkspur Neurology", "more confused since summer"),
        ),
        places=(
            Place("Memory clinic", "Dr. Nora Bloom", "Larkspur Neurology", "The caregiver comes along."),
            Place("Trial day", "Golden Hours Adult Day", "Golden Hours Adult Day", "Bring a sweater and the songs."),
        ),
        stay=Stay("EMER", "Emergency visit", "a fall at night", "Mercy Lake Hospital"),
        scores=(Score("Caregiver strain, own question", None, "8 of 10", "high"),),
        paper="Power of attorney for health care",
        factors=(1, 2, 1, 2, 2),
        doctor="bloom",
        matters="Music. The chair by the window.",
    ),
    "comfort": Story(
        conditions=(
            Condition("ALS", "G12.21", 2),
            Condition("Uses a machine to breathe at night", "Z99.89", 0),
        ),
        medicines=(
            Medicine("Riluzole 50 mg tablet", "1 tablet twice a day, one hour before food"),
            Medicine("Glycopyrrolate 1 mg tablet", "1 tablet three times a day"),
        ),
        allergy=("No known allergy", None),
        plan="Good days",
        aims=(
            Aim("Comfort and time at home", "I want to see the boat in the water once more.", "sustaining"),
            Aim("Wishes written down and known", None, "achieved"),
        ),
        tasks=(
            Task("Bring the voice machine", Ball.OTHER, "Trusty Medical Supply", 4),
            Task("A night nurse twice a week, so that the family sleeps", Ball.RECIPIENT, "Stillwater Hospice", 6),
        ),
        hurdles=(
            Hurdle("caregiver strain", "The family turns him every two hours", 3),
            Hurdle("provider access/wait", "The voice machine is late", 2),
        ),
        talks=(
            Talk(
                "Talked with the spelling board. Jokes are still the best part.",
                "Come on sunny days, in the afternoon.",
            ),
            Talk("Went over the wishes once more. Nothing has changed.", "The paper hangs by the bed."),
            Talk("The family is tired. They said it for the first time.", "I ask about nights this week."),
        ),
        orders=(
            Order("Hospice, talk first", "Stillwater Hospice", "breathing is weaker"),
            Order("Voice machine", "Trusty Medical Supply", "can no longer speak"),
        ),
        places=(
            Place("Home visit", "Dr. Iris Webb", "at home", "No need to get up."),
            Place("Machine fitting", "Trusty Medical Supply", "at home", "The charger is in the blue bag."),
        ),
        stay=Stay("IMP", "Hospital stay", "pneumonia", "Mercy Lake Hospital", 4, "home with hospice talks"),
        scores=(Score("Caregiver strain, own question", None, "9 of 10", "high"),),
        paper="Wishes for treatment (POLST), copy",
        factors=(2, 4, 1, 1, 0),
        doctor="webb",
        matters="The boat. My wife's hand.",
    ),
}
