"""Units and schools in text: every alias of a roster, look-alikes kept apart, 我校 and 该校 resolved.

A name counts only where it stands alone: 水产学校 inside 莞岛水产高等学校, 教体局 after 文登区 and
好当家集团 in front of 海洋学校 are other names. The 市 in front of the first unit governs a whole series
(市教体局、人社局、编办), as the notice itself writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from extractors.words import Match, Phrases, fold, longest


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One unit as the plan knows it."""

    short: str  # 市教体局; the key everywhere else
    name: str  # 荣成市教育和体育局
    aliases: tuple[str, ...] = ()
    kind: str = "bureau"  # bureau | party | school | college | foreign | vertical


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit named, or meant, in a text: text[start:end] == surface."""

    short: str  # of the roster entry
    surface: str
    start: int
    end: int
    kind: str
    self_reference: bool = False  # 我校, 该校: resolved, not named


#: How many texts are remembered with the units they name.
REMEMBERED_TEXTS = 512
SCHOOL_KINDS: frozenset[str] = frozenset({"school", "college", "foreign"})

#: Other places whose bureaus bear the same names; taken from the administrative division of Weihai and
#: the cities Shandong reports compare themselves with. Any 县, 区 or 旗 name is caught by pattern as well.
_OTHER_PLACES = (
    "威海市|威海|文登市|文登|乳山市|乳山|环翠|经区|高区|临港|烟台市|烟台|青岛市|青岛|济南市|济南|潍坊市|潍坊|日照市|日照|"
    "山东省|山东|省|国家|教育部|县|区|州|旗|盟|兄弟市|其他市|外市|上级|他市"
)
#: One of these before a school's short name makes it another school (莞岛水产学校, 烟台水产学校, 省水产学校).
_FOREIGN_SCHOOL_BEFORE = re.compile(
    r"(?:莞岛|完岛|釜山|韩国|日本|烟台|青岛|大连|舟山|日照|厦门|福建|江苏|广东|河北|山东省|山东|省|文登|乳山)$"
)
_OTHER_PLACE_BEFORE = re.compile(rf"(?:{_OTHER_PLACES})$")
_OWN_CITY_BEFORE = re.compile(r"(?:荣成市|荣成|我市|全市|本市)$")

_SELF = re.compile(r"(?:我|本)(?P<noun>校|院|局|部|办|委|单位|中心|学校|学院)(?!长|士|队|落|门|法|级)")
_THAT = re.compile(r"(?:该|此|这所)(?P<noun>校|院|局|部|学校|学院|单位)(?!长)")
#: 该项目 belongs to whoever was named last, else to the submitter.
_THAT_WORK = re.compile(r"(?:该|此|上述)(?:项目|工程|基地|中心|专业|平台|课程)(?![部组])")
_BARE_SCHOOL = re.compile(r"(?<![一-鿿])(?P<noun>学校|学院)(?=[一-鿿])")
_SCHOOL_NOUNS = frozenset({"校", "院", "学校", "学院"})


@dataclass(frozen=True)
class Roster:
    """Who may report or be named, and every name they go by."""

    entries: tuple[RosterEntry, ...] = ()
    decoys: tuple[str, ...] = ()  # names of others that contain one of ours: 威海职业学院, 好当家集团
    _by_short: dict[str, RosterEntry] = field(init=False, repr=False, compare=False, default_factory=dict)
    _phrases: Phrases = field(init=False, repr=False, compare=False, default=Phrases("units", {}))
    _found: dict[str, tuple[UnitMention, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_short", {entry.short: entry for entry in self.entries})
        spellings = {entry.short: _spellings(entry) for entry in self.entries}
        taken = {name for names in spellings.values() for name in names}
        spellings[_DECOY] = frozenset(name for name in (*_DECOYS, *self.decoys) if name not in taken)
        object.__setattr__(self, "_phrases", Phrases("units", spellings))

    def entry(self, short: str) -> RosterEntry | None:
        return self._by_short.get(short)

    def canonical(self, name: str) -> str:
        """The short form of a unit's whole name in any of its spellings; "" where it is not on the roster."""
        folded = re.sub(r"\s+", "", fold(name)).strip("：:。，,")
        for entry in self.entries:
            if folded in _spellings(entry):
                return entry.short
        return ""

    def find_units(self, text: str) -> tuple[UnitMention, ...]:
        """Every unit named in `text`, left to right; overlaps go to the longest name. Never raises.

        What was found is remembered for a while: outline, figures, matcher and claims ask about the same text.
        """
        found = self._found.get(text)
        if found is None:
            if len(self._found) >= REMEMBERED_TEXTS:
                self._found.clear()
            found = self._found[text] = self._look_for_units(text)
        return found

    def _look_for_units(self, text: str) -> tuple[UnitMention, ...]:
        folded = fold(text)
        mentions: list[UnitMention] = []
        for match in longest(m for m in self._phrases.find(text) if _stands_alone(folded, m)):
            entry = self._by_short.get(match.label)
            if entry is None:
                continue
            if not self._is_ours(folded, match, entry, mentions):
                continue
            mentions.append(
                UnitMention(entry.short, text[match.start : match.end], match.start, match.end, entry.kind)
            )
        return tuple(mentions)

    @staticmethod
    def _is_ours(text: str, match: Match, entry: RosterEntry, before: list[UnitMention]) -> bool:
        """Is this name the city's own unit, and not its namesake in another place?"""
        head, surface = text[: match.start], text[match.start : match.end]
        if entry.kind == "foreign" or (surface == entry.name and not surface.startswith("市")):
            return True
        if entry.kind in SCHOOL_KINDS:
            return not _FOREIGN_SCHOOL_BEFORE.search(head)
        if _OWN_CITY_BEFORE.search(head) and not re.search(r"其他?[^，。]{0,2}$", head):
            return True
        if _OTHER_PLACE_BEFORE.search(head):
            return False
        return surface.startswith(("市", "荣成")) or not _in_foreign_series(text, match.start, before)

    def resolve(self, text: str, submitter: str, last_named: str = "") -> tuple[UnitMention, ...]:
        """Named units and the self-references of `text` (我校, 该校, 该项目 …), each with the unit meant.

        我… and 本… mean the submitter (short form); 该… means the last unit named before, in the text or
        else `last_named`; a bare 学校 / 学院 as subject means the submitter if it is a school, else the
        last-named school; 该项目 means the unit named last, else the submitter. What cannot be resolved is left out.
        """
        named = self.find_units(text)
        found = list(named)
        for match in _SELF.finditer(text):
            found += self._meant(match, submitter)
        for match in _THAT.finditer(text):
            found += self._meant(match, self._last(named, match.start(), match["noun"]) or last_named)
        for match in _THAT_WORK.finditer(text):
            before = [mention.short for mention in named if mention.end <= match.start()]
            owner = before[-1] if before else last_named or submitter
            found += self._meant(match, owner)
        for match in _BARE_SCHOOL.finditer(text):
            owner = submitter if self._fits(submitter, match["noun"]) else ""
            found += self._meant(
                match, owner or self._last(named, match.start(), match["noun"]) or last_named
            )
        return tuple(sorted(found, key=lambda mention: mention.start))

    def _meant(self, match: re.Match[str], short: str) -> list[UnitMention]:
        entry = self._by_short.get(short)
        noun = match.groupdict().get("noun", "单位")
        if entry is None or not self._fits(short, noun):
            return []
        return [UnitMention(short, match[0], match.start(), match.end(), entry.kind, self_reference=True)]

    def _fits(self, short: str, noun: str) -> bool:
        entry = self._by_short.get(short)
        if entry is None:
            return False
        if noun in ("单位", "中心"):
            return True
        is_school = entry.kind in SCHOOL_KINDS
        if noun in ("院", "学院"):
            return is_school and (entry.kind == "college" or "学院" in entry.name)
        return is_school == (noun in _SCHOOL_NOUNS)

    def _last(self, named: Iterable[UnitMention], before: int, noun: str) -> str:
        fitting = [m.short for m in named if m.end <= before and self._fits(m.short, noun)]
        return fitting[-1] if fitting else ""


