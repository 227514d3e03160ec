"""差距报告.html: one file, nothing from outside, readable without its script, the same counts as the others."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook

from outputs.csv_report import render_csv
from outputs.gaps_json import gaps_document
from outputs.html_report import render_html
from outputs.report import Report
from outputs.report_types import EvidenceRow
from outputs.word_report import render_word
from outputs.workbook import GAP_SHEET, ITEM_SHEET, render_workbook

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def page(morning: Report) -> str:
    return render_html(morning).decode("utf-8")


@pytest.fixture(scope="module")
def tree(page: str) -> Any:
    return html.fromstring(page)


def test_every_renderer_shows_the_same_counts(morning: Report, tree: Any) -> None:
    gaps, items, received = len(morning.gaps), len(morning.items), morning.received_total
    book = load_workbook(io.BytesIO(render_workbook(morning)))
    word = Document(io.BytesIO(render_word(morning)))
    comparison = next(table for table in word.tables if table.rows[0].cells[-1].text == "材料依据（节录）")
    receipts = next(table for table in word.tables if table.rows[0].cells[-1].text == "原因与办法")
    document = gaps_document(morning)
    open_findings = [one for one in document["findings"] if one["state"] != "closed"]
    csv_rows = list(csv.reader(io.StringIO(render_csv(morning).decode("utf-8-sig"))))
    assert {
        book[GAP_SHEET].max_row - 2,
        len(open_findings),
        len(tree.xpath("//section[contains(@class, 'gap ')]")),
    } == {gaps}
    assert {
        len(tree.xpath("//article")),
        book[ITEM_SHEET].max_row - 2,
        len(comparison.rows) - 1,
        len(document["items"]),
    } == {items}
    assert {
        len(tree.xpath("//section[@id='receipts']//tbody/tr")),
        book["收件"].max_row - 2,
        len(receipts.rows) - 1,
        len(csv_rows) - 1,
        sum(document["received"].values()),
    } == {received}
    standings = [str(one.text_content()) for one in tree.xpath("//article//span[contains(@class, 'st ')]")]
    ledger = [book[ITEM_SHEET].cell(row, 7).value for row in range(3, items + 3)]
    told = [row.cells[5].text.partition("（")[0] for row in comparison.rows[1:]]
    assert standings == ledger == told == [one["standing"] for one in document["items"]]


def test_the_policy_allows_this_style_and_script_only(page: str, tree: Any) -> None:
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for kind, words in (
        ("style", re.findall(r"<style>(.*?)</style>", page, re.DOTALL)),
        ("script", re.findall(r"<script>(.*?)</script>", page, re.DOTALL)),
    ):
        assert len(words) == 1
        digest = base64.b64encode(hashlib.sha256(words[0].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_nothing_points_outside(tree: Any) -> None:
    addresses = [value for name in ("href", "src", "action", "data") for value in tree.xpath(f"//@{name}")]
    assert addresses
    assert not [one for one in addresses if not one.startswith(("#", "data:"))]
    assert not tree.xpath("//@style")
    handlers = [
        name
        for one in tree.iter()
        if isinstance(one.tag, str)
        for name in one.attrib
        if name.startswith("on")
    ]
    assert not handlers


def test_every_link_has_its_place(tree: Any) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {one[1:] for one in tree.xpath("//a/@href")} <= set(ids)


def test_hostile_text_is_text(tree: Any) -> None:
    assert len(tree.xpath("//script")) == 2  # rows and our own
    assert not tree.xpath("//img")
    quotes = " ".join(str(one.text_content()) for one in tree.xpath("//mark"))
    assert "<script>alert('x')</script>" in quotes
    assert "[U+202E]倒写的文件" in quotes


def test_all_findings_and_quotes_stand_in_the_page_itself(morning: Report, tree: Any) -> None:
    text = str(tree.text_content())
    assert "水产学校培训情况" * 1250 in text
    for gap in morning.gaps:
        section = tree.xpath(f"//*[@id='gap-{gap.finding.id}']")[0]
        told = str(section.text_content())
        assert gap.finding.because in told
        assert gap.finding.closes_by in told
        assert len(section.xpath(".//figure")) == len(gap.cards)


def test_conflicting_claims_stand_side_by_side(tree: Any) -> None:
    side = tree.xpath("//div[contains(@class, 'side')]")
    assert any("1230人次" in one.text_content() and "680人次" in one.text_content() for one in side)


def test_item_15_says_who_what_and_when_at_its_head(tree: Any) -> None:
    duty = str(tree.xpath("//article[@id='item-15']/dl")[0].text_content())
    assert "牵头：市发改局、市教体局" in duty
    assert "机电技术实训基地竣工验收意见" in duty
    assert "2022年2月15日前" in duty


def test_the_heatmap_has_letters_for_every_colour(tree: Any) -> None:
    cells = tree.xpath("//table[@class='heat']/tbody//td[contains(@class, 'c-')]")
    assert len(cells) >= 36
    assert all(str(cell.text_content()).strip() for cell in cells)
    assert tree.xpath("//table[@class='heat']//td/a[@href='#item-15']")


def test_crops_are_inlined_for_the_evidence_of_gaps(morning: Report) -> None:
    card = (
        morning.gaps[0].cards[0]
        if morning.gaps[0].cards
        else next(g for g in morning.gaps if g.cards).cards[0]
    )
    evidence = card.evidence
    crops = {
        (evidence.sha256, evidence.block, evidence.start, evidence.end): PIXEL,
        ("f" * 64, 0, 0, 1): PIXEL,
    }
    images = html.fromstring(render_html(morning, crops).decode()).xpath("//img/@src")
    assert images
    assert all(one.startswith("data:image/png;base64,") for one in images)


def test_the_same_report_gives_the_same_page(morning: Report, page: str) -> None:
    assert render_html(morning).decode() == page


def test_rows_cannot_end_their_script(page: str) -> None:
    rows = re.search(r'<script type="application/json" id="rows">(.*?)</script>', page, re.DOTALL)
    assert rows is not None
    assert "<" not in rows[1]
    assert json.loads(rows[1])["rows"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("没有 Chromium 或其驱动")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
        "--disable-component-update", "--disable-sync", "--window-size=1300,900",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    session = webdriver.Chrome(options=options, service=Service(driver))
    yield session
    session.quit()


def _requests(browser: Any) -> list[str]:
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
        and not event["params"]["request"]["url"].startswith(("file:", "data:", "chrome:"))
    ]


@pytest.mark.browser
def test_the_page_in_a_browser(browser: Any, morning: Report, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait

    path = tmp_path / "差距报告.html"
    path.write_bytes(render_html(morning))
    browser.get_log("browser")
    browser.get_log("performance")  # of the new-tab page that Chromium opens first
    browser.get(path.as_uri())
    field = browser.find_element(By.ID, "q")
    field.send_keys("实训基地 封顶")
    WebDriverWait(browser, 10).until(lambda one: one.find_elements(By.CSS_SELECTOR, "#results li"))
    assert "机电技术实训基地" in browser.find_element(By.ID, "results").text
    field.clear()
    field.send_keys("<script>")
    WebDriverWait(browser, 10).until(lambda one: "找到1条" in one.find_element(By.ID, "hits").text)
    body = browser.find_element(By.TAG_NAME, "body")
    browser.execute_script("document.activeElement.blur()")
    body.send_keys("jj")
    assert browser.switch_to.active_element.get_attribute("id") == "item-2"
    body.send_keys("k")
    assert browser.switch_to.active_element.get_attribute("id") == "item-1"
    body.send_keys("?")
    assert browser.find_element(By.ID, "help").is_displayed()
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not browser.find_element(By.ID, "help").is_displayed()
    assert browser.get_log("browser") == []
    assert _requests(browser) == []


@pytest.mark.browser
def test_accessibility_rules_are_clean(browser: Any, morning: Report, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_core_python.selenium").Axe()
    path = tmp_path / "report.html"
    path.write_bytes(render_html(morning))
    browser.get(path.as_uri())
    outcome = axe.run(browser)
    assert {
        one["id"]: [node["html"][:120] for node in one["nodes"]][:3] for one in outcome["violations"]
    } == {}


@pytest.mark.browser
def test_the_page_is_readable_without_its_script(browser: Any, morning: Report, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By

    path = tmp_path / "report.html"
    path.write_bytes(render_html(morning))
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(path.as_uri())
        assert len(browser.find_elements(By.CSS_SELECTOR, "article.item")) == 36
        quotes = browser.find_elements(By.CSS_SELECTOR, "section.gap mark")
        assert len(quotes) == sum(len(gap.cards) for gap in morning.gaps)
        assert not browser.find_element(By.ID, "search").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.browser
def test_twenty_thousand_rows_are_rendered_fifty_at_a_time(
    browser: Any, morning: Report, tmp_path: Path
) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    row = EvidenceRow(25, "市人社局", "2021H2", "a.docx", "0" * 64, "第1段", "", "accepted", "done", 0.9)
    rows = tuple(
        replace(row, quote=f"开展培训第{number}期，参训{number % 97}人次") for number in range(20_000)
    )
    path = tmp_path / "large.html"
    path.write_bytes(render_html(replace(morning, rows=rows)))
    browser.get(path.as_uri())
    assert not browser.find_elements(By.CSS_SELECTOR, "#results li")
    browser.find_element(By.ID, "q").send_keys("96人次")
    WebDriverWait(browser, 20).until(lambda one: one.find_elements(By.CSS_SELECTOR, "#results li"))
    assert len(browser.find_elements(By.CSS_SELECTOR, "#results li")) == 50
    browser.find_element(By.ID, "more").click()
    assert len(browser.find_elements(By.CSS_SELECTOR, "#results li")) == 100


@pytest.mark.browser
def test_printing_cuts_no_column(browser: Any, build: Callable[..., Report], tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(render_html(build()))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        browser.set_window_size(1032, 730)  # A4 landscape less margins at 96 dpi
        browser.get(path.as_uri())
        wide = browser.execute_script(
            "return Array.from(document.querySelectorAll('table')).filter(function (one) {"
            "return one.scrollWidth > document.documentElement.clientWidth; }).length"
        )
        assert wide == 0
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        browser.set_window_size(1300, 900)


def _card(tree: Any, quote: str) -> Any:
    return next(one for one in tree.xpath("//figure") if quote in str(one.xpath(".//mark")[0].text_content()))


def test_a_quoted_cell_stands_in_its_row_under_its_headers(build: Callable[..., Report]) -> None:
    report = build(_ledger_row)
    card = _card(html.fromstring(render_html(report).decode()), "装修完成70%")
    table = card.xpath(".//table")[0]
    heads = [str(one.text_content()) for one in table.xpath(".//thead//th")]
    cells = [str(one.text_content()) for one in table.xpath(".//tbody//td")]
    assert heads == ["事项", "进展", "时限"]
    assert cells == ["创客实践中心", "装修完成70%", "12月底"]
    assert len(card.xpath(".//mark")) == 1


def _ledger_row(desk: Any) -> None:
    """A row of a ledger whose middle cell is quoted."""
    from extractors.document import Block
    from extractors.statements import Context

    digest = desk.hand_in("2021下半年/台账.docx", "威海市水产学校", ["台账"])
    texts = ("创客实践中心", "装修完成70%", "12月底")
    cells = [Block(1 + n, text, kind="cell", table=0, row=1, column=n) for n, text in enumerate(texts)]
    desk.documents[digest] = replace(desk.documents[digest], blocks=(*desk.documents[digest].blocks, *cells))
    evidence = desk.claim(digest, 2, texts[1], 13, status="ongoing")
    row = (("事项", texts[0]), ("时限", texts[2]))
    desk.claims[-1] = replace(desk.claims[-1], context=Context(row=row, column="进展"))
    desk.find(13, "behind_pace", "blue", evidence=(evidence,))


def test_a_quoted_paragraph_stands_between_its_neighbours(tree: Any) -> None:
    sheet = _card(tree, "全市中职学校专业教师“双师型”占比达到68.5%").xpath(".//div[@class='sheet']")[0]
    near = [str(one.text_content()) for one in sheet.xpath("p")]
    assert near[0] == "二、主要做法"
    assert "身份证号" in near[1]  # the end of the paragraph above
    assert near[2].startswith("三是对外合作")


def test_a_card_tells_dates_confidence_reason_runner_up_and_reading(tree: Any) -> None:
    caption = str(_card(tree, "全年开展各类培训680人次").xpath("figcaption")[0].text_content())
    for words in ("事实截至：", "落款：未注明", "收文：2022年1月5日", "把握93%", "依据：与清单文字相近",
                  "次选：第14项（12%）", "文字识别：识别较差，须核对原件（0.82）"):  # fmt: skip
        assert words in caption
    assert caption.count("次选") == 1


def test_a_promise_is_told_with_its_quote(tree: Any, morning: Report) -> None:
    section = tree.xpath("//section[@id='promises']")[0]
    assert len(section.xpath("h3")) == len(morning.commitments)
    assert [str(one.text_content()) for one in section.xpath(".//mark")] == [
        "全市初中毕业生报考职业学校人数比例为43%。"
    ]
    assert "材料提到1处（市教体局）" in str(section.text_content())


def test_the_first_screen_says_what_the_ledger_counts(tree: Any, morning: Report) -> None:
    first = str(tree.xpath("//section[@id='first']")[0].text_content())
    for name, count in morning.standings:
        assert f"{name}{count}项" in first
    assert f"列红灯差距{sum(gap.finding.light == 'red' for gap in morning.gaps)}条" in first
    now, other, unclear = morning.received_by_period()
    assert now + other + unclear == morning.received_total
    assert f"收件夹内共{morning.received_total}份" in first
    changes = morning.changes
    assert f"新增{len(changes.new)}条" in first
    assert f"销号{len(changes.closed)}条" in first


def test_the_table_of_units_says_which_notices_went_out(morning: Report) -> None:
    from datetime import date

    from outputs.report_types import IssuedPaper

    paper = IssuedPaper("3", date(2022, 2, 1), date(2022, 2, 16), None, "2022-01-31")
    units = tuple(replace(one, notice=paper) if one.short == "市教体局" else one for one in morning.units)
    section = html.fromstring(render_html(replace(morning, units=units)).decode()).xpath(
        "//section[@id='units']"
    )[0]
    rows = {
        str(row.xpath("th")[0].text_content()): str(row.xpath("td")[-1].text_content())
        for row in section.xpath(".//tbody/tr")
    }
    assert rows["市教体局"] == "督办〔2022〕3号，2022年2月1日发出，2022年2月16日前回复，尚未回复"
    assert rows["市财政局"] == "未编号"
