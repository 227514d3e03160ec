"""Whose doing a sentence tells: another place's success or trouble is no evidence for the city's items."""

from __future__ import annotations

import re

#: Places that are not ours, named in general; a named town is left to the matcher, which knows the plan's names.
_OTHERS = (
    r"(?:外[市省县地]|异地|邻[市县]|兄弟(?:县市区?|市县|市区|地区|城市|院校|单位)|其他(?:县市区?|市县|地区|地方|省市|城市)|"
    r"别的(?:地方|县市|地区)|周边(?:县市区?|地区|城市)|先进(?:地区|县市|城市)|有的(?:地方|县市|地区)|一些(?:地方|县市|地区))"
)
_THEIR_ACT = re.compile(
    rf"{_OTHERS}(?:的|某)?[^，。；：我本]{{0,24}}?(?:已|被|先行|率先|获|入选|取消|撤销|建成|列入|纳入|成功|通过|做法|经验|教训|出现|发生)"
)
#: 赴外地考察, 与外市学校签约: the other place is whom our own act concerns.
_OUR_WAY = re.compile(
    r"(?:赴|到|去|往|向|从|与|和|同|跟|对|由|邀请|吸引|学习|借鉴|参照|参考|对标|考察|来自|面向|输送)$"
)
_OURS = re.compile(
    r"我[市局校院办]|本[市局校院]|荣成|水产学校|水校|海校|好当家|全市|我们[^，。；]{0,8}(?:也|亦|同样)"
)
_CLAUSE = re.compile(r"[，,；;。！!？?]")


def tells_of_others(text: str) -> bool:
    """Is the act that the text tells another place's? A text that also tells an act of ours is ours.

    >>> tells_of_others("据了解，外市的食品职教集团已先行入选省级试点。")
    True
    >>> tells_of_others("赴外市学习考察已入选学校的做法。"), tells_of_others("外市已先行入选，我市10月也已申报。")
    (False, False)
    """
    found = _THEIR_ACT.search(text)
    if found is None or _OUR_WAY.search(text[max(0, found.start() - 4) : found.start()]):
        return False
    rest = (clause for clause in _CLAUSE.split(text[found.end() :])[1:])
    before = text[: found.start()]
    return not (_OURS.search(before) or any(_OURS.search(clause) for clause in rest))
