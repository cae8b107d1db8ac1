"""Stories of eyes, ears, joints and breath."""

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

SENSES: Final[dict[str, Story]] = {
    "eyes": Story(
        conditions=(
            Condition("Glaucoma, both eyes", "H40.1133", 7),
            Condition("Cataract, right eye", "H25.11", 2),
            Condition("Lives alone", "Z60.2", 5),
        ),
        medicines=(
            Medicine("Latanoprost eye drops", "1 drop in each eye at night"),
            Medicine("Timolol eye drops", "1 drop in each eye twice a day"),
        ),
        allergy=("Adhesive tape", "blisters"),
        plan="Keeping the sight that is left",
        aims=(
            Aim("Drops every night, pressure below 18", "I want to read the names of my grandchildren myself."),
            Aim("Safe steps at home", None, "improving"),
        ),
        tasks=(
            Task("Take the drops at the same hour each night"),
            Task("Mark the stairs and the stove with bright tape", Ball.OTHER, "Hearth Home Health", 8),
        ),
        hurdles=(
            Hurdle("vision/hearing", "Cannot read the labels on the bottles", 3),
            Hurdle("literacy", "Prefers spoken words to paper", 2),
        ),
        talks=(
            Talk(
                "Practiced the drops with a hand rest. Half of them used to miss.", "Same hand, same chair, each night."
            ),
            Talk(
                "Afraid of surgery. A neighbor lost an eye, many years ago.",
                "We go over what is done today, with pictures.",
            ),
            Talk("Ready to hear the date for the cataract surgery.", "I find someone to drive and stay that night."),
        ),
        orders=(
            Order("Cataract surgery", "Clearwater Eye Associates", "sees 20/100 on the right"),
            Order("Help in the home", "Golden Hours Adult Day", "lives alone, low vision", social=True),
        ),
        places=(
            Place("Eye pressure check", "Dr. Ines Castro", "Clearwater Eye Associates", "Take your drops as always."),
            Place("Visit before surgery", "Dr. Ines Castro", "Clearwater Eye Associates", "Bring a list of all drops."),
        ),
        stay=Stay("AMB", "Clinic visit", "blurred sight", "Clearwater Eye Associates"),
        scores=(Score("Three questions about falls", None, "2 of 3 yes", "at risk"),),
        paper="Eye clinic report",
        factors=(0, 2, 0, 1, 2),
        doctor="castro",
        matters="To cook and to pray at home by myself.",
    ),
    "asthma": Story(
        conditions=(
            Condition("Asthma, often not under control", "J45.40", 4),
            Condition("Eczema", "L20.9", 5),
            Condition("Mold in the home", "Z59.10", 1),
        ),
        medicines=(
            Medicine("Fluticasone inhaler 44 mcg", "2 puffs twice a day with a spacer"),
            Medicine("Albuterol inhaler", "2 puffs before sport and when wheezing"),
        ),
        allergy=("Peanut", "swelling, trouble breathing"),
        plan="More school days, fewer bad nights",
        aims=(
            Aim("Miss fewer than two school days a month", "I want to play the whole game.", "improving"),
            Aim("A home without mold", "My mom says the wall is wet again."),
        ),
        tasks=(
            Task("Two puffs each morning and each evening, then brush teeth"),
            Task("Sign the inhaler form for the school", Ball.RECIPIENT, "Dr. Paul Gray", 5),
            Task("Write to the landlord about the wet wall", Ball.ME, None, 4),
        ),
        hurdles=(
            Hurdle("housing", "Wet wall in the bedroom; the landlord does not answer", 3),
            Hurdle("unclear instructions", "School and home use different action plans", 2),
        ),
        talks=(
            Talk(
                "Talked with the parent. Three nights of cough this week.", "The inhaler lives next to the toothbrush."
            ),
            Talk(
                "The school nurse has no form, so the inhaler stays at home.", "I get the form to the clinic this week."
            ),
            Talk("No wheeze for nine days. Played soccer on Saturday.", "Keep the daily inhaler, also on good days."),
        ),
        orders=(
            Order("Allergy testing", "Little Pines Pediatrics", "peanut allergy, asthma not under control"),
            Order(
                "Help with mold in a rented home", "Fairground Legal Aid", "wet wall in the child's room", social=True
            ),
        ),
        places=(
            Place("Asthma check", "Dr. Paul Gray", "Little Pines Pediatrics", "Bring the inhalers and the spacer."),
            Place("Allergy test", "Dr. Paul Gray", "Little Pines Pediatrics", "No allergy pills for five days before."),
        ),
        stay=Stay("EMER", "Emergency visit", "asthma attack", "Mercy Lake Hospital"),
        scores=(Score("Asthma check, own short form", None, "16 of 25", "not under control"),),
        paper="Asthma action plan",
        factors=(2, 2, 0, 2, 1),
        doctor="gray",
        matters="Soccer. And sleeping at grandma's.",
    ),
    "deaf": Story(
        conditions=(
            Condition("Deaf since birth", "H91.3", 40),
            Condition("High blood pressure", "I10", 3),
            Condition("Migraine", "G43.909", 10),
        ),
        medicines=(
            Medicine("Amlodipine 5 mg tablet", "1 tablet each day"),
            Medicine("Sumatriptan 50 mg tablet", "1 tablet at the start of a migraine, not more than 2 a day"),
        ),
        allergy=("Latex", "itching"),
        plan="Care in my own language",
        aims=(
            Aim("Blood pressure below 130 over 80", "I want the doctor to look at me, not at the interpreter."),
            Aim("An interpreter at every visit", "No more notes on scraps of paper.", "improving"),
        ),
        tasks=(
            Task("Measure your blood pressure three times a week and text a photo"),
            Task("Book the ASL interpreter at the same time as the visit", Ball.ME, None, 3),
        ),
        hurdles=(
            Hurdle("language", "Clinics forget to book an ASL interpreter", 3),
            Hurdle("distrust", "Two visits took place without an interpreter", 2),
        ),
        talks=(
            Talk(
                "Met by video relay. Went over what went wrong at the last visit.",
                "An interpreter, or we move the visit.",
            ),
            Talk(
                "Blood pressure is 148 over 92 at home. No headaches this week.",
                "Text me a photo of the log on Friday.",
            ),
            Talk(
                "The last visit had an interpreter in the room. All went well.", "Keep the same interpreter if we can."
            ),
        ),
        orders=(
            Order("Headache clinic", "Larkspur Neurology", "migraine five days a month"),
            Order("Hearing-friendly door and smoke alarms", "Keystone Housing Help", "no visual alarm", social=True),
        ),
        places=(
            Place(
                "Blood pressure visit",
                "Dr. Ada Okoye",
                "Cedar Street Community Health",
                "An ASL interpreter is booked.",
            ),
            Place("Headache clinic", "Dr. Nora Bloom", "Larkspur Neurology", "Bring your headache diary."),
        ),
        stay=Stay("AMB", "Clinic visit", "headache", "Cedar Street Community Health"),
        scores=(Score("PHQ-2", "55758-7", "2", "negative"),),
        paper="Visit note with request for an interpreter",
        factors=(0, 1, 0, 1, 1),
        doctor="okoye",
        matters="To be spoken with, not about.",
    ),
    "joints": Story(
        conditions=(
            Condition("Rheumatoid arthritis", "M05.79", 11),
            Condition("Anemia", "D63.8", 2),
        ),
        medicines=(
            Medicine("Methotrexate 2.5 mg tablet", "6 tablets once a week, on the same day"),
            Medicine("Folic acid 1 mg tablet", "1 tablet each day"),
            Medicine("Adalimumab 40 mg pen", "every two weeks; waits for the health plan"),
        ),
        allergy=("Ibuprofen", "stomach bleeding"),
        plan="Hands that work",
        aims=(
            Aim("Less than 30 minutes of stiffness in the morning", "I want to braid my girl's hair again."),
            Aim("Get the new medicine approved", None, "no-progress"),
        ),
        tasks=(
            Task("Write down how long your hands are stiff each morning"),
            Task("Send the clinic notes to the health plan", Ball.ME, None, 2),
            Task("Answer the health plan's questions", Ball.RECIPIENT, "Dr. Ken Ito", 3),
        ),
        hurdles=(
            Hurdle("coverage gap", "The health plan wants two other medicines tried first", 3),
            Hurdle("pain/mobility", "Cannot open jars or pill bottles", 2),
        ),
        talks=(
            Talk(
                "Talked about mornings. Two hours until the hands close.",
                "I ask the pharmacy for bottles that open easily.",
            ),
            Talk(
                "The health plan said no to the new pen. The letter came on Monday.",
                "Keep the letter. I call the doctor today.",
            ),
            Talk("Went over what an appeal is and who writes what.", "You write three lines on how a day goes."),
        ),
        orders=(
            Order("Hand therapy", "Stride Therapy", "weak grip, swollen knuckles"),
            Order("Help with an appeal", "Fairground Legal Aid", "denied medicine", social=True),
        ),
        places=(
            Place("Joint clinic", "Dr. Ken Ito", "Summit Bone and Joint", "Bring the letters from the health plan."),
            Place("Hand therapy", "Stride Therapy", "Stride Therapy", "Wear sleeves that roll up."),
        ),
        stay=Stay("AMB", "Clinic visit", "flare of arthritis", "Summit Bone and Joint"),
        scores=(Score("PEG pain scale", "91147-9", "7 of 10", "high"),),
        paper="Letter of denial from the health plan",
        factors=(0, 3, 1, 1, 1),
        doctor="ito",
        matters="My hands. My work. My girl.",
    ),
}
