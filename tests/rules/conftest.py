"""The federal holidays are loaded once, so that no property test is timed while it imports them."""

from __future__ import annotations

from coordtui.rules.dates import is_business_day
from tests.rules.worlds import TODAY

is_business_day(TODAY)
