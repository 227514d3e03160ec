"""How fast the HTML report opens and searches with 20,000 evidence rows: python -m benchmarks.opening REPORT.html

Takes a report that duban wrote, gives it 20,000 rows of the search, and opens it in Chromium (with its driver).
Printed beside it: the same page with its own rows, and the 20,000 rows as table rows of the page instead.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROWS, ROUNDS = 20_000, 5
_DATA = re.compile(r'(<script type="application/json" id="rows">)(.*?)(</script>)', re.DOTALL)


def main() -> None:
    page = Path(sys.argv[1]).read_text("utf-8")
    many = with_rows(page, ROWS)
    with tempfile.TemporaryDirectory() as folder, _Browser(Path(folder) / "profile") as browser:
        times = {}
        for name, text in (("own rows", page), ("20,000 rows", many), ("as a table", as_table(many))):
            path = Path(folder) / "page.html"
            path.write_text(text, "utf-8")
            times[name] = [browser.opening(path) for _ in range(ROUNDS)]
        (Path(folder) / "page.html").write_text(many, "utf-8")
        first, second = browser.search(Path(folder) / "page.html")
    for name, found in times.items():
        painted = statistics.median(paint for paint, _ in found)
        loaded = statistics.median(load for _, load in found)
        print(f"{name}: first paint {painted:.0f} ms, loaded {loaded:.0f} ms (median of {ROUNDS})")
    print(f"search: first {first:.0f} ms, next {second:.0f} ms")


def with_rows(page: str, count: int) -> str:
    """The page with its rows repeated up to `count`, each made different."""
    found = _DATA.search(page)
    if found is None:
        raise SystemExit("no report of duban's: it has no rows")
    data = json.loads(found[2])
    rows = data["rows"]
    data["rows"] = [
        [*row[:5], f"{row[5]}（第{number}条，参训{number % 97}人次）", *row[6:]]
        for number, row in ((number, rows[number % len(rows)]) for number in range(count))
    ]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return page[: found.start(2)] + text + page[found.end(2) :]


def as_table(page: str) -> str:
    """What the page would be with all rows in its body."""
    rows = [row for found in _DATA.finditer(page) for row in json.loads(found[2])["rows"]]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return page.replace("</main>", f"<table>{cells}</table></main>", 1)


class _Browser:
    """Headless Chromium with a profile of its own."""

    def __init__(self, profile: Path) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--window-size=1300,900",
                     "--disable-background-networking", f"--user-data-dir={profile}"):  # fmt: skip
            options.add_argument(flag)
        self._driver: Any = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))

    def __enter__(self) -> _Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self._driver.quit()

    def opening(self, path: Path) -> tuple[float, float]:
        """(first contentful paint, load event) in milliseconds."""
        self._driver.get("about:blank")
        self._driver.get(path.as_uri())
        found = self._driver.execute_async_script(
            "var done = arguments[0]; window.setTimeout(function () {"
            "var paint = performance.getEntriesByName('first-contentful-paint')[0];"
            "var load = performance.getEntriesByType('navigation')[0];"
            "done([paint ? paint.startTime : -1, load.loadEventEnd]); }, 300);"
        )
        return float(found[0]), float(found[1])

    def search(self, path: Path) -> tuple[float, float]:
        """Milliseconds from typing to fifty results: the first search, which reads the rows, and another."""
        self._driver.get(path.as_uri())
        script = (
            "var done = arguments[1], field = document.getElementById('q'), begun = performance.now();"
            "var list = document.getElementById('results');"
            "new MutationObserver(function (_, self) { if (list.children.length) {"
            "self.disconnect(); done(performance.now() - begun); } })"
            ".observe(list, { childList: true });"
            "field.value = arguments[0]; field.dispatchEvent(new Event('input'));"
        )
        first, second = (
            float(self._driver.execute_async_script(script, words)) for words in ("参训96人次", "参训95人次")
        )
        return first, second


if __name__ == "__main__":
    main()
