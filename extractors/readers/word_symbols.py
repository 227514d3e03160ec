"""Characters of the symbol fonts as what they look like in Unicode.

`w:sym`, bullets and texts in these fonts store a code between U+F020 and U+F0FF. Source of the
tables: Adobe's Symbol encoding and the published Unicode mapping of Wingdings, Wingdings 2 and 3.
"""

from __future__ import annotations

_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x45: "☜", 0x46: "☞", 0x47: "☝",
    0x48: "☟", 0x4A: "☺", 0x4C: "☹", 0x4E: "☠", 0x51: "✈", 0x52: "☼", 0x54: "❄", 0x58: "✠", 0x5B: "☯", 0x6C: "●",
    0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "◆", 0x74: "◆", 0x75: "◆", 0x76: "❖",
    0x77: "◆", 0x78: "☒", 0x7B: "❀", 0x7C: "✿", 0x80: "⓪", 0x8B: "⓿", 0x9E: "·", 0x9F: "•", 0xA0: "●", 0xA1: "○",
    0xA2: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xAC: "✶", 0xB5: "✪", 0xB6: "☆", 0xC4: "→",
    0xD5: "⌫", 0xD6: "⌦", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖", 0xE4: "↗",
    0xE5: "↙", 0xE6: "↘", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄", 0xF4: "⇳", 0xF5: "⬁",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
} | {0x81 + n: chr(0x2460 + n) for n in range(10)} | {0x8C + n: chr(0x2776 + n) for n in range(10)}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "⬤", 0x99: "○", 0xA2: "■",
    0xA3: "□", 0xA9: "◻", 0xAE: "◆",
} | {0x69 + n: chr(0x24EA if n == 0 else 0x245F + n) for n in range(11)}  # fmt: skip
_WINGDINGS_3 = {
    0x66: "←",
    0x67: "→",
    0x68: "↑",
    0x69: "↓",
    0x70: "▲",
    0x71: "▼",
    0x74: "◀",
    0x75: "▶",
    0x7D: "▶",
}
_SYMBOL = {0x20 + n: char for n, char in enumerate(_SYMBOL_LOW)} | {
    0xA0 + n: char for n, char in enumerate(_SYMBOL_HIGH)
}
_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
}


def read_symbol(font: str, code: int) -> str:
    """The Unicode character for one code of a symbol font; an unknown one stays as stored.

    >>> read_symbol("Wingdings", 0xF0FE), read_symbol("Symbol", 0xF0B7), read_symbol("宋体", 0x2605)
    ('☑', '•', '★')
    """
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return ""
    table = _FONTS.get(font.strip().lower())
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if table is None or place > 0xFF:
        return chr(code)
    return table.get(place, chr(code))


def read_bullet(text: str, font: str) -> str:
    """A bullet as seen: the private codes of the symbol fonts become ordinary characters."""
    known = font.strip().lower() in _FONTS
    return "".join(
        read_symbol(font if known else "Symbol", ord(char))
        if known or 0xF000 <= ord(char) <= 0xF0FF
        else char
        for char in text
    )
