"""Papers that people fill in and hand back, number and send: 审核意见, 任务书, 督办单; and a day looked at again."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document
from openpyxl import Workbook, load_workbook

from flows.cli import duban
from flows.failures import RunFailure
from flows.night import prepare
from flows.steps import Summary, run_night
from flows.workspace import create_workspace
from outputs.workbook import GAP_COLUMNS, GAP_SHEET, ITEM_COLUMNS, ITEM_SHEET

FIRST, NEXT = date(2022, 1, 31), date(2022, 2, 28)
PROMISED = "协调水产学校2名管理人员到好当家集团海洋学校顶岗帮扶2个月。"
REPORT = (
    "荣成市人力资源和社会保障局2021年职教高地任务落实情况报告",
    "2021年全市开展企业职工和重点人群职业技能培训1230人次。",
    "职校人员总量备案管理实施办法已于2021年9月印发执行。",
    PROMISED,
    "荣成市人力资源和社会保障局",
    "2021年12月20日",
)


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("night") / "office"
    workspace = create_workspace(root)
    settings = workspace.settings_file.read_text("utf-8").replace("settle_seconds = 3", "settle_seconds = 0")
    workspace.settings_file.write_text(settings, "utf-8")
    paper: Any = Document()
    for line in REPORT:
        paper.add_paragraph(line)
    (workspace.inbox / "2021年底").mkdir()
    paper.save(str(workspace.inbox / "2021年底/市人社局2021年情况.docx"))
    (workspace.inbox / "2021年底/市财政局报告.docx").write_bytes(b"")
    run_night(prepare(root, FIRST))
    return root


@pytest.fixture
def root(first_night: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first_night, tmp_path / "office"))


def _call(root: Path, *arguments: str) -> str:
    outcome = CliRunner().invoke(duban, ["-C", str(root), *arguments], standalone_mode=False)
    if outcome.exception is not None:
        raise outcome.exception
    return outcome.output


def _gaps(root: Path, day: date) -> dict[str, Any]:
    return dict(json.loads((root / f"reports/{day}/gaps.json").read_text("utf-8")))


def _open_kinds(root: Path, day: date) -> set[tuple[int, str]]:
    return {(one["item"], one["kind"]) for one in _gaps(root, day)["findings"] if one["state"] != "closed"}


def _text(path: Path) -> str:
    paper: Any = Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in paper.paragraphs] + cells)


def test_forty_opinions_come_back_with_author_and_time_and_only_once(root: Path) -> None:
    book = load_workbook(root / f"reports/{FIRST}/任务台账.xlsx")
    typed = 0
    for title, columns in ((GAP_SHEET, GAP_COLUMNS), (ITEM_SHEET, ITEM_COLUMNS)):
        place = [name for name, _ in columns].index("审核意见") + 1
        page = book[title]
        for row in range(3, 23):
            page.cell(row, place, "认可" if row % 2 else "豁免")
            page.cell(row, place + 1, "李审核")
            page.cell(row, place + 2, "2022-02-03 09:30")
            typed += 1
    assert typed == 40
    target = root / "inbox/任务台账（已审）.xlsx"
    book.save(target)
    run_night(prepare(root, NEXT))
    with prepare(root).ledger() as ledger:
        taken = ledger.opinions()
        rows = ledger.db.table("decisions").count
    assert len(taken) == rows == 40
    assert {one.author for one in taken.values()} == {"李审核"}
    assert {one.time[:10] for one in taken.values()} == {"2022-02-03"}
    assert _fates(root)["任务台账（已审）.xlsx"] == "审核意见回传"
    shutil.copy(target, root / "inbox/任务台账（再放一次）.xlsx")
    run_night(prepare(root, NEXT))
    with prepare(root).ledger() as ledger:
        assert ledger.db.table("decisions").count == 40


def _zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def _mailed(name: str, data: bytes) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "审核后的台账"
    mail.set_content("见附件。")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@pytest.mark.parametrize("way", ["审核.zip", "两层.zip", "审核.eml"])
def test_a_ledger_returned_in_an_archive_or_mail_is_taken_and_never_evidence(root: Path, way: str) -> None:
    book = load_workbook(root / f"reports/{FIRST}/任务台账.xlsx")
    place = [name for name, _ in GAP_COLUMNS].index("审核意见") + 1
    for row in (3, 4):
        book[GAP_SHEET].cell(row, place, "认可")
        book[GAP_SHEET].cell(row, place + 1, "李审核")
    saved = io.BytesIO()
    book.save(saved)
    ledger_file = saved.getvalue()
    packed = {
        "审核.zip": _zipped({"台账.xlsx": ledger_file}),
        "两层.zip": _zipped({"内.zip": _zipped({"台账.xlsx": ledger_file})}),
        "审核.eml": _mailed("台账.xlsx", ledger_file),
    }[way]
    (root / "inbox" / way).write_bytes(packed)
    before = _open_kinds(root, FIRST)
    run_night(prepare(root, NEXT))
    with prepare(root).ledger() as ledger:
        assert {one.author for one in ledger.opinions().values()} == {"李审核"}
        assert len(ledger.opinions()) == 2
    told = {name: fate for name, fate in _fates(root).items() if name.endswith("台账.xlsx")}
    assert list(told.values()) == ["审核意见回传"]
    assert {one for one in _open_kinds(root, NEXT) if one[1] != "overdue"} == {
        one for one in before if one[1] != "overdue"
    }
    (root / "inbox/再放一次.xlsx").write_bytes(ledger_file)
    run_night(prepare(root, NEXT))
    with prepare(root).ledger() as ledger:
        assert ledger.db.table("decisions").count == 2


def test_a_units_own_workbook_with_such_a_column_is_read_in_an_archive(root: Path) -> None:
    book = Workbook()
    book.active.append(["任务", "进展", "审核意见"])
    book.active.append(["职业技能培训", "2021年全市开展企业职工职业技能培训1230人次", "认可"])
    saved = io.BytesIO()
    book.save(saved)
    (root / "inbox/市人社局2021年下半年.zip").write_bytes(_zipped({"市人社局进展.xlsx": saved.getvalue()}))
    run_night(prepare(root, NEXT))
    assert _fates(root)["市人社局2021年下半年.zip!/市人社局进展.xlsx"] == "已读取"
    with prepare(root).ledger() as ledger:
        assert ledger.db.table("decisions").count == 0


def _fates(root: Path) -> dict[str, str]:
    rows = list(csv.reader(io.StringIO((root / f"reports/{NEXT}/收件清单.csv").read_text("utf-8-sig"))))
    return {row[0]: row[1] for row in rows[1:]}


def _return_task_book(root: Path, fill: Callable[[str, Any], None]) -> Summary:
    _call(root, "report", "--task-book", "--unit", "市人社局")
    paper: Any = Document(str(root / f"reports/{FIRST}/任务书/市人社局任务书.docx"))
    heads = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    for head, table in zip(heads, paper.tables, strict=False):
        for row in table.rows:
            if row.cells[0].text == "细化措施":
                fill(head, row.cells[1].paragraphs[0].runs[0])
    (root / "inbox/回收").mkdir()
    paper.save(str(root / "inbox/回收/市人社局任务书.docx"))
    return run_night(prepare(root, NEXT))


def test_a_task_book_returned_blank_is_received_and_tells_nothing(root: Path) -> None:
    before = _open_kinds(root, FIRST)
    summary = _return_task_book(root, lambda *_: None)
    assert dict(summary.received)["read"] == 2
    assert _open_kinds(root, NEXT) == before


def test_what_a_unit_fills_into_its_task_book_is_its_report(root: Path) -> None:
    def fill(head: str, run: Any) -> None:
        if head.startswith("第21项"):
            run.text = "1.2022年1月18日出台民办学校教师职称评聘办法，已有6名民办学校教师取得中级职称。\n2."

    before = _open_kinds(root, FIRST)
    assert (21, "no_evidence") in before
    _return_task_book(root, fill)
    after = _open_kinds(root, NEXT)
    assert (21, "no_evidence") not in after
    assert not {gap for gap in after - before if gap[0] != 21}
    quotes = [
        row[6].value
        for row in load_workbook(root / f"reports/{NEXT}/任务台账.xlsx")["证据"].iter_rows(min_row=3)
        if "任务书" in str(row[7].value)
    ]
    assert quotes
    assert all("职称" in str(one) for one in quotes)


def test_a_notice_carries_its_number_only_once_it_is_issued(root: Path) -> None:
    notice = root / f"reports/{FIRST}/督办单/市人社局.docx"
    assert "督办〔2022〕　　号" in _text(notice)
    told = _call(root, "issue", "市人社局", "--number", "3", "--issued", "2022-02-01",
                 "--reply-by", "2022-02-16", "--by", "李审核")  # fmt: skip
    assert "已登记" in told
    _call(root, "report")
    text = _text(notice)
    assert "督办〔2022〕3号" in text
    assert "2022年2月16日前书面回复" in text
    assert "2022年2月1日" in text
    assert "督办〔2022〕　　号" in _text(root / f"reports/{FIRST}/督办单/市教体局.docx")


def test_the_bulletin_is_numbered_apart_from_the_notices(root: Path) -> None:
    _call(root, "issue", "市人社局", "--number", "3", "--issued", "2022-02-01", "--by", "李审核")
    told = _call(root, "issue", "督查通报", "--number", "3", "--issued", "2022-02-02", "--by", "李审核")
    assert "2022-01-31 督查通报：号 3" in told
    _call(root, "report")
    text = _text(root / f"reports/{FIRST}/差距报告.docx")
    assert "督查通报〔2022〕3号" in text
    assert "2022年2月2日" in text
    run_night(prepare(root, NEXT))
    assert "督查通报〔2022〕　　号" in _text(root / f"reports/{NEXT}/差距报告.docx")


def test_a_later_notice_has_no_number_and_names_the_earlier_one(root: Path) -> None:
    _call(root, "issue", "市人社局", "--number", "3", "--issued", "2022-02-01", "--by", "李审核")
    run_night(prepare(root, NEXT))
    text = _text(root / f"reports/{NEXT}/督办单/市人社局.docx")
    assert "督办〔2022〕　　号" in text
    assert "此前已发督办〔2022〕3号督办单（尚未见到回复）" in text


def test_what_is_said_later_is_added_and_nothing_is_lost(root: Path) -> None:
    _call(root, "issue", "市人社局", "--number", "3", "--issued", "2022-02-01", "--by", "李审核")
    _call(root, "issue", "市人社局", "--replied", "2022-02-14", "--by", "王审核")
    with prepare(root).ledger() as ledger:
        rows = ledger.issues("2021H2")
    assert [(row.number, row.replied, row.author) for row in rows] == [
        ("3", "", "李审核"),
        ("3", "2022-02-14", "王审核"),
    ]
    assert "2022年2月14日已回复" in _call(root, "report", "--unit", "市人社局")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["市水利局", "--number", "1"], "没有单位"),
        (["市人社局"], "没有要登记的内容"),
        (["市教体局", "--number", "3", "--issued", "2022-02-02"], "3号已用于市人社局"),
        (["市人社局", "--replied", "2022-01-02"], "早于发出日期"),
        (["威海海洋职业学院", "--number", "9"], "没有给威海海洋职业学院的督办单"),
        (["市人社局", "--reminder", "--number", "9"], "没有给市人社局的催报函。当日有催报函的：.*市财政局"),
        (["督查通报", "--replied", "2022-02-10"], "督查通报只登记"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(root: Path, arguments: list[str], words: str) -> None:
    _call(root, "issue", "市人社局", "--number", "3", "--issued", "2022-02-01", "--by", "李审核")
    with pytest.raises(RunFailure, match=words):
        _call(root, "issue", *arguments, "--by", "李审核")
    with prepare(root).ledger() as ledger:
        assert len(ledger.issues("2021H2")) == 1


def test_a_silent_units_reminder_says_what_arrived_and_could_not_be_read(root: Path) -> None:
    text = _text(root / f"reports/{FIRST}/催报函/市财政局.docx")
    assert "市财政局报告.docx" in text
    assert "零字节" in text


def test_one_item_one_unit_and_what_changed_are_told_on_the_terminal(root: Path) -> None:
    item = _call(root, "report", "--item", "25")
    assert "1230人次" in item
    assert "第25项" in item
    assert "第26项" not in item.splitlines()[1]
    unit = _call(root, "report", "--unit", "市发改局")
    assert "荣成市发展和改革局" in unit
    assert "1230人次" not in unit
    assert "以下均为首次列出" in _call(root, "report", "--since", "last")
    both = json.loads(_call(root, "report", "--item", "21", "--unit", "市人社局", "--json"))
    assert {one["item"] for one in both["findings"]} == {21}
    assert [one["item"] for one in both["items"]] == [21]


def test_since_measures_from_the_named_day(root: Path) -> None:
    run_night(prepare(root, date(2022, 2, 10)))
    with_act = root / "inbox/2021年底/市教体局补报.docx"
    paper: Any = Document()
    for line in ("荣成市教育和体育局2021年职教高地建设补充报告",
                 "水产学校创客实践中心已于2021年12月20日通过竣工验收并投入使用。", "荣成市教育和体育局", "2022年1月20日"):  # fmt: skip
        paper.add_paragraph(line)
    paper.save(str(with_act))
    run_night(prepare(root, NEXT))
    last = json.loads(_call(root, "report", "--since", "last", "--json"))
    first = json.loads(_call(root, "report", "--since", "2022-02-05", "--json"))
    assert (13, "overdue") in {
        (one["item"], one["kind"]) for one in last["findings"] if one["state"] == "closed"
    }
    assert (13, "overdue") in {
        (one["item"], one["kind"]) for one in first["findings"] if one["state"] == "closed"
    }
    assert "与2022年1月31日的报告相比" in _call(root, "report", "--since", "2022-02-05")
    assert "与2022年2月10日的报告相比" in _call(root, "report", "--since", "last")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--item", "99"], "没有第99项"),
        (["--unit", "市水利局"], "没有单位"),
        (["--since", "昨天"], "不是日期"),
        (["--since", "2020-01-01"], "以前没有报告"),
        (["--task-book", "--unit", "市水利局"], "没有交给"),
    ],
)
def test_what_cannot_be_shown_is_said(root: Path, arguments: list[str], words: str) -> None:
    with pytest.raises(RunFailure, match=words):
        _call(root, "report", *arguments)


def test_an_edited_task_book_is_kept(root: Path) -> None:
    _call(root, "report", "--task-book", "--unit", "市人社局")
    book = root / f"reports/{FIRST}/任务书/市人社局任务书.docx"
    paper: Any = Document(str(book))
    paper.add_paragraph("审核人批注")
    paper.save(str(book))
    told = _call(root, "report", "--task-book", "--unit", "市人社局")
    assert "人工改动" in told
    kept = list((root / f"reports/{FIRST}/人工改动").glob("*.docx"))
    assert [("审核人批注" in _text(one)) for one in kept] == [True]


def test_every_unit_with_items_gets_its_task_book(root: Path) -> None:
    _call(root, "report", "--task-book")
    books = sorted(one.name for one in (root / f"reports/{FIRST}/任务书").glob("*.docx"))
    assert len(books) == 9
    assert "市教体局任务书.docx" in books


def test_a_day_is_exported_for_other_programs(root: Path, tmp_path: Path) -> None:
    gaps = _gaps(root, FIRST)
    _call(root, "export", "--format", "csv", "-o", str(tmp_path / "a.csv"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))
    assert {row["差距编号"] for row in rows} == {one["id"] for one in gaps["findings"]}
    document = json.loads(_call(root, "export", "--format", "json"))
    assert [one["id"] for one in document["findings"]] == [one["id"] for one in gaps["findings"]]
    oscal = json.loads(_call(root, "export", "--format", "oscal"))["assessment-results"]
    assert len(oscal["results"][0]["findings"]) == 36
    assert _call(root, "export", "--format", "oscal") == _call(root, "export", "--format", "oscal")
    _call(root, "export", "--canonical", "-o", str(tmp_path / "lines"))
    assert (tmp_path / "lines").read_text("utf-8") == _call(root, "export", "--canonical")


@pytest.mark.parametrize("name", ["督办单/市人社局.docx", "差距报告.docx", "催报函/市财政局.docx"])
def test_what_the_office_issued_is_nobodys_report_when_it_comes_back(root: Path, name: str) -> None:
    before = _open_kinds(root, FIRST)
    shutil.copy(root / f"reports/{FIRST}/{name}", root / "inbox/退回.docx")
    run_night(prepare(root, NEXT))
    assert _fates(root)["退回.docx"] == "无关文件"
    assert _open_kinds(root, NEXT) == before
    with prepare(root).ledger() as ledger:
        assert not [one for one in ledger.claims() if one.file == "退回.docx"]


def test_the_office_calls_itself_and_its_lights_as_it_likes(root: Path) -> None:
    settings = root / "duban.toml"
    text = settings.read_text("utf-8").replace('name = ""', 'name = "某市督查室"', 1)
    text = text.replace("[signs]", '[signs]\nred = { name = "橙", colour = "E8A33D" }')
    settings.write_text(text, "utf-8")
    _call(root, "report")
    report = _text(root / f"reports/{FIRST}/差距报告.docx")
    assert report.startswith("某市督查室")
    assert "橙灯" in report
    assert "红灯" not in report
    assert "红100" not in report
    page = (root / f"reports/{FIRST}/差距报告.html").read_text("utf-8")
    assert ".c-red{background:#e8a33d;color:#000000}" in page
    assert "红灯" not in page
    book = load_workbook(root / f"reports/{FIRST}/任务台账.xlsx")[GAP_SHEET]
    lights = {book.cell(row, 5).value for row in range(3, book.max_row + 1)}
    assert "橙" in lights
    assert "红" not in lights


def test_page_one_counts_what_the_ledger_holds(root: Path) -> None:
    with prepare(root).ledger() as ledger:
        standings = [one.standing for one in ledger.standings(FIRST.isoformat())]
        day = FIRST.isoformat()
        query = (
            "select light, count(*) as n from findings where as_of = ? and state <> 'closed' group by light"
        )
        lights = {row["light"]: row["n"] for row in ledger.db.query(query, (day,))}
        files = len([one for one in ledger.fates() if one.code != "container"])
    report = _text(root / f"reports/{FIRST}/差距报告.docx")
    page = (root / f"reports/{FIRST}/差距报告.html").read_text("utf-8")
    for name in ("完成", "正常", "滞后", "无应办事项", "无法判断"):
        assert f"{name}{standings.count(name)}项" in report
        assert f"{name}{standings.count(name)}项" in page
    assert f"共列差距{sum(lights.values())}条，其中红灯{lights.get('red', 0)}条" in report
    assert f"列红灯差距{lights.get('red', 0)}条" in page
    assert f"共收到文件{files}份" in report
    assert f"收件夹内共{files}份" in page


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "--item", "3"],
        ["report", "--since", "last"],
        ["report", "--task-book"],
        ["export", "--format", "csv"],
        ["issue", "市教体局", "--number", "1", "--by", "李审核"],
    ],
)
def test_before_the_first_night_there_is_nothing_to_show(tmp_path: Path, arguments: list[str]) -> None:
    create_workspace(tmp_path / "new")
    with pytest.raises(RunFailure, match="没有"):
        _call(tmp_path / "new", *arguments)


def test_a_paper_of_a_day_without_a_report_cannot_be_issued(root: Path) -> None:
    with pytest.raises(RunFailure, match="没有2022-01-15的报告"):
        _call(root, "issue", "市人社局", "--number", "1", "--by", "李审核", "--as-of", "2022-01-15")


def test_what_a_unit_says_of_a_promise_outside_the_list_is_quoted_with_its_place(root: Path) -> None:
    paper: Any = Document(str(root / f"reports/{FIRST}/差距报告.docx"))
    table = next(one for one in paper.tables if one.rows[0].cells[-1].text == "材料所述")
    told = {row.cells[0].text: row.cells[3].text for row in table.rows[1:]}
    assert told["B3"].startswith("材料提到1处（市人社局）")
    assert f"“{PROMISED}”（市人社局2021年情况.docx，第4段）" in told["B3"]
    assert "B13" not in told
    assert "（B13）" in next(one.text for one in paper.paragraphs if one.text.startswith("未见到提及的："))
    assert PROMISED in (root / f"reports/{FIRST}/差距报告.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("回复意见（认可、异议及依据）", "市人社局退回的督办单，回执已填写"),
        ("补报材料名称、份数", "市人社局退回的督办单，回执已填写"),
        ("", "办公室自己印发的文书"),
    ],
)
def test_a_notice_that_comes_back_says_whether_its_slip_is_filled_in(
    root: Path, row: str, words: str
) -> None:
    paper: Any = Document(str(root / f"reports/{FIRST}/督办单/市人社局.docx"))
    for line in paper.tables[-1].rows:
        if line.cells[0].text == row:
            line.cells[1].text = "2021年已培训5000人次，对第25项有异议。"
    before = _open_kinds(root, FIRST)
    paper.save(str(root / "inbox/退回的督办单.docx"))
    run_night(prepare(root, NEXT))
    rows = list(csv.reader(io.StringIO((root / f"reports/{NEXT}/收件清单.csv").read_text("utf-8-sig"))))
    told = next(one for one in rows if one[0] == "退回的督办单.docx")
    assert told[1] == "无关文件"
    assert told[2].startswith(words)
    assert ("--replied" in told[3]) == bool(row)
    assert {one for one in _open_kinds(root, NEXT) if one[0] == 25} == {one for one in before if one[0] == 25}
