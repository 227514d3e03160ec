"""Read Word documents (.docx, .docm, .dotx): every word as the reader of the page sees it, with its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE
from docx.opc.packuri import PackURI
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.package import Package as DocxPackage
from lxml import etree

from extractors.document import Document
from extractors.errors import DamagedFile
from extractors.readers.word_package import Package
from extractors.readers.word_story import Story
from extractors.readers.word_transcript import Transcript
from extractors.readers.wordxml import ForbiddenMarkup, W, plain_markup

if TYPE_CHECKING:
    from extractors.readers.limits import Limits

_PROPERTIES = (
    "title",
    "author",
    "created",
    "modified",
    "last_modified_by",
    "subject",
    "keywords",
    "category",
)


def read_word(data: bytes, file: str, sha256: str, limits: Limits) -> Document:
    """The blocks of a Word package in reading order: headers, body, footers; notes, comments and text boxes
    after the paragraph to which they belong.

    Deleted, moved-away and hidden text is not text; tracked changes are in `revisions`. Pages are estimates
    (mark `page_estimated`), None where the file gives no hint. Damaged parts are read up to the damage and
    named in `problems`. Raises `EmptyFile`, `PasswordProtected`, `DamagedFile` or `TooLarge`.
    """
    package = Package(data, file, limits)
    main = package.main_part()
    root = package.tree(main)
    body = None if root is None else root.find(W + "body")
    if root is None or body is None:
        raise DamagedFile(file, "正文部件没有可读的内容，文件已损坏或不是 Word 文档")
    transcript = Transcript(package, main, root, limits)
    transcript.read_furniture(root, "header")
    Story(transcript, main).walk(body)
    transcript.read_other_comments()
    transcript.read_furniture(root, "footer")
    properties = _read_properties(package)
    if transcript.page is not None:
        properties["pages_estimated"] = str(transcript.page)
    return Document(
        file=file,
        sha256=sha256,
        kind="docx",
        blocks=tuple(transcript.blocks),
        revisions=tuple(transcript.revisions),
        problems=tuple(package.problems),
        properties=properties,
    )


def _read_properties(package: Package) -> dict[str, str]:
    """Title, author and dates through python-docx; a damaged property part says nothing about the text."""
    name = package.related("", "core-properties")
    data = package.read(name) if name is not None and name in package else None
    if name is None or data is None:
        return {}
    try:
        core = CorePropertiesPart.load(
            PackURI("/" + name), CONTENT_TYPE.OPC_CORE_PROPERTIES, plain_markup(data), DocxPackage()
        ).core_properties
        found = {key: getattr(core, key) for key in _PROPERTIES}
    except (etree.XMLSyntaxError, ForbiddenMarkup, AttributeError, ValueError):
        return {}
    return {
        key: value if isinstance(value, str) else value.isoformat() for key, value in found.items() if value
    }
