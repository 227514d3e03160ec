"""Numbers written as Word writes them in automatic labels.

Source: ECMA-376 part 1, 17.18.59 ST_NumberFormat; where a format ends (① to ⑳), Word goes on in decimal.
"""

from __future__ import annotations

from collections.abc import Callable

_CIRCLE_ZERO = "○一二三四五六七八九"
_IDEOGRAPH_ZERO = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_LEGAL_JAPANESE = "〇壱弐参四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IRREGULAR = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def write_number(value: int, style: str) -> str:
    """One number in one `w:numFmt`; an unknown format is written in decimal, `none` is empty.

    >>> [write_number(n, "chineseCountingThousand") for n in (3, 10, 12, 20, 105, 110)]
    ['三', '十', '十二', '二十', '一百零五', '一百一十']
    >>> write_number(3, "decimalEnclosedCircle"), write_number(28, "upperLetter"), write_number(4, "lowerRoman")
    ('③', 'BB', 'iv')
    """
    writer = _FORMATS.get(style)
    return str(value) if writer is None else writer(value)


def _digits(digits: str) -> Callable[[int], str]:
    return lambda value: "".join(digits[int(digit)] for digit in str(abs(value)))


def _row(characters: str) -> Callable[[int], str]:
    """Characters that stand for 1, 2, 3 …; decimal after the last one."""
    return lambda value: characters[value - 1] if 0 < value <= len(characters) else str(value)


def _span(first: str, count: int) -> Callable[[int], str]:
    return _row("".join(chr(ord(first) + step) for step in range(count)))


def _repeated(letters: str) -> Callable[[int], str]:
    """a … z, aa, bb …: the letter is repeated, as Word does (not counted on as in a spreadsheet)."""

    def write(value: int) -> str:
        if not 0 < value <= len(letters) * 30:
            return str(value)
        times, place = divmod(value - 1, len(letters))
        return letters[place] * (times + 1)

    return write


def _roman(value: int) -> str:
    if not 0 < value < 32768:
        return str(value)
    letters = []
    for worth, sign in _ROMAN:
        times, value = divmod(value, worth)
        letters.append(sign * times)
    return "".join(letters)


def _counting_thousand(digits: str, signs: str, myriad: str, *, bare_ten: bool) -> Callable[[int], str]:
    """十二, 一百零五, 一万零三十: units 十百千 (`signs`) and `myriad`, with 零 for skipped places."""

    def below_myriad(value: int) -> str:
        text, gap = "", False
        for place in (3, 2, 1, 0):
            digit = value // 10**place % 10
            if digit == 0:
                gap = bool(text)
                continue
            text += (digits[0] if gap else "") + digits[digit] + (signs[place - 1] if place else "")
            gap = False
        return text

    def write(value: int) -> str:
        if not 0 < value < 100_000_000:
            return digits[0] if value == 0 else str(value)
        high, low = divmod(value, 10_000)
        text = below_myriad(low)
        if high:
            text = below_myriad(high) + myriad + (digits[0] if 0 < low < 1000 else "") + text
        return text[1:] if bare_ten and 10 <= value < 20 else text

    return write


def _counting_to_99(value: int) -> str:
    """十, 十一 … 九十九, then digit by digit: 一○○."""
    return _THOUSAND(value) if 0 < value < 100 else _digits(_CIRCLE_ZERO)(value)


def _counting_japanese(value: int) -> str:
    """百, 百一, 千: no 一 before 十百千 and no 零 for skipped places."""
    if not 0 < value < 10_000:
        return _THOUSAND(value)
    text = ""
    for place, sign in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = value // 10**place % 10
        if digit:
            text += ("" if digit == 1 and sign else _IDEOGRAPH_ZERO[digit]) + sign
    return text


def _cycle(value: int) -> str:
    """甲子, 乙丑 … the sixty pairs."""
    if not 0 < value <= 60:
        return str(value)
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]


