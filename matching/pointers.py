"""What a statement itself points to, as reasons for the reviewer: item numbers, rows and titles of the list.

The matcher weighs numbers as features; here the reader is told which number stands where, and whether it is
known to be of this plan's list. A number of another list, or of none, is named as no ground.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts.references import Reference, find_references
from extractors.statements import Context
from matching.plan import Plan


def pointers(plan: Plan, text: str, context: Context) -> tuple[Reference, ...]:
    """The references of a statement to items, rows and titles of the plan's list."""
    numbers = frozenset(item.number for item in plan.items)
    names = tuple(name for name in (plan.title, plan.list_title, plan.document) if name)
    categories = {item.category_name: item.category for item in plan.items if item.category_name}
    return find_references(text, numbers, names, context=context, categories=categories)


def pointing_reasons(plan: Plan, found: tuple[Reference, ...], number: int) -> Iterator[str]:
    """In Chinese words, what of `found` speaks of item `number`."""
    category = plan.item(number).category
    for one in found:
        if one.kind == "title" and one.category == category:
            yield f"写明事项名称“{one.surface}”"
        elif number in one.numbers and one.trusted:
            yield f"{'同行序号' if one.kind == 'row' else '文中'}写明“{one.surface}”，{one.reason}"
        elif number in one.numbers:
            yield f"写有“{one.surface}”，但{one.reason}，不作为依据"