_DECOY = "\x00other"
#: Bodies that share a beginning with a unit of the plan, longest match wins over the short alias.
_DECOYS = (
    "威海职业学院",
    "荣成海洋职业学院",
    "好当家集团",
    "好当家集团有限公司",
    "水产职教集团",
    "水产职业教育集团",
    "水产学校职教集团",
    "海洋与渔业职教集团",
    "莞岛水产高等学校",
    "莞岛水产高校",
    "威海市教育局",
    "威海市教体局",
    "省教育厅",
    "教体局机关幼儿园",
    "公安局交警大队",
    "财政局长",
    "组织部长",
    "组织部门",
)


_REMARK = re.compile(r"（[^（）]{0,20}）$")  # 莞岛水产高等学校（韩国）


@lru_cache(maxsize=512)
def _spellings(entry: RosterEntry) -> frozenset[str]:
    """All names of a unit, and the ones that follow from them by the office's habits.

    市X局 → X局, 荣成市X局, 荣成X局 (the leading 市 is dropped inside a series and outside the city);
    a full name written 教育和体育局 is also written 教育体育局.
    """
    names = {_REMARK.sub("", fold(name)) for name in (entry.short, entry.name, *entry.aliases) if name}
    for name in tuple(names):
        if entry.kind not in SCHOOL_KINDS and name.startswith("市") and len(name) >= 3:
            bare = name[1:]
            names |= {f"荣成{name}", f"荣成{bare}"}
            if len(bare) >= 2 and not bare.startswith("委"):
                names.add(bare)
        if "和" in name and name.endswith("局"):
            names.add(name.replace("和", "", 1))
    for name in tuple(names):
        if name.startswith("荣成市") and entry.kind not in SCHOOL_KINDS and len(name) > 5:
            names |= {name[2:], name[3:]}
    return frozenset(name for name in names if len(name) >= 2)


