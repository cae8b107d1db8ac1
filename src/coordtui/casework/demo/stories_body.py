"""Stories of the heart, the lungs, the kidneys and blood sugar."""

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

BODY: Final[dict[str, Story]] = {
    "diabetes": Story(
        conditions=(
            Condition("Type 2 diabetes with high blood sugar", "E11.65", 9),
            Condition("High blood pressure", "I10", 6),
            Condition("Works night shifts", "Z56.3", 2),
        ),
        medicines=(
            Medicine("Metformin 1000 mg tablet", "1 tablet twice a day with food"),
            Medicine("Insulin glargine 100 units/mL pen", "22 units at bedtime"),
            Medicine("Lisinopril 20 mg tablet", "1 tablet each morning"),
        ),
        allergy=("Sulfa antibiotics", "rash"),
        plan="Living well with diabetes on the night shift",
        aims=(
            Aim(
                "A1c below 8 percent in six months", "I want to dance at my daughter's wedding in spring.", "improving"
            ),
            Aim("Foot check every day", None),
        ),
        tasks=(
            Task("Check your sugar before you sleep and write it down", days=14),
            Task("Pack a meal for the night shift three times a week"),
            Task("Set up the new meter with you", Ball.OTHER, "Zahra Amari, PharmD", 10),
        ),
        hurdles=(
            Hurdle("cost/copay", "Insulin pens cost more than a week of food", 3),
            Hurdle("work schedule", "Sleeps when the clinic is open", 2),
        ),
        talks=(
            Talk(
                "Talked about how diabetes fits with night work. Meals come at odd times.", "We will call after 3 PM."
            ),
            Talk(
                "Morning sugars run from 180 to 220. The pens are too dear at the end of the month.",
                "You bring the pharmacy receipt. I ask about help with the cost.",
            ),
            Talk(
                "Two lows this week, both after a skipped meal. Went over what to do.", "Carry glucose tablets to work."
            ),
            Talk("Sugars are better. Proud of 11 days of notes in a row.", "Keep the log until the visit."),
        ),
        orders=(
            Order("Diabetes classes", "Cedar Street Community Health", "new to insulin"),
            Order("Eye exam for diabetes", "Clearwater Eye Associates", "no eye exam in three years"),
        ),
        places=(
            Place(
                "Diabetes visit", "Marta Vega, NP", "Cedar Street Community Health", "Bring your meter and your log."
            ),
            Place(
                "Eye exam", "Dr. Ines Castro", "Clearwater Eye Associates", "Your eyes will be blurry. Bring a driver."
            ),
        ),
        stay=Stay("EMER", "Emergency visit", "very high blood sugar", "Mercy Lake Hospital"),
        scores=(Score("A1c", "4548-4", "9.1 %", "high"), Score("Hunger Vital Sign", "88124-3", "at risk", "at risk")),
        paper="Lab report: A1c and kidney tests",
        factors=(1, 2, 1, 2, 2),
        doctor="vega",
        matters="Family. Being rested enough to enjoy them.",
    ),
    "heart": Story(
        conditions=(
            Condition("Heart failure, weak pumping", "I50.22", 4),
            Condition("Atrial fibrillation", "I48.91", 3),
            Condition("High blood pressure", "I10", 15),
        ),
        medicines=(
            Medicine("Furosemide 40 mg tablet", "1 tablet each morning; 1 more if weight is up 3 pounds in a day"),
            Medicine("Carvedilol 12.5 mg tablet", "1 tablet twice a day with food"),
            Medicine("Apixaban 5 mg tablet", "1 tablet twice a day"),
            Medicine("Potassium chloride 20 mEq tablet", "1 tablet each day", "on-hold"),
        ),
        allergy=("Penicillin", "hives"),
        plan="Home from the hospital and staying home",
        aims=(
            Aim("No hospital stay for heart failure in 90 days", "I want to sleep in my own bed, lying flat."),
            Aim("Weigh every morning", "I can do the scale. My grandson reads it to me.", "sustaining"),
        ),
        tasks=(
            Task("Weigh yourself each morning and write it down"),
            Task("Call if your weight goes up 3 pounds in a day or 5 in a week"),
            Task("Look through the pill bottles with you", Ball.OTHER, "Hearth Home Health", 5),
        ),
        hurdles=(
            Hurdle("medication complexity", "Two pill lists from two hospitals do not match", 3),
            Hurdle("transport", "No car; the bus stop is up a hill", 2),
        ),
        talks=(
            Talk(
                "Met before going home. Went over salt, fluids and the daily weight.",
                "I call within two days of coming home.",
            ),
            Talk(
                "Weight is up 2 pounds since Monday. Shoes feel tight. No trouble breathing at rest.",
                "The nurse calls you today about the water pill.",
            ),
            Talk(
                "Breathing is easier. Sleeps with two pillows, not four.", "Keep the weight log by the bathroom door."
            ),
            Talk("Walked to the mailbox and back without a rest.", "Heart visit next. I set up the ride."),
        ),
        orders=(
            Order("Heart clinic visit after the stay", "Harbor Heart Clinic", "heart failure, second stay this year"),
            Order("Rides to medical visits", "Wayfare Medical Rides", "no car, hill to the bus", social=True),
        ),
        places=(
            Place(
                "Heart clinic visit",
                "Dr. Nikhil Shah",
                "Harbor Heart Clinic",
                "Bring your weight log and all pill bottles.",
            ),
            Place("Blood test", "Kim Tran, RN", "Cedar Street Community Health", "You may eat and drink."),
        ),
        stay=Stay("IMP", "Hospital stay", "heart failure with fluid in the lungs", "Mercy Lake Hospital", 5, "home"),
        scores=(
            Score("LACE index (van Walraven 2010)", None, "12", "high"),
            Score("PHQ-2", "55758-7", "1", "negative"),
        ),
        paper="Discharge summary, Mercy Lake Hospital",
        factors=(3, 3, 1, 2, 1),
        doctor="okoye",
        matters="To be home. To cook on Sundays.",
    ),
    "lungs": Story(
        conditions=(
            Condition("COPD", "J44.9", 8),
            Condition("Uses oxygen at home", "Z99.81", 1),
            Condition("Home is hard to heat", "Z59.11", 1),
        ),
        medicines=(
            Medicine("Tiotropium 18 mcg inhaler", "1 capsule inhaled each day"),
            Medicine("Albuterol inhaler", "2 puffs every 4 hours when short of breath"),
            Medicine("Prednisone 10 mg tablet", "taper as written on the hospital list"),
        ),
        allergy=("No known allergy", None),
        plan="Breathing easier this winter",
        aims=(
            Aim("No emergency visit for breathing this winter", "I want to walk to the corner without stopping."),
            Aim("Warm home", "I should not have to choose between heat and food.", "no-change"),
        ),
        tasks=(
            Task("Use the inhaler with the spacer, the way we practiced"),
            Task("Send the form for help with the heating bill", Ball.ME, None, 6),
            Task("Check the oxygen set at home", Ball.OTHER, "Trusty Medical Supply", 12),
        ),
        hurdles=(
            Hurdle("utilities", "Shut-off notice for the gas", 3),
            Hurdle("pain/mobility", "Out of breath after one flight of stairs", 2),
        ),
        talks=(
            Talk(
                "Talked about what sets off bad days: cold air, smoke from next door.",
                "Keep the windows shut on smoky days.",
            ),
            Talk("The rescue inhaler is used five or six times a day.", "I ask the lung clinic if that is too much."),
            Talk("A gas bill of two months is open. The house is at 58 degrees.", "I ask the energy fund today."),
            Talk("Slept through the night for the first time in weeks.", "Same plan. I call in two weeks."),
        ),
        orders=(
            Order("Help with the heating bill", "Warm Homes Energy Fund", "shut-off notice", social=True),
            Order("Lung rehab", "Northside Lung Clinic", "two emergency visits since fall"),
        ),
        places=(
            Place(
                "Lung clinic visit",
                "Dr. Sipho Dube",
                "Northside Lung Clinic",
                "Bring all inhalers, also the empty ones.",
            ),
            Place("Home oxygen check", "Trusty Medical Supply", "at home", "Someone must be there to open the door."),
        ),
        stay=Stay("EMER", "Emergency visit", "short of breath", "Mercy Lake Hospital"),
        scores=(Score("COPD check, own short form", None, "21 of 40", "high impact"),),
        paper="Emergency visit notes, Mercy Lake Hospital",
        factors=(2, 3, 0, 2, 1),
        doctor="lind",
        matters="Staying in this house with the cat.",
    ),
    "kidneys": Story(
        conditions=(
            Condition("Chronic kidney disease, stage 4", "N18.4", 5),
            Condition("Type 2 diabetes", "E11.22", 18),
            Condition("Anemia", "D63.1", 2),
        ),
        medicines=(
            Medicine("Losartan 50 mg tablet", "1 tablet each day"),
            Medicine("Sevelamer 800 mg tablet", "1 tablet with each meal"),
            Medicine("Epoetin alfa injection", "at the kidney clinic every two weeks"),
            Medicine("Insulin lispro pen", "6 units before each meal"),
        ),
        allergy=("X-ray dye", "swelling of the face"),
        plan="Getting ready for dialysis, or not",
        aims=(
            Aim("An informed choice about dialysis", "I want to know what a week would look like before I say yes."),
            Aim("Vein access before it is urgent", None, "no-progress"),
        ),
        tasks=(
            Task("Go to the class about kinds of dialysis, with someone you trust", days=20),
            Task("Ask about home dialysis", Ball.RECIPIENT, "Two Rivers Kidney Care", 15),
            Task("Set up rides for three visits a week", Ball.ME, None, 9),
        ),
        hurdles=(
            Hurdle("transport", "Three trips a week, 14 miles each way", 3),
            Hurdle("fear", "A brother died on dialysis", 2),
        ),
        talks=(
            Talk("Talked about the brother, and what was hard for the family.", "No decision now. First see the unit."),
            Talk("Went over foods with much potassium. Oranges are the hard one.", "One orange a week, not one a day."),
            Talk(
                "Visited the dialysis unit. Liked the nurse. Worried about the drive.",
                "I ask what home dialysis would take.",
            ),
            Talk("Tired and cold most days. Lab day is on Thursday.", "Call the clinic at once if breath is short."),
        ),
        orders=(
            Order("Surgeon for dialysis access", "Summit Bone and Joint", "kidney function at 17 percent"),
            Order("Rides to dialysis", "Wayfare Medical Rides", "three visits a week", social=True),
        ),
        places=(
            Place("Kidney clinic visit", "Dr. Joan Farrow", "Two Rivers Kidney Care", "Bring your food notes."),
            Place("Vein scan", "Two Rivers Kidney Care", "Two Rivers Kidney Care", "Drink water. Keep your arms warm."),
        ),
        stay=Stay("IMP", "Hospital stay", "fluid and high potassium", "Mercy Lake Hospital", 3, "home"),
        scores=(Score("Kidney function (eGFR)", "33914-3", "17", "low"),),
        paper="Kidney clinic letter",
        factors=(2, 4, 1, 2, 1),
        doctor="farrow",
        matters="To decide in my own time, with my family in the room.",
    ),
}