def _ordinal(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return f"{value}th"
    return f"{value}{({1: 'st', 2: 'nd', 3: 'rd'}).get(value % 10, 'th')}"


def _cardinal_text(value: int) -> str:
    if not 0 <= value < 1000:
        return str(value)
    words = []
    if value >= 100:
        words.append(f"{_ONES[value // 100]} hundred")
    rest = value % 100
    if rest >= 20:
        words.append(_TENS[rest // 10 - 2] + (f"-{_ONES[rest % 10]}" if rest % 10 else ""))
    elif rest or not words:
        words.append(_ONES[rest])
    return " ".join(words).capitalize()


def _ordinal_text(value: int) -> str:
    text = _cardinal_text(value)
    if not text[-1:].isalpha():
        return text
    cut = max(text.rfind(" "), text.rfind("-")) + 1
    last = text[cut:].lower()
    last = last[:-1] + "ieth" if last.endswith("y") else _IRREGULAR.get(last, last + "th")
    return (text[:cut] + last).capitalize()


_THOUSAND = _counting_thousand("零一二三四五六七八九", "十百千", "万", bare_ten=True)
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщыэюя"

_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda value: "",  # noqa: ARG005
    "bullet": lambda value: "",  # noqa: ARG005
    "decimalZero": lambda value: f"{value:02d}",
    "upperLetter": _repeated("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _repeated("abcdefghijklmnopqrstuvwxyz"),
    "russianLower": _repeated(_CYRILLIC),
    "russianUpper": _repeated(_CYRILLIC.upper()),
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "ordinal": _ordinal,
    "cardinalText": _cardinal_text,
    "ordinalText": _ordinal_text,
    "hex": lambda value: f"{value:X}",
    "chicago": _repeated("*†‡§"),
    "numberInDash": lambda value: f"- {value} -",
    "chineseCounting": _counting_to_99,
    "taiwaneseCounting": _counting_to_99,
    "chineseCountingThousand": _THOUSAND,
    "taiwaneseCountingThousand": _THOUSAND,
    "japaneseCounting": _counting_japanese,
    "ideographDigital": _digits(_IDEOGRAPH_ZERO),
    "japaneseDigitalTenThousand": _digits(_IDEOGRAPH_ZERO),
    "taiwaneseDigital": _digits(_CIRCLE_ZERO),
    "chineseLegalSimplified": _counting_thousand(_LEGAL_SIMPLIFIED, "拾佰仟", "万", bare_ten=False),
    "ideographLegalTraditional": _counting_thousand(_LEGAL_TRADITIONAL, "拾佰仟", "萬", bare_ten=False),
    "japaneseLegal": _counting_thousand(_LEGAL_JAPANESE, "拾百千", "萬", bare_ten=False),
    "decimalEnclosedCircle": _span("①", 20),
    "decimalEnclosedCircleChinese": _span("①", 20),
    "decimalEnclosedFullstop": _span("⒈", 20),
    "decimalEnclosedParen": _span("⑴", 20),
    "ideographEnclosedCircle": _span("㊀", 10),
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "ideographZodiacTraditional": _cycle,
    "koreanDigital": _digits("영일이삼사오육칠팔구"),
    "koreanDigital2": _digits("零一二三四五六七八九"),
    "ganada": _row("가나다라마바사아자차카타파하"),
    "chosung": _row("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
    "aiueo": _row("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
    "aiueoFullWidth": _row(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    ),
    "iroha": _row("ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"),
    "irohaFullWidth": _row(
        "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
    ),
    "arabicAlpha": _row("أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    "arabicAbjad": _row("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
    "hebrew2": _row("אבגדהוזחטיכלמנסעפצקרשת"),
    "thaiLetters": _row("กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"),
    "thaiNumbers": _digits("๐๑๒๓๔๕๖๗๘๙"),
    "hindiNumbers": _digits("०१२३४५६७८९"),
}
