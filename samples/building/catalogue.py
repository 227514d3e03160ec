"""Every sample file: where it lies, how it is made, what becomes of it, and why it is there."""

from dataclasses import dataclass

FIRST, SECOND = "2021上半年", "2021年底"


@dataclass(frozen=True, slots=True)
class Sample:
    """One file. `text` names the text it is made from; `fate` is its fate by 2022-01-31."""

    path: str
    form: str
    text: str
    fate: str
    unit: str
    period: str
    point: str


def _first(name: str, form: str, text: str, fate: str, unit: str, point: str) -> Sample:
    return Sample(
        f"submissions/{FIRST}/{name}", form, f"h1/{text}" if text else "", fate, unit, "2021H1", point
    )


def _second(name: str, form: str, text: str, fate: str, unit: str, point: str) -> Sample:
    return Sample(
        f"submissions/{SECOND}/{name}", form, f"h2/{text}" if text else "", fate, unit, "2021H2", point
    )


NOTICE = Sample(
    "notice/荣成市建设职业教育创新发展高地实施方案.docx",
    "notice",
    "notice",
    "plan",
    "荣成市人民政府",
    "",
    "通知原文，附件任务清单带合并单元格、空白承继格，31、32 两项粘在一行",
)

SAMPLES = (
    NOTICE,
    _first("教体局/荣成市教体局2021年上半年职教高地建设进展情况报告.docx", "docx", "教体局", "read", "市教体局",
           "长篇公文，一是二是三是；6月31日；双师型 71.3% 与人社局 66.9% 打架；1000个学位、80%本科等相似数字"),
    _first("教体局/复件 荣成市教体局2021年上半年职教高地建设进展情况报告.docx", "copy", "教体局", "duplicate",
           "市教体局", "与上一件逐字节相同"),
    _first("市人社局2021上半年台账.xlsx", "xlsx", "人社局", "read", "市人社局",
           "电子表格台账，合并单元格；100%旁边写着在建；19、26、27 三项照抄任务原文"),
    _first("发改局-关于职教高地建设有关任务进展情况的函.pdf", "pdf", "发改局", "read", "市发改局",
           "有文字层的 PDF，页码，项目明细表跨页；威海职业学院是另一所学校"),
    _first("财政局/职业教育经费保障情况汇报.doc", "doc", "财政局", "read", "市财政局",
           "旧版 Word；急需紧缺专业补助 15%，低于 20%；34 项没有触发"),
    _first("学校/威海市水产学校2021年上半年自查报告.docx", "docx", "水产学校", "read", "威海市水产学校",
           "自动编号标题、修订留痕（436人次只在插入的文字里）、脚注；只有 2019 年的韩国来访；创客中心只有打算"),
    _first("学校/好当家集团海洋学校2021年上半年工作情况报告.docx", "docx", "好当家", "read", "好当家集团海洋学校",
           "国际学生人数在文本框里；烹饪专业没有数；中西餐基地过期未成；集团的成绩不是学校的"),
    _first("学校/海洋职业学院进展情况（2021.6）.docx", "docx", "海洋职业学院", "read", "威海海洋职业学院",
           "6月28日落款，却写7月20日已完成；硕士占 80% 不是双师型"),
    _first("公安局情况说明（盖章扫描）.pdf", "scan", "公安局扫描", "read", "市公安局",
           "没有文字层的扫描件，红章压在日期上"),
    _first("公安局/涉外人员管理内部情况.docx", "docx", "公安局涉密", "quarantined", "市公安局",
           "标有秘密★，不解析、不存文字"),
    _first("市工信局2021上半年.docx", "cut", "工信局", "quarantined", "市工信局", "拷贝中断的 Word 文件，打不开"),
    _first("市编办上半年情况.docx", "empty", "", "quarantined", "市编办", "零字节"),
    _first("关于2021年端午节放假安排的通知.docx", "docx", "放假", "irrelevant", "", "与职教无关的通知"),
    _first("学校/~$当家集团海洋学校2021年上半年工作情况报告.docx", "owner", "", "irrelevant", "", "Word 打开时留下的锁文件"),
    _second("教体局/荣成市教体局2021年职业教育工作总结.pdf", "pdf", "教体局", "read", "市教体局",
            "年终总结 PDF，指标表跨页；体验中心由 8 处退到 6 处；机电基地说已验收；双师型没有比例"),
    _second("学校/威海市水产学校任务台账（截至12月28日）.docx", "docx", "水产学校", "read", "威海市水产学校",
            "合并单元格的 Word 台账；贯通新生 106 与教体局 118 不一；机电基地说未验收；11月31日；奖励高于省标"),
    _second("人社局/市人社局2021年职教高地任务落实情况报告.docx", "docx", "人社局初报", "superseded", "市人社局",
            "后被更正稿替代（680人次）"),
    _second("人社局/市人社局2021年职教高地任务落实情况报告（更正）.docx", "docx", "人社局更正", "read", "市人社局",
            "更正稿，680人次改为1230人次，次年1月10日落款"),
    _second("市发改局2021年任务完成情况.docx", "docx", "发改局", "read", "市发改局",
            "11 项照抄任务原文；12 项仍是 3 月那次申报；写对了清单项号"),
    _second("市发改局2021年任务完成情况 (1).docx", "copy", "发改局", "duplicate", "市发改局", "与上一件逐字节相同"),
    _second("财政局/2021年职业教育经费落实情况报告.docx", "locked", "财政局", "quarantined", "市财政局",
            "加了打开密码；财政局因此没有一件可读"),
    _second("学校/海洋职业学院进展情况（2021.12）.docx", "docx", "海洋职业学院", "read", "威海海洋职业学院",
            "上半年那件只改了落款日期"),
    _second("市委组织部/职业学校领导班子建设任务完成情况报告.docx", "docx", "组织部", "read", "市委组织部",
            "题为完成情况，说的全是打算；区镇换届不是职业学校"),
    _second("学校/好当家集团海洋学校2021年度工作报告.docx", "docx", "好当家", "read", "好当家集团海洋学校",
            "中西餐基地 9 月验收，只写在文本框里；空调安装率 80%"),
    _second("学校/云南外国语学校合作办学说明.docx", "docx", "云南合作", "read", "好当家集团海洋学校",
            "正文里有、清单里没有的承诺，不属 36 项"),
    _second("编办工信材料.zip", "zip", "", "read", "", "文件名为 GBK 编码的压缩包，内有两家报告"),
    _second("督导/职教高地督导通报第2期.docx", "docx", "督导通报", "read", "领导小组办公室",
            "办公室自己的督导通报，是佐证，不是哪家的报送"),
    _second("关于元旦春节期间送温暖活动的通知.pdf", "pdf", "元旦", "irrelevant", "", "与职教无关的通知；每户1000元"),
    _second("学校/水产学校佐证材料.pdf", "cut_pdf", "水产学校", "quarantined", "威海市水产学校", "传坏的 PDF"),
    _second("教体局/~$市教体局2021年职业教育工作总结.docx", "owner", "", "irrelevant", "", "锁文件"),
)  # fmt: skip

MEMBERS = {
    "编办工信材料.zip": (
        ("市委编办2021年职教高地建设配合任务情况.docx", "h2/编办", "市编办"),
        ("市工信局2021年配合职教高地建设工作情况.docx", "h2/工信局", "市工信局"),
    )
}
SEALS = {"h1/公安局扫描": "荣成市公安局"}
PASSWORD = "rc2021"  # noqa: S105 - a sample's password is no secret
