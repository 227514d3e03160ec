"""Which claims later periods are judged with. The others count in their own period only.

A province keeps ten years of reports; a night looks at the judged period's claims and at these. What else a rule
may seldom want of an earlier period it asks for (`Case.earlier`).
"""

from __future__ import annotations

from matching.claims import Claim
from matching.gaps.states import undone, unfinished
from matching.metrics import may_total
from matching.plan import Plan
from matching.series import COUNTERS, find_readings


def lasts(plan: Plan, claim: Claim) -> bool:
    """Can an accepted claim of an earlier period change what a later one is found to lack, or its curve of figures?

    It can where it says that a part is met, unfinished or undone, carries a figure of a target's unit, or a
    running total. Whose report it is and of which period plays no part, because that may be settled anew.
    """
    if claim.band != "accepted":
        return False
    if "yes" in claim.fulfils.values() or unfinished(claim) or undone(claim) or may_total(claim):
        return True
    return _has_unit(plan, claim) or bool(find_readings(plan, plan.item(claim.item), [claim]))


def _has_unit(plan: Plan, claim: Claim) -> bool:
    targets = [target for part in plan.item(claim.item).parts for target in part.targets]
    units = {target.unit for target in targets}
    if units & COUNTERS:
        units |= COUNTERS
    return any(fact.unit in units for fact in claim.facts if not fact.is_time)
