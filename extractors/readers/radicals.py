"""Kangxi and CJK radical code points to the characters they look like, one for one.

Some print drivers write ⽔⾏⻓ where 水行长 is meant (9.5 % of one paper's characters), and no
search finds them. Every replacement is one character, so offsets do not move.
"""

from __future__ import annotations

import re
import unicodedata

#: CJK Radicals Supplement has no compatibility mapping except for two; simplified and variant forms by hand.
_SUPPLEMENT = dict(
    zip(
        "⺀⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺎⺏⺐⺒⺓⺔⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺰⺱⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻁⻄⻅⻈⻉⻋⻌⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "冫厂乛乚乙亻冂刀刂卜㔾小兀尣尢巳幺彐心扌攵旡月歺母民氵氺灬爫爫丬牛犭王疋罒示礻竹纟罓罒罒网羊羊羊耂肀聿月臼艹艹虎西见讠贝车辶钅長镸长门阜阝雨青韦页风飞食食饣马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟",
        strict=True,
    )
)


def _table() -> dict[int, str]:
    table = {ord(k): v for k, v in _SUPPLEMENT.items()}
    # Kangxi Radicals, CJK Compatibility Ideographs and the two mapped supplement signs.
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code) and len(plain) == 1:
            table[code] = plain
    return table


_TABLE = _table()
_ANY = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


def plain_characters(text: str) -> str:
    """The text with radical and compatibility code points replaced, same length.

    >>> plain_characters("⽔产学校⻓期⻅习")
    '水产学校长期见习'
    """
    return text.translate(_TABLE) if _ANY.search(text) else text
