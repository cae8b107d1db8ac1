"""Stories of work, of new beginnings, and of long treatments."""

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

ROADS: Final[dict[str, Story]] = {
    "cancer": Story(
        conditions=(
            Condition("Breast cancer, left, in treatment", "C50.912", 0),
            Condition("Sickness from chemotherapy", "R11.2", 0),
        ),
        medicines=(
            Medicine("Ondansetron 8 mg tablet", "1 tablet every 8 hours if sick"),
            Medicine("Dexamethasone 4 mg tablet", "on the days after treatment, as on the card"),
        ),
        allergy=("Paclitaxel", "flushing, low blood pressure"),
        plan="Through treatment, with strength",
        aims=(
            Aim("All six treatments on time", "I want to plant tomatoes in May.", "improving"),
            Aim("Weight stays above 130 pounds", None),
        ),
        tasks=(
            Task("Call at once for a fever of 100.4 or more, day or night"),
            Task("Arrange rides for the treatment days", Ball.ME, None, 3),
            Task("Answer the appeal about the scan", Ball.PAYER, "the health plan", 12),
        ),
        hurdles=(
            Hurdle("transport", "Too weak to take the bus home after treatment", 3),
            Hurdle("cost/copay", "The copay card ends this month", 2),
        ),
        talks=(
            Talk("Talked about the first treatment. Bring a friend, a blanket and salty food.", "I call on day three."),
            Talk("Day three: sick in the morning, better by noon. Drinks enough.", "Take the pill before breakfast."),
            Talk(
                "The health plan denied the scan. The doctor thinks it is needed.",
                "I file the appeal with the doctor's letter.",
            ),
            Talk(
                "Hair is gone. Laughed about the hats from the sister.", "Next treatment in nine days; ride is booked."
            ),
        ),
        orders=(
            Order("Scan of the whole body", "Lakeside Cancer Center", "new back pain"),
            Order("Rides to treatment", "Wayfare Medical Rides", "weak after treatment", social=True),
        ),
        places=(
            Place("Treatment day", "Dr. Kofi Osei", "Lakeside Cancer Center", "Eat a light meal. Bring a blanket."),
            Place("Blood test", "Lakeside Cancer Center", "Lakeside Cancer Center", "Two days before the treatment."),
        ),
        stay=Stay("EMER", "Emergency visit", "fever after treatment", "Mercy Lake Hospital", 2),
        scores=(Score("Distress, 0 to 10", None, "5", "moderate"),),
        paper="Letter of denial for the scan",
        factors=(2, 4, 1, 2, 0),
        doctor="osei",
        matters="My garden and my sister.",
    ),
    "back": Story(
        conditions=(
            Condition("Low back pain after a work injury", "M54.50", 1),
            Condition("Numb left foot", "M54.16", 0),
            Condition("Off work", "Z56.89", 0),
        ),
        medicines=(
            Medicine("Naproxen 500 mg tablet", "1 tablet twice a day with food"),
            Medicine("Gabapentin 300 mg capsule", "1 capsule at night"),
        ),
        allergy=("Tramadol", "dizzy"),
        plan="Back to work, bit by bit",
        aims=(
            Aim("Four hours of light work by next month", "I want to lift my son again."),
            Aim("Walk 20 minutes a day", None, "improving"),
        ),
        tasks=(
            Task("Walk ten minutes, twice a day"),
            Task("Get the report for the work insurance", Ball.RECIPIENT, "Summit Bone and Joint", 5),
        ),
        hurdles=(
            Hurdle("legal/immigration concern", "The work insurance has not said yes", 2),
            Hurdle("work schedule", "No pay on days off", 2),
        ),
        talks=(
            Talk("Talked about the fall from the ladder and what has been tried.", "Walks, not bed."),
            Talk("Therapy was booked and then called off by the insurance.", "I ask the insurance who must sign."),
            Talk(
                "Walks 15 minutes now. The foot is less numb in the morning.",
                "Therapy starts when the paper is signed.",
            ),
        ),
        orders=(
            Order("Physical therapy, 12 visits", "Stride Therapy", "back pain with a numb foot"),
            Order("Nerve test of the leg", "Larkspur Neurology", "numb left foot"),
        ),
        places=(
            Place("Physical therapy", "Stride Therapy", "Stride Therapy", "Wear shoes for walking."),
            Place("Back clinic", "Dr. Ken Ito", "Summit Bone and Joint", "Bring the pictures on the disk."),
        ),
        stay=Stay("EMER", "Emergency visit", "back pain", "Mercy Lake Hospital"),
        scores=(Score("PEG pain scale", "91147-9", "6 of 10", "high"),),
        paper="Work insurance form",
        factors=(0, 2, 1, 2, 1),
        doctor="ito",
        matters="To earn. To lift my son.",
    ),
    "newcomer": Story(
        conditions=(
            Condition("Latent tuberculosis, in treatment", "Z22.7", 0),
            Condition("Low iron", "D50.9", 1),
            Condition("New in the country", "Z60.3", 0),
        ),
        medicines=(
            Medicine("Rifampin 300 mg capsule", "2 capsules each day for four months"),
            Medicine("Iron 325 mg tablet", "1 tablet each day with juice"),
        ),
        allergy=("No known allergy", None),
        plan="First year here",
        aims=(
            Aim("Finish four months of treatment", "I want my children to be healthy and in school.", "improving"),
            Aim("A doctor whom the family knows", None, "achieved"),
        ),
        tasks=(
            Task("Take the two capsules each morning; mark the calendar"),
            Task("Register the children for shots", Ball.ME, None, 7),
            Task("English class, two evenings a week", Ball.OTHER, "New Roots Welcome Center"),
        ),
        hurdles=(
            Hurdle("language", "Two of the clinic's phone lines have no interpreter", 3),
            Hurdle("paperwork", "Letters come in English only", 2),
        ),
        talks=(
            Talk(
                "Met with an interpreter. Told how the family came here, as much as was wanted.",
                "No more questions on that unless asked.",
            ),
            Talk(
                "The urine is orange: this is the medicine and does no harm.", "Keep taking it. Call for yellow eyes."
            ),
            Talk("The children have all shots for school. The letter for the school is done.", "Next: teeth."),
        ),
        orders=(
            Order("English class and school papers", "New Roots Welcome Center", "new in the country", social=True),
            Order("Dentist for the children", "Cedar Street Community Health", "no dentist so far"),
        ),
        places=(
            Place("Medicine check", "Kim Tran, RN", "Cedar Street Community Health", "An interpreter is booked."),
            Place(
                "School papers",
                "New Roots Welcome Center",
                "New Roots Welcome Center",
                "Bring all papers that you have.",
            ),
        ),
        stay=Stay("AMB", "First health visit", "new in the country", "Cedar Street Community Health"),
        scores=(Score("Tuberculosis blood test", None, "positive", "needs treatment"),),
        paper="Shot record, with translation",
        factors=(0, 1, 1, 2, 1),
        doctor="tran",
        matters="School for the children. Work. Peace.",
    ),
    "veteran": Story(
        conditions=(
            Condition("High blood pressure", "I10", 20),
            Condition("Hearing loss", "H91.90", 15),
            Condition("Not enough food at the end of the month", "Z59.41", 1),
        ),
        medicines=(
            Medicine("Hydrochlorothiazide 25 mg tablet", "1 tablet each morning"),
            Medicine("Losartan 100 mg tablet", "1 tablet each morning"),
        ),
        allergy=("Lisinopril", "cough"),
        plan="Food on the shelf, pressure under control",
        aims=(
            Aim("Food for the whole month", "I served. I should not have to ask. But I am asking."),
            Aim("Blood pressure below 140 over 90", None, "improving"),
        ),
        tasks=(
            Task("Pick up the food box on the first and third Friday"),
            Task("Apply for the food card", Ball.ME, None, 4),
        ),
        hurdles=(
            Hurdle("food", "Skips meals in the last week of the month", 3),
            Hurdle("transport", "38 miles from the clinic; the truck is old", 2),
        ),
        talks=(
            Talk(
                "Talked about the farm, the dog and the last week of each month.",
                "I ask about the food card. No shame in it.",
            ),
            Talk("Blood pressure is 158 over 94 after two days of canned soup.", "Low-salt cans from the food bank."),
            Talk("The food box came. Shared it with a neighbor.", "Call me before the shelf is empty."),
        ),
        orders=(
            Order("Food boxes", "Table for All Food Bank", "no food at the end of the month", social=True),
            Order("Hearing aids", "Cedar Street Community Health", "cannot hear on the phone"),
        ),
        places=(
            Place("Blood pressure check", "Kim Tran, RN", "Cedar Street Community Health", "Take your pills first."),
            Place(
                "Hearing test",
                "Cedar Street Community Health",
                "Cedar Street Community Health",
                "No loud work the day before.",
            ),
        ),
        stay=Stay("AMB", "Clinic visit", "high blood pressure", "Cedar Street Community Health"),
        scores=(Score("Hunger Vital Sign", "88124-3", "at risk", "at risk"),),
        paper="Discharge papers from the service, copy",
        factors=(0, 1, 1, 2, 1),
        doctor="lind",
        matters="The dog, the land, and paying my own way.",
    ),
    "seizures": Story(
        conditions=(
            Condition("Epilepsy", "G40.909", 12),
            Condition("May not drive", "Z74.8", 0),
        ),
        medicines=(
            Medicine("Levetiracetam 1000 mg tablet", "1 tablet twice a day"),
            Medicine("Lamotrigine 100 mg tablet", "1 tablet twice a day"),
        ),
        allergy=("Carbamazepine", "severe rash"),
        plan="Six months without a seizure",
        aims=(
            Aim("No seizure for six months", "I want to drive to work again.", "improving"),
            Aim("Pills on time", "My phone sings at eight and at eight.", "sustaining"),
        ),
        tasks=(
            Task("Take the pills at 8 AM and 8 PM"),
            Task("Ask the pharmacy to send the refill early", Ball.ME, None, 5),
        ),
        hurdles=(
            Hurdle("transport", "May not drive; works two towns away", 2),
            Hurdle("medication access", "The refill was late twice", 3),
        ),
        talks=(
            Talk(
                "Talked about the last seizure: a missed refill and a short night.", "Refill a week early from now on."
            ),
            Talk("No seizure for ten weeks. A coworker drives on most days.", "I look into a bus pass."),
            Talk("Sleepy in the afternoon since the new dose.", "I ask the nerve clinic about the hours."),
        ),
        orders=(
            Order("Nerve clinic visit", "Larkspur Neurology", "sleepy on the new dose"),
            Order("Bus pass for medical reasons", "Wayfare Medical Rides", "may not drive", social=True),
        ),
        places=(
            Place("Nerve clinic", "Dr. Nora Bloom", "Larkspur Neurology", "Bring the seizure diary."),
            Place("Brain wave test", "Larkspur Neurology", "Larkspur Neurology", "Stay up late the night before."),
        ),
        stay=Stay("EMER", "Emergency visit", "seizure", "Mercy Lake Hospital"),
        scores=(Score("PHQ-2", "55758-7", "1", "negative"),),
        paper="Seizure action plan",
        factors=(1, 2, 0, 1, 1),
        doctor="bloom",
        matters="To drive. To be trusted with the kids.",
    ),
}
