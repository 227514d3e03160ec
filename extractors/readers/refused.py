"""Why a recognised file is not read, and what its unit can do: one row a kind."""

from __future__ import annotations

from extractors import errors

Refusal = tuple[type[errors.UnreadableDocument], str, str]

_ARCHIVE = "请解压后直接报送其中的文件，或改用 .zip 压缩后重报"
_WORD = "请另存为 .docx 后重报"
_SHEET = "请另存为 .xlsx 后重报"
_SLIDES = "请将文字内容另存为 .docx 后重报"
_PICTURE = "请另存为 .jpg 或 .png 后重报"
_TEXT = "请将文字内容整理为 .docx 后报送"

#: Kind (see `recognise`) → error class, cause, remedy.
REFUSALS: dict[str, Refusal] = {
    "empty": (errors.EmptyFile, "文件为零字节，没有内容", ""),
    "blank": (errors.DamagedFile, "文件内容全为零字节，疑似传输或存储出错", ""),
    "lock": (
        errors.UnsupportedFormat,
        "是 Office 打开文档时的临时锁文件，不是文档本身",
        "请关闭文档后报送原件",
    ),
    "damaged_zip": (
        errors.DamagedFile,
        "压缩结构损坏或文件不完整，无法打开",
        "请重新另存（压缩包请重新压缩）后重报",
    ),
    "damaged_ole": (
        errors.DamagedFile,
        "复合文档结构损坏或文件不完整，无法打开",
        "请用 Office 或 WPS 打开并另存为 .docx 或 .xlsx 后重报",
    ),
    "encrypted_ooxml": (errors.PasswordProtected, "文档设有打开密码，内容已加密", ""),
    "protected_doc": (errors.PasswordProtected, "Word 97-2003 文档设有打开密码，内容已加密", ""),
    "protected_xls": (errors.PasswordProtected, "Excel 97-2003 工作簿设有打开密码，内容已加密", ""),
    "rar": (errors.UnsupportedFormat, "是 .rar 压缩包，本机不能解压", _ARCHIVE),
    "7z": (errors.UnsupportedFormat, "是 .7z 压缩包，本机不能解压", _ARCHIVE),
    "gzip": (errors.UnsupportedFormat, "是 .gz 压缩包，本机不解压此格式", _ARCHIVE),
    "bzip2": (errors.UnsupportedFormat, "是 .bz2 压缩包，本机不解压此格式", _ARCHIVE),
    "xz": (errors.UnsupportedFormat, "是 .xz 压缩包，本机不解压此格式", _ARCHIVE),
    "cab": (errors.UnsupportedFormat, "是 .cab 压缩包，本机不解压此格式", _ARCHIVE),
    "tar": (errors.UnsupportedFormat, "是 .tar 打包文件，本机不解压此格式", _ARCHIVE),
    "ppt": (errors.UnsupportedFormat, "是 PowerPoint 97-2003 演示文稿，本系统不读演示文稿", _SLIDES),
    "pptx": (errors.UnsupportedFormat, "是 PowerPoint 演示文稿，本系统不读演示文稿", _SLIDES),
    "odp": (errors.UnsupportedFormat, "是 OpenDocument 演示文稿，本系统不读演示文稿", _SLIDES),
    "odt": (errors.UnsupportedFormat, "是 OpenDocument 文本（.odt），本系统不读此格式", _WORD),
    "msg": (
        errors.UnsupportedFormat,
        "是 Outlook 邮件（.msg），本系统不读此格式",
        "请将正文和附件分别另存，附件以 .docx 报送",
    ),
    "works": (errors.UnsupportedFormat, "是 Microsoft Works 文档，本系统不读此格式", _WORD),
    "old_word": (errors.UnsupportedFormat, "是 Word 95 或更早版本的文档，本系统不读此格式", _WORD),
    "ole": (errors.UnknownFormat, "是复合文档，但不是 Word、Excel 或 WPS 文档", _WORD),
    "hwp": (errors.UnsupportedFormat, "是 HWP 文档，本系统不读此格式", _WORD),
    "word_xml": (errors.UnsupportedFormat, "是 Word XML 文档，本系统不读此格式", _WORD),
    "excel_xml": (errors.UnsupportedFormat, "是 Excel XML 表格（2003），本系统不读此格式", _SHEET),
    "xml": (errors.UnsupportedFormat, "是 XML 数据文件，不是公文或台账", _TEXT),
    "postscript": (
        errors.UnsupportedFormat,
        "是 PostScript 打印文件，本系统不读此格式",
        "请另存为 .pdf 后重报",
    ),
    "dwg": (errors.UnsupportedFormat, "是 CAD 图纸，本系统不读图纸", _TEXT),
    "sqlite": (errors.UnsupportedFormat, "是数据库文件，不是公文或台账", _TEXT),
    "executable": (
        errors.UnsupportedFormat,
        "是可执行程序，不是文档；本系统不会运行它",
        "请核实来源，并报送文档原件",
    ),
    "media": (errors.UnsupportedFormat, "是音频或视频文件，本系统不读音像材料", _TEXT),
    "heif": (errors.UnsupportedFormat, "是手机 HEIC 照片，本机不能解码", _PICTURE),
    "unknown": (errors.UnknownFormat, "无法识别文件格式", ""),
}


def refusal(kind: str, file: str) -> errors.UnreadableDocument | None:
    """The exception to raise for a kind that is not read here; None for a readable kind."""
    row = REFUSALS.get(kind)
    return None if row is None else row[0](file, row[1], row[2])
