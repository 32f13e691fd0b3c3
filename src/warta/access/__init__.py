"""Who may read what. Pure Python: no Django, no input or output, no clock.

Words: a story's **level** says how locked it is; its **gate** is all that the decision needs to know of it; a
**reader** holds **rights**; a **meter** counts the free stories of a month; the **policy** is what the newspaper has
decided; a **decision** says what is shown (full, teaser or hidden), and why. A **token** carries a reader from request
to request, signed. Start at `decide`.
"""

from warta.access.decide import Decision, Reason, Shows, decide
from warta.access.meter import METER_MAX, QUOTA_MAX, Meter
from warta.access.policy import Network, Policy, Window
from warta.access.values import CRAWLER, NO_RIGHTS, STAFF, STRANGER, Gate, Level, Reader, Right

__all__ = [
    "CRAWLER",
    "METER_MAX",
    "NO_RIGHTS",
    "QUOTA_MAX",
    "STAFF",
    "STRANGER",
    "Decision",
    "Gate",
    "Level",
    "Meter",
    "Network",
    "Policy",
    "Reader",
    "Reason",
    "Right",
    "Shows",
    "Window",
    "decide",
]
