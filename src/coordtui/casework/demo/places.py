"""The made-up town around the caseload: clinics, agencies, their people, health plans and addresses."""

from __future__ import annotations

from typing import Final, NamedTuple


class Agency(NamedTuple):
    name: str
    type: str
    phone: str
    fax: str | None
    address: str


class Clinician(NamedTuple):
    name: str
    role: str
    agency: str
    phone: str
    languages: str | None


class Plan(NamedTuple):
    payer: str
    type: str
    name: str


AGENCIES: Final[dict[str, Agency]] = {
    "clinic": Agency(
        "Cedar Street Community Health", "primary care", "(206) 555-0110", "(206) 555-0111", "410 Cedar Street"
    ),
    "hospital": Agency("Mercy Lake Hospital", "hospital", "(206) 555-0112", "(206) 555-0113", "1 Lakeview Drive"),
    "heart": Agency("Harbor Heart Clinic", "cardiology", "(206) 555-0114", "(206) 555-0115", "88 Harbor Way"),
    "kidney": Agency("Two Rivers Kidney Care", "nephrology", "(253) 555-0116", "(253) 555-0117", "23 River Road"),
    "lung": Agency("Northside Lung Clinic", "pulmonology", "(425) 555-0118", "(425) 555-0119", "700 North Avenue"),
    "women": Agency("Rowan Women's Health", "obstetrics", "(206) 555-0120", "(206) 555-0121", "52 Rowan Street"),
    "mind": Agency("Open Door Counseling", "behavioral health", "(206) 555-0122", None, "9 Alder Court"),
    "cancer": Agency("Lakeside Cancer Center", "oncology", "(206) 555-0123", "(206) 555-0124", "3 Lakeview Drive"),
    "brain": Agency("Larkspur Neurology", "neurology", "(425) 555-0125", "(425) 555-0126", "15 Spruce Lane"),
    "bone": Agency("Summit Bone and Joint", "orthopedics", "(425) 555-0127", "(425) 555-0128", "240 Summit Street"),
    "eye": Agency("Clearwater Eye Associates", "ophthalmology", "(253) 555-0129", "(253) 555-0130", "61 Water Street"),
    "rehab": Agency("Stride Therapy", "therapy", "(206) 555-0131", "(206) 555-0132", "18 Mill Road"),
    "home": Agency("Hearth Home Health", "home health", "(253) 555-0133", "(253) 555-0134", "77 Garden Street"),
    "food": Agency("Table for All Food Bank", "food", "(206) 555-0135", None, "12 Market Street"),
    "housing": Agency("Keystone Housing Help", "housing", "(206) 555-0136", None, "300 Union Street"),
    "rides": Agency("Wayfare Medical Rides", "transport", "(206) 555-0137", None, "5 Depot Street"),
    "power": Agency("Warm Homes Energy Fund", "utilities", "(425) 555-0138", None, "40 Bridge Street"),
    "elder": Agency("Golden Hours Adult Day", "elder care", "(253) 555-0139", None, "19 Orchard Lane"),
    "welcome": Agency("New Roots Welcome Center", "newcomer services", "(206) 555-0140", None, "66 Maple Avenue"),
    "legal": Agency("Fairground Legal Aid", "legal aid", "(206) 555-0141", None, "8 Court Square"),
    "supply": Agency("Trusty Medical Supply", "equipment", "(425) 555-0142", "(425) 555-0143", "130 Dock Street"),
    "children": Agency("Little Pines Pediatrics", "pediatrics", "(425) 555-0144", "(425) 555-0145", "31 Pine Street"),
    "safe": Agency("Lantern House", "advocacy", "(206) 555-0146", None, "address kept private"),
    "comfort": Agency("Stillwater Hospice", "hospice", "(253) 555-0147", "(253) 555-0148", "2 Meadow Road"),
}

CLINICIANS: Final[dict[str, Clinician]] = {
    "okoye": Clinician("Dr. Ada Okoye", "family doctor", "clinic", "(206) 555-0150", None),
    "lind": Clinician("Dr. Per Lind", "family doctor", "clinic", "(206) 555-0151", None),
    "vega": Clinician("Marta Vega, NP", "nurse practitioner", "clinic", "(206) 555-0152", "es"),
    "tran": Clinician("Kim Tran, RN", "clinic nurse", "clinic", "(206) 555-0153", "vi"),
    "shah": Clinician("Dr. Nikhil Shah", "heart doctor", "heart", "(206) 555-0154", "gu; hi"),
    "farrow": Clinician("Dr. Joan Farrow", "kidney doctor", "kidney", "(253) 555-0155", None),
    "dube": Clinician("Dr. Sipho Dube", "lung doctor", "lung", "(425) 555-0156", None),
    "rosen": Clinician("Dr. Tali Rosen", "obstetrician", "women", "(206) 555-0157", "he"),
    "hart": Clinician("Lee Hart, LCSW", "counselor", "mind", "(206) 555-0158", None),
    "osei": Clinician("Dr. Kofi Osei", "cancer doctor", "cancer", "(206) 555-0159", "fr"),
    "bloom": Clinician("Dr. Nora Bloom", "nerve doctor", "brain", "(425) 555-0160", None),
    "ito": Clinician("Dr. Ken Ito", "bone and joint doctor", "bone", "(425) 555-0161", "ja"),
    "castro": Clinician("Dr. Ines Castro", "eye doctor", "eye", "(253) 555-0162", "es; pt"),
    "gray": Clinician("Dr. Paul Gray", "children's doctor", "children", "(425) 555-0163", None),
    "amari": Clinician("Zahra Amari, PharmD", "pharmacist", "clinic", "(206) 555-0164", "ar; fr"),
    "webb": Clinician("Dr. Iris Webb", "comfort care doctor", "comfort", "(253) 555-0165", None),
}

PLANS: Final[tuple[Plan, ...]] = (
    Plan("Juniper Health Plan", "Medicaid MCO", "Juniper Community Care"),
    Plan("Medicare", "Original Medicare", "Medicare Parts A and B"),
    Plan("Copper Ridge Advantage", "MA-HMO", "Copper Ridge Advantage Plus"),
    Plan("Juniper Health Plan", "D-SNP", "Juniper Dual Care"),
    Plan("Granite Mutual", "ESI", "Granite Mutual Silver 2500"),
    Plan("Northwest Exchange", "QHP", "Exchange Bronze Saver"),
    Plan("Veterans Health", "VA", "VA health care"),
)

CITIES: Final[tuple[tuple[str, str, str], ...]] = (
    ("Cedar Falls Park", "WA", "98199"),
    ("Lakeview", "WA", "98198"),
    ("Rowan Heights", "WA", "98197"),
    ("Two Rivers", "WA", "98393"),
    ("Millbrook", "WA", "98392"),
    ("Farmington Flats", "WA", "98295"),
)

STREETS: Final[tuple[str, ...]] = (
    "Alder Street", "Birch Lane", "Canal Road", "Dover Avenue", "Elm Court", "Fern Street", "Grove Road",
    "Hill Street", "Iris Lane", "Juniper Way", "Kingfisher Road", "Larch Avenue", "Myrtle Street", "Nettle Lane",
)  # fmt: skip
