"""What looks like a date or a figure and is none: document numbers, titles, ordinals, codes, names, faults.

`find_traps` gives the spans of a folded text in which nothing may be read. Each pattern is bounded and named;
set phrases stand in data/names.txt. `find_missing_digits` gives the spans where an extraction fault has run
digits together (20178月, 1031日, 19月): they are shown as 疑似缺字 and never read.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from extractors.facts.folding import fold

_CN = "〇零一二两三四五六七八九十百"
_COUNT = rf"(?:[0-9]{{1,8}}|[{_CN}]{{1,5}})"
_CODE = r"[A-Za-z0-9][A-Za-z0-9\-—.·/ _*#〔〕()（）\[\]第号]{0,40}"

# What a label announces is a code, whatever it looks like.
_LABELS = (
    "编号|编码|代码|证号|账号|帐号|邮编|学号|工号|单号|合同号|备案号|批号|档案号|号码|车牌|门牌|版本号|QQ|微信号|文号|"
    "流水号|序列号|型号|标准号|项目号|案号|学籍号|房号|序号|课题号|证书号|登记号|分机"
)
_LOOSE_LABELS = "账户|电话|手机|传真|热线|座机|联系方式|身份证|微信|订单|邮箱|许可证|资质证|证书|立案|备案"

# Document numbers with the words before them: these can begin with any character.
_WORDED_NUMBER = r"[\u4e00-\u9fff]{0,8}[〔\[【［(（〈]\s?(?:19|20)[0-9]{2,4}\s?[〕\]】］)）〉]\s?(?:第\s?)?[0-9一二三四五六七八九十]{1,5}\s?[—\-0-9]{0,4}号"
_WORDED_CHARACTER = r"[\u4e00-\u9fff]{0,6}字第?[0-9]{1,5}号"
_HAS_WORDED = re.compile(r"[〔\[【［(（〈]\s?(?:19|20)|字第?[0-9]")
_DOCUMENT = (
    r"[〔【]\s?(?:19|20)?[0-9]{2,6}\s?(?:[〕】]\s?(?:第)?[0-9]{0,5}号?|号)?",
    r"(?:19|20)[0-9]{2}年?第?[0-9]{1,5}号(?=文|令|公告|通知|[，。）)、]|$)(?<!日号)",
)
# 3月第二周 and 今年第8个月 are times (dates_grammar); 第二周 by itself is an ordinal.
_IN_TIME = "".join(rf"(?<!{word})" for word in ("月", "月的", "月份", "月份的", "年", "年的"))
_ORDINAL = (
    rf"(?:{_IN_TIME}|(?!第{_COUNT}个?(?:周|星期|礼拜|月)))第(?![一二三四1-4]季度|[一二12]学期|[一二三四五]?个五年){_COUNT}(?:[、，,和及至到或—~\-]{{1,2}} ?第?{_COUNT}){{0,12}}"
    r"(?:[\u4e00-\u9fff])?"
)
_TITLE = r"《[^《》\n]{0,80}》|《[^《》\n。；]{0,40}"
_PATTERNS = {
    "address": r"(?:https?:|www\.)[!-~]{1,2000}|[A-Za-z0-9._\-]{1,40}@[A-Za-z0-9.\-]{1,60}",
    "code": rf"(?:{_LABELS})(?:分别)?[:为是,，|]?\s?(?:No\.?)?(?:第)?{_CODE}",
    "number": rf"(?:{_LOOSE_LABELS})(?:[:为]\s?(?:第)?{_CODE}|[A-Z]{{0,6}}[0-9\-]{{5,30}}(?![0-9]*[个名人元万]))",
    "circle": r"[“\"]?(?:[0-9]{1,3}|[一二三两半十五]{1,3})(?:分钟|小时)[”\"]?[\u4e00-\u9fff]{0,4}圈",
    "weekday": r"(?<=[日号])[（(，]?(?:星期|周|礼拜)[一二三四五六日天](?![）)]?[之以]?前)[）)]?",
    "phone": r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[\-—]?[0-9]{7,8}|400[\-—][0-9]{3,4}[\-—][0-9]{3,4})(?![0-9])",
    "long": r"(?<![0-9.])[0-9]{9,40}(?:[Xx](?![A-Za-z]))?(?!\.?[0-9])",
    "zero": r"(?<![0-9.,，])(?<![0-9] )0[0-9]{2,8}(?![0-9]*[年.%,])",
    "latin": r"[A-Za-z]{1,12}[/\-]?[A-Za-z]{0,4}-?(?<!Q)[0-9]{1,8}(?:[.\-—][0-9]{1,6}){0,3}[A-Za-z]?(?![0-9.]*[%年月日])"
    r"|(?<![0-9.])[0-9]{1,4}(?:[A-Z]{1,4}|[a-jl-z][A-Za-z]?)(?![A-Za-z²])(?<![Mkm]W)(?<![GTM]B)(?<![ckm]m)(?<!kg)(?<![KM]V)",
    "plus": r"(?<![A-Za-z0-9.])[0-9A-Za-z一二三四五六七八九十]{1,3}(?:\+[0-9A-Za-z一二三四五六七八九十]{1,3}){1,5}(?![0-9]{2})",
    "label": r"(?:附?表|附?图|附件|附录|样表|例|图表|表格|专栏|式|款|章|节)\s?(?:[0-9]{1,3}(?:[\-—.][0-9]{1,3}){0,3}(?![0-9.]*[万亿%个人名年月元])|[一二三四五六七八九十]{1,3}(?=[:，。、）)所及和中《]|$))",
    "ordinal": _ORDINAL,
    "bracketed": rf"[（(](?:[0-9]{{1,2}}|[{_CN}]{{1,3}})[）)]|(?<![0-9（(])[0-9]{{1,2}}[）)]",
    "circled": r"[①-⑳㈠-㈩⑴-⒇⒈-⒛❶-❿Ⅰ-Ⅻ]",
    "marker": r"(?:(?<=^)|(?<=[。；;：:\n\t！？]))(?<![0-9]:)[0-9]{1,2}(?:、|[.](?![0-9])|[.](?=(?:19|20)[0-9]{2}年|[0-9]{1,2}月))",
    "marker_in_line": r"(?<![0-9.])[0-9]{1,2}\.(?=[\u4e00-\u9fff]{2})(?![年月日])",
    "number_sign": r"(?!\A[0-9]{1,2}号\Z)(?<![0-9.])[0-9]{1,8}(?:[、—~\-][0-9]{1,4}){0,6}(?:#楼?|号楼[0-9]{1,2}[层楼]|号(?!召|称|[之以]?前(?:$|[，。报送完])|起(?:$|[，。开至到执])|[上下]午|晚|[至到][0-9])|室(?!内|外)|单元|路(?!径)|楼(?!宇|栋)|栋[0-9]{1,5}室?|幢[0-9]{1,5}室?|座[0-9]{1,5}室?|教室|会议室|机房|班级)(?<!月[0-9]号)(?<!月[0-9][0-9]号)",
    "place": r"(?:[A-Za-z]座|[0-9]{1,3}[#号]楼)[0-9]{1,5}",
    "dotted": r"(?<![0-9])[0-9]{1,4}(?:\.[0-9]{1,4}){3,200}",
    "version": r"(?<=[^\u4e00-\u9fff。，、；])?(?:版本|[Vv])[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}|[0-9]\.0(?=版|时代|模式|计划|工程|行动|标准|升级|战略)",
    "cohort": r"(?<![0-9])(?:20|19)?[0-9]{2}(?:[、和—~\-](?:20)?[0-9]{2})?(?:级(?![以之]?[上下])|届)(?=[\u4e00-\u9fff。，、]|$)|(?<![0-9])[0-9]{1,4}班(?![次期])(?<!共[0-9]班)",
    "school": r"(?<![0-9])(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:中(?![个专职队央])|小(?![时组学生])|实小|幼)(?=[、，。与和及对等学校一二三四五六七八九十]|$)",
    "congress": rf"(?:[{_CN}]{{1,4}}|[0-9]{{1,2}})届(?:[一二三四五六七]中)?(?:全会|人大|政协|党代会|[一二三四五六七八九十]次)|(?:[一二]?十[一二三四五六七八九]?)(?:届[一二三四五六七]中全会|大(?=精神|报告|以来|召开|[，。、]))",
    "repeated": r"(?<![〇零一二两三四五六七八九十百千])一(?![〇零一二两三四五六七八九十百千万亿点])[\u4e00-\u9fff]一(?![〇零二两三四五六七八九十百千万亿点月日号])[\u4e00-\u9fff]",
    "dotted_name": r"[“\"][0-9]{1,2}[·.][0-9]{1,2}[”\"]|(?<![0-9.])[0-9]{1,2}·[0-9]{1,2}(?![0-9])",
    "quoted": rf"[“\"‘](?!十[一二三四五六七八九]五)(?:[^“”\"‘’0-9%\n五]{{0,8}}[{_CN}千万][^“”\"‘’0-9%\n]{{0,8}})[”\"’]",
    "turning": r"翻[了两一三]?[一两二三四]?番|翻[0-9]番",
    "rank": rf"(?:排名|位居|位列|名列|居|列)[\u4e00-\u9fff]{{0,6}}?(?:前)?{_COUNT}(?:名|位|强|$|(?=[，。]))|前(?:[0-9]{{1,4}}|[一二三四五六七八九十百]{{1,3}})(?:名|位|强|甲|十)",
    "standard": r"(?:GB|DB|JY|ISO|T/|CJJ|JGJ)[/T \-]{0,3}[0-9]{1,6}(?:[.\-—][0-9]{1,6}){0,3}",
    "crossing": r"(?<![0-9.])[0-9]{1,5}[*×xX][0-9]{1,5}(?![0-9])",
    "grade": r"(?<![提升增走攀抬])高[一二三](?![个成倍百千万亿点])|初[一二三](?!日|[，。]?到)|[一二三四五六]年级|[0-9]年级",
    "ring": r"[一二三四五六七八九]环(?=路|内|外)|[0-9]G\b",
}

_MISSING = (
    r"(?<![0-9.])(?:19|20)[0-9]{2}[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    r"|(?<![0-9.])[0-9]{5,8}[年](?!制)"
    r"|(?<![0-9.])[0-9]{5,8}日"
    r"|(?<![0-9.])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])日|(?<![0-9.])[1-9](?:[12][0-9]|3[01])日(?![内以历])(?<=[年至于自到][0-9]{3}日)"
    r"|(?<![0-9.、—~\-至到/])(?:1[3-9]|[2-9][0-9]|1[0-9]{2})月(?!份?额)"
    r"|〔(?:19|20)[0-9]{3,6}号?(?!〕)"
    r"|\A(?:19|20)[0-9]{2}(?:0?[1-9]|1[0-2])(?:0?[1-9]|[12][0-9]|3[01])\Z"
)


@cache
def _listed() -> tuple[str, ...]:
    """The lines of data/names.txt that hold a name."""
    lines = files("extractors.facts").joinpath("data/names.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith("#"))


@cache
def _names() -> str:
    names = [line.split(" !") for line in _listed()]
    by_first: dict[str, list[str]] = {}
    for name, *refused in sorted(names, key=lambda parts: len(parts[0]), reverse=True):
        unless = f"(?![{refused[0].strip()}])" if refused else ""
        unless += "(?![0-9])" if name[-1].isdigit() else ""
        by_first.setdefault(name[0], []).append(re.escape(name[1:].strip()) + unless)
    return "|".join(
        f"{'(?<![0-9.])' if first.isdigit() else ''}{first}(?:{'|'.join(rest)})"
        for first, rest in by_first.items()
    )


#: What a trap can begin with, besides labels and names. Trying every pattern at every character costs more than all
#: that is read from a text, so they are tried where one of these stands.
_BEGINNINGS = (
    r"0-9A-Za-z._\-《〔【“\"‘（(，①-⑳㈠-㈩⑴-⒇⒈-⒛❶-❿Ⅰ-Ⅻ〇零一二两三四五六七八九十百千万半第"
    r"星周礼附表图样例专式款章节版翻排位名居列前高初"
)


@cache
def _pattern(worded: bool) -> re.Pattern[str]:
    """All traps as one pattern; `worded`: with the document numbers that can begin with any character."""
    shapes = (*_PATTERNS.values(), _names())
    if worded:
        document = (_WORDED_NUMBER, _DOCUMENT[0], _WORDED_CHARACTER, _DOCUMENT[1])
        return re.compile("|".join((_MISSING, _TITLE, *document, *shapes)))
    return re.compile(f"(?=[{_beginnings()}])(?:{'|'.join((_MISSING, _TITLE, *_DOCUMENT, *shapes))})")


@cache
def _beginnings() -> str:
    labels = (*_LABELS.split("|"), *_LOOSE_LABELS.split("|"))
    return _BEGINNINGS + "".join(sorted({word[0] for word in (*labels, *_listed())}))


def find_traps(text: str) -> list[tuple[int, int]]:
    """Spans of a folded text, in order and apart, in which no date or figure may be read."""
    pattern = _pattern(worded=_HAS_WORDED.search(text) is not None)
    return [found.span() for found in pattern.finditer(text) if found.end() > found.start()]


_MISSING_DIGITS = re.compile(_MISSING)


def find_missing_digits(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans of `text` where digits ran together or were lost (20178月, 1031日, 19月, 〔20184号)."""
    folded = fold(text)
    return tuple(folded.span(*found.span()) for found in _MISSING_DIGITS.finditer(folded.text))
