import os
from tests.screens.bench import bench
from tests.screens.conftest import *
from coordtui.casework.contact import log_contact
from coordtui.casework.quick_note import capture
from coordtui.casework.acuity import assess
from coordtui.models.acuity import AcuityDraft
from coordtui.models.contact import *
import datetime as dt
async def test_it(world, crashes):
    w = world
    a = w.add("María José", "García-Ruiz", preferred_name="Majo", pronouns="she/her", phone="212 555 0177", birth_date="1961-02", language="es-MX", interpreter="yes", voicemail="no", safety_note="Husband must not learn of the calls", preferred_channel="phone", preferred_time="mornings before 11", who_may_answer="her daughter Luz")
    w.do(assess, a, AcuityDraft(utilisation=3,clinical=3,behavioural=2,social=3,engagement=1))
    w.plan(a, "food", -0, text="Food bank voucher ran out, ask for a new one")
    w.plan(a, "housing", 3, text="Call the landlord about the heating")
    w.do(log_contact, ContactDraft(patient_id=a, outcome=Outcome.NO_ANSWER, note="rang ten times"))
    b = w.add("伟", "张", phone="212 555 0100", language="zh", birth_date="1990")
    w.plan(b, "call_back", 0, text="Call back about the MRI appointment, asked for a time after work")
    w.do(capture, "Man at front desk asked for transport help, left 212 555 0199")
    sizes = ((80,24),(120,36),(200,50),(60,20),(40,15))
    only = os.environ.get("KEYS", "").split()
    for size in sizes:
        async with bench(w, crashes, size=size) as be:
            if only: await be.press(*only)
            be.app.save_screenshot(f"s{size[0]}.svg", path="/tmp/shots")
