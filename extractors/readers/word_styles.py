"""What a paragraph or run inherits from its style. python-docx reads the style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from docx.styles import BabelFish

from extractors.readers.wordxml import RPR, VAL, W, is_on, whole

if TYPE_CHECKING:
    from docx.oxml.styles import CT_Style, CT_Styles
    from lxml.etree import _Element

_BODY_LEVEL = 9  # w:outlineLvl 9 is body text
_HEADING_LEVEL = {f"{word} {level}": level for word in ("Heading", "标题") for level in range(1, 10)}


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """The inherited properties that decide what a paragraph is."""

    names: tuple[str, ...] = ()  # its own name and those it is based on, as Word's interface gives them
    ids: tuple[str, ...] = ()  # the same, as ids
    outline: int | None = None  # 1 = highest heading
    num_id: str = ""  # "" where no style of the chain is numbered
    level: int | None = None  # of the list, 0-based
    hidden: bool = False
    bold: bool = False
    centred: bool = False
    breaks_page: bool = False

    @property
    def name(self) -> str:
        return self.names[0] if self.names else ""


class StyleSheet:
    """The styles of one document, resolved when first asked for."""

    def __init__(self, sheet: CT_Styles | None = None) -> None:
        styles = [] if sheet is None else cast("list[CT_Style]", sheet.findall(W + "style"))
        self._styles = {style.get(W + "styleId", ""): style for style in styles}
        self._default = next((i for i, s in self._styles.items() if _is_default(s)), "")
        defaults = None if sheet is None else sheet.find(f"{W}docDefaults/{W}rPrDefault/{RPR}")
        self._all_hidden = _is_on_in(defaults, "vanish") is True
        self.may_hide = sheet is not None and next(sheet.iter(W + "vanish"), None) is not None
        self._paragraphs: dict[str, ParagraphStyle] = {}

    def list_styles(self) -> dict[str, str]:
        """The numId of each numbering style."""
        found = {}
        for style_id, style in self._styles.items():
            num_id = style.find(f"{W}pPr/{W}numPr/{W}numId")
            if style.get(W + "type") == "numbering" and num_id is not None:
                found[style_id] = num_id.get(VAL, "")
        return found

    def paragraph(self, style_id: str) -> ParagraphStyle:
        """The style of a paragraph; "" or an unknown id gives the default paragraph style."""
        found = self._paragraphs.get(style_id)
        if found is None:
            known = style_id if style_id in self._styles else self._default
            found = self._paragraphs[style_id] = self._resolve(self._chain(known))
        return found

    def run_value(self, style_id: str, name: str) -> bool:
        """Whether a character style, with what it is based on, switches a run property on."""
        for style in self._chain(style_id):
            value = _is_on_in(style.find(RPR), name)
            if value is not None:
                return value
        return False

    def _chain(self, style_id: str) -> list[CT_Style]:
        """A style and those it is based on, nearest first; a circle is cut."""
        chain: list[CT_Style] = []
        seen = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            chain.append(self._styles[style_id])
            style_id = chain[-1].basedOn_val or ""
        return chain

    def _resolve(self, chain: list[CT_Style]) -> ParagraphStyle:
        names = tuple(BabelFish.internal2ui(style.name_val or "") for style in chain)
        outline = _first(chain, "outlineLvl")
        level = None if outline is None else whole(outline, _BODY_LEVEL) + 1
        if level is None:
            level = next((_HEADING_LEVEL[name] for name in names if name in _HEADING_LEVEL), None)
        list_level = _first(chain, f"numPr/{W}ilvl")
        hidden = next(
            (v for s in chain if (v := _is_on_in(s.find(RPR), "vanish")) is not None), self._all_hidden
        )
        return ParagraphStyle(
            names=names,
            ids=tuple(style.get(W + "styleId", "") for style in chain),
            outline=level if level is not None and level <= _BODY_LEVEL else None,
            num_id=_first(chain, f"numPr/{W}numId") or "",
            level=None if list_level is None else whole(list_level, 0),
            hidden=hidden,
            bold=next((v for s in chain if (v := _is_on_in(s.find(RPR), "b")) is not None), False),
            centred=_first(chain, "jc") == "center",
            breaks_page=next(
                (v for s in chain if (v := _is_on_in(s.find(W + "pPr"), "pageBreakBefore"))), False
            ),
        )


def _first(chain: list[CT_Style], path: str) -> str | None:
    for style in chain:
        found = style.find(f"{W}pPr/{W}{path}")
        if found is not None:
            return found.get(VAL, "")
    return None


def _is_on_in(properties: _Element | None, name: str) -> bool | None:
    """Whether a property is on; None where these properties do not speak of it."""
    found = None if properties is None else properties.find(W + name)
    return None if found is None else is_on(found)


def _is_default(style: _Element) -> bool:
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")
