"""Stories of families, births and the young."""

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

YOUNG: Final[dict[str, Story]] = {
    "pregnancy": Story(
        conditions=(
            Condition("Pregnancy, high risk", "O09.893", 0),
            Condition("Diabetes of pregnancy", "O24.410", 0),
            Condition("High blood pressure of pregnancy", "O13.3", 0),
        ),
        medicines=(
            Medicine("Labetalol 100 mg tablet", "1 tablet twice a day"),
            Medicine("Prenatal vitamin", "1 tablet each day"),
            Medicine("Aspirin 81 mg tablet", "1 tablet each night"),
        ),
        allergy=("No known allergy", None),
        plan="A safe birth and a rested start",
        aims=(
            Aim("Blood pressure below 140 over 90 until birth", "I want to hold the baby right away this time."),
            Aim("Morning sugar below 95", None, "improving"),
        ),
        tasks=(
            Task("Measure blood pressure each morning and evening"),
            Task("Call at once for headache, spots before the eyes or pain under the ribs"),
            Task("Arrange the cuff for home", Ball.ME, None, 2),
        ),
        hurdles=(
            Hurdle("eldercare/childcare", "Nobody for the two older children during the birth", 2),
            Hurdle("food", "The food card ran out on the 19th", 3),
        ),
        talks=(
            Talk("Talked about the last birth, which came too early.", "We make a list of questions for Dr. Rosen."),
            Talk("Went over the warning signs, and said them back in her own words.", "The list hangs on the fridge."),
            Talk("Morning sugars are 92 to 101. Rice at night is the hard part.", "Half the rice, then a walk."),
        ),
        orders=(
            Order("Food help for mothers", "Table for All Food Bank", "food card runs out", social=True),
            Order("Visit with a diabetes educator", "Cedar Street Community Health", "diabetes of pregnancy"),
        ),
        places=(
            Place("Pregnancy check", "Dr. Tali Rosen", "Rowan Women's Health", "Bring the blood pressure log."),
            Place("Growth scan of the baby", "Dr. Tali Rosen", "Rowan Women's Health", "You may eat before."),
        ),
        stay=Stay("EMER", "Emergency visit", "headache and high blood pressure", "Mercy Lake Hospital"),
        scores=(Score("Hunger Vital Sign", "88124-3", "at risk", "at risk"),),
        paper="Birth plan, first draft",
        factors=(1, 3, 0, 2, 0),
        doctor="rosen",
        matters="A healthy baby, and my mother near me.",
    ),
    "newborn": Story(
        conditions=(
            Condition("Born five weeks early", "P07.38", 0),
            Condition("Slow weight gain", "P92.6", 0),
        ),
        medicines=(Medicine("Vitamin D drops", "1 drop each day"),),
        allergy=("No known allergy", None),
        plan="Growing",
        aims=(Aim("Gain 20 to 30 grams a day", "We want to stop counting grams, and just look at her.", "improving"),),
        tasks=(
            Task("Feed every three hours, also at night"),
            Task("Weigh the baby at home", Ball.OTHER, "Hearth Home Health", 3),
        ),
        hurdles=(Hurdle("phone/internet", "One phone for the whole family", 2),),
        talks=(
            Talk(
                "Talked with the parents. Tired and happy. Feeding takes an hour.", "I ask for the nurse to come home."
            ),
            Talk("Weight is up 140 grams in a week.", "Same milk, same hours."),
        ),
        orders=(
            Order("Nurse visits at home", "Hearth Home Health", "early birth, slow gain"),
            Order("Hearing test", "Little Pines Pediatrics", "not done before going home"),
        ),
        places=(
            Place("Weight check", "Dr. Paul Gray", "Little Pines Pediatrics", "Bring the feeding notes and a bottle."),
            Place("Hearing test", "Little Pines Pediatrics", "Little Pines Pediatrics", "Best when the baby sleeps."),
        ),
        stay=Stay("IMP", "Hospital stay after birth", "early birth", "Mercy Lake Hospital", 16, "home"),
        scores=(Score("Weight", "29463-7", "2410 g", "low"),),
        paper="Newborn discharge notes",
        factors=(1, 2, 0, 1, 0),
        doctor="gray",
        matters="To be together at home.",
    ),
    "teen": Story(
        conditions=(
            Condition("Type 1 diabetes", "E10.65", 6),
            Condition("Worry about food and weight", "F50.89", 1),
        ),
        medicines=(
            Medicine("Insulin aspart pump", "by the pump's settings"),
            Medicine("Glucagon nasal 3 mg", "1 spray if not awake; then call 911"),
        ),
        allergy=("Cow's milk", "stomach pain"),
        plan="My diabetes, my phone, my rules",
        aims=(
            Aim("Time in range above 60 percent", "I want to go on the class trip without my mom.", "improving"),
            Aim("Answer alarms at night", None, "no-change"),
        ),
        tasks=(
            Task("Share the sensor with one friend whom you trust"),
            Task("Sign the school plan", Ball.RECIPIENT, "Dr. Paul Gray", 6),
            Task("Practice the talk with the teacher", Ball.ME, None, 8),
        ),
        hurdles=(
            Hurdle("motivation/readiness", "Tired of numbers; turns the alarm off", 2),
            Hurdle("paperwork", "The school has an old plan", 1),
        ),
        talks=(
            Talk("Talked by text, as asked. The alarm at night is the worst part.", "A softer alarm from 11 to 6."),
            Talk("Went over sick days. Knows when to test for ketones.", "The card stays in the phone case."),
            Talk("Time in range is 58 percent, up from 41. Said so without being asked.", "Next: snacks before sport."),
        ),
        orders=(
            Order("Visit with a food counselor for teens", "Little Pines Pediatrics", "worry about food"),
            Order("Camp for young people with diabetes", "Cedar Street Community Health", "wants peers", social=True),
        ),
        places=(
            Place("Diabetes visit", "Dr. Paul Gray", "Little Pines Pediatrics", "Bring the pump and your questions."),
            Place("Food counselor", "Little Pines Pediatrics", "Little Pines Pediatrics", "You may come by yourself."),
        ),
        stay=Stay("EMER", "Emergency visit", "high ketones", "Mercy Lake Hospital", 1),
        scores=(Score("A1c", "4548-4", "8.6 %", "high"), Score("GAD-7", "70274-6", "6", "mild")),
        paper="School plan, last year's",
        factors=(1, 2, 1, 0, 2),
        doctor="gray",
        matters="To not be the sick kid.",
    ),
    "sickle": Story(
        conditions=(
            Condition("Sickle cell disease", "D57.1", 20),
            Condition("Pain most days", "G89.4", 6),
            Condition("Moving to adult care", "Z76.89", 0),
        ),
        medicines=(
            Medicine("Hydroxyurea 500 mg capsule", "2 capsules each day"),
            Medicine("Folic acid 1 mg tablet", "1 tablet each day"),
            Medicine("Oxycodone 5 mg tablet", "as written on the pain plan"),
        ),
        allergy=("Ceftriaxone", "trouble breathing"),
        plan="From children's care to adult care without a gap",
        aims=(
            Aim("Pain plan known in the emergency room", "I want to be believed the first time I say it."),
            Aim("First adult clinic visit kept", None, "no-progress"),
        ),
        tasks=(
            Task("Carry the pain plan as a photo in your phone"),
            Task("Send the pain plan to the emergency room", Ball.RECIPIENT, "Dr. Kofi Osei", 3),
            Task("Drink two bottles of water on work days"),
        ),
        hurdles=(
            Hurdle("distrust", "Was taken for someone who only wants pills", 3),
            Hurdle("provider access/wait", "The adult clinic takes new people from January", 2),
        ),
        talks=(
            Talk(
                "Talked about the last night in the emergency room: five hours without help.",
                "We write the plan down, with the doctor.",
            ),
            Talk("Pain is 4 of 10 most days, 8 when it is cold. Missed two shifts.", "A letter for the employer."),
            Talk("Read the pain plan aloud. Wants one word changed.", "I send the new text to Dr. Osei."),
        ),
        orders=(
            Order("Adult sickle cell clinic", "Lakeside Cancer Center", "turns 21, leaves children's care"),
            Order("Help to keep a job", "Fairground Legal Aid", "missed shifts", social=True),
        ),
        places=(
            Place("First adult clinic visit", "Dr. Kofi Osei", "Lakeside Cancer Center", "Bring the pain plan."),
            Place("Blood test", "Kim Tran, RN", "Cedar Street Community Health", "Drink water before."),
        ),
        stay=Stay("EMER", "Emergency visit", "pain crisis of sickle cell", "Mercy Lake Hospital", 1),
        scores=(Score("PEG pain scale", "91147-9", "6 of 10", "high"),),
        paper="Pain plan for the emergency room",
        factors=(4, 3, 1, 1, 1),
        doctor="osei",
        matters="Music, my job, and being believed.",
    ),
}
