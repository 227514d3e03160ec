"""The plan in words, for the terminal."""

from __future__ import annotations

from matching.plan import Part, Plan, TaskItem

_COMPARATORS = {"ge": "不低于", "le": "不高于", "eq": ""}


def describe_plan(plan: Plan) -> str:
    """One line for each item under its category."""
    lines = [f"{plan.title}（{plan.document}，{plan.issued.isoformat()}，{plan.issuer}）"]
    category = ""
    for item in plan.items:
        if item.category != category:
            category = item.category
            lines.append(f"\n{category}、{item.category_name}")
        lines.append(
            f"  {item.number}. {item.text}〔牵头：{_units(item.lead)}；责任：{_units(item.responsible)}〕"
        )
    lines.append(f"\n清单外承诺 {len(plan.commitments)} 条：")
    lines += [f"  {one.id} {one.text}" for one in plan.commitments]
    return "\n".join(lines)


def describe_item(plan: Plan, number: int) -> str:
    """Everything the plan says of one item, with the reading of its dates and the reasons."""
    item = plan.item(number)
    inherited = f"（承第{item.inherited_from}项）" if item.inherited_from else ""
    lines = [
        f"第{item.number}项（{item.category}、{item.category_name}）",
        item.text,
        f"牵头单位：{_units(item.lead)}{inherited}",
        f"责任单位：{_units(item.responsible)}{inherited}",
        f"点名学校：{_units(item.schools)}",
        f"性质：{_nature(item)}",
        f"正文：{item.body or '正文未见对应段落'}",
    ]
    for part in item.parts:
        lines += _part(part)
    return "\n".join(lines)


def _part(part: Part) -> list[str]:
    due = part.due.isoformat() if part.due else "无"
    others = "、".join(day.isoformat() for day in part.alternatives)
    lines = [f"核点 {part.id}：{part.text}", f"  期限：{due}" + (f"（另读 {others}）" if others else "")]
    if part.reason:
        lines.append(f"  理由：{part.reason}")
    for target in part.targets:
        per = "／年" if target.per == "P1Y" else ""
        bound = _COMPARATORS[target.comparator]
        lines.append(f"  目标：{target.population}{target.metric}{bound}{target.value}{target.unit}{per}")
    return lines


def _nature(item: TaskItem) -> str:
    words = [
        word
        for flag, word in ((item.soft, "软任务"), (item.conditional, "有条件"), (item.ceiling, "上限型"))
        if flag
    ]
    return "、".join(words) or "硬任务"


def _units(units: tuple[str, ...]) -> str:
    return "、".join(units) or "清单未列"
