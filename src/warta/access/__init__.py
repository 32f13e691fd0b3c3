"""Who may read what. Pure Python: no Django, no input or output, no clock.

Words: a story's **level** says how locked it is; its **gate** is all that the decision needs to know of it; a
**reader** holds rights; a **decision** says what is shown (full, teaser or hidden), and why. Start at `decide`.
"""

from warta.access.decide import Decision, Reason, Shows, decide
from warta.access.values import STAFF, STRANGER, Gate, Level, Reader

__all__ = ["STAFF", "STRANGER", "Decision", "Gate", "Level", "Reader", "Reason", "Shows", "decide"]