def _stands_alone(text: str, match: Match) -> bool:
    """False inside a longer word: 水产学校 after 高等, 编办 in 改编办法, 组织部 in 组织部分人员."""
    surface, after = text[match.start : match.end], text[match.end : match.end + 2]
    before = text[max(0, match.start - 2) : match.start]
    if surface.endswith("组织部") and after[:1] in ("门", "分", "署", "件"):
        return False
    if surface.endswith(("编办", "委办")) and after[:1] in ("法", "理", "公", "学"):
        return False
    if surface.endswith("局") and after[:1] in ("面", "部", "势", "限"):
        return False
    if surface[:1] in ("水", "海") and before[-1:] in ("岛", "等", "洲", "淡"):
        return False
    return not (surface == "水校" and (before[-1:] in ("游", "潜", "跳") or after[:1] in "区正准园"))


def _in_foreign_series(text: str, start: int, before: list[UnitMention]) -> bool:
    """威海市教育局、财政局: a bare name after 、 belongs to the city named at the head of the series."""
    head = text[:start]
    while True:
        series = re.search(r"([一-鿿]{2,14}(?:局|办|部|委|厅))(?:[、和与及]|以及)$", head)
        if series is None:
            return False
        if any(mention.end == series.end(1) for mention in before):
            return False
        if re.search(
            rf"(?:^|[^一-鿿]|[由和与同向经]|为)?(?:{_OTHER_PLACES})[一-鿿]{{1,8}}(?:局|办|部|委|厅)$",
            series[1],
        ):
            return not series[1].startswith(("市", "荣成"))
        head = head[: series.start(1)]
