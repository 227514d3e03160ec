(function () {
  "use strict";
  document.documentElement.classList.add("js");
  var PAGE = 50;
  var items = Array.prototype.slice.call(document.querySelectorAll("article.item"));
  var help = document.getElementById("help");
  var opener = document.getElementById("help-open");
  var field = document.getElementById("q");
  var results = document.getElementById("results");
  var hits = document.getElementById("hits");
  var more = document.getElementById("more");
  var rows = null;
  var found = [];
  var terms = [];
  var shown = 0;

  function plain(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function load() {
    if (rows) return;
    var data = JSON.parse(document.getElementById("rows").textContent);
    rows = data.rows.map(function (row) {
      var file = data.files[row[3]];
      var words = ["第" + row[0] + "项", row[1], row[2], file, row[5], row[6]].join("\n");
      return { item: row[0], unit: row[1], period: row[2], file: file, place: row[4], quote: row[5], status: row[6], sure: row[7], words: plain(words) };
    });
  }

  function marked(parent, text) {
    var low = text.toLowerCase();
    var at = 0;
    while (at < text.length) {
      var best = -1;
      var length = 0;
      terms.forEach(function (term) {
        var place = low.indexOf(term, at);
        if (place >= 0 && (best < 0 || place < best)) {
          best = place;
          length = term.length;
        }
      });
      if (best < 0) break;
      parent.appendChild(document.createTextNode(text.slice(at, best)));
      var mark = document.createElement("mark");
      mark.textContent = text.slice(best, best + length);
      parent.appendChild(mark);
      at = best + length;
    }
    parent.appendChild(document.createTextNode(text.slice(at)));
  }

  function line(row) {
    var entry = document.createElement("li");
    var link = document.createElement("a");
    link.href = "#item-" + row.item;
    link.textContent = "第" + row.item + "项";
    entry.appendChild(link);
    entry.appendChild(document.createTextNode("　"));
    marked(entry, row.quote);
    var about = document.createElement("span");
    about.className = "meta";
    about.appendChild(document.createElement("br"));
    marked(about, [row.unit, row.period, row.status, row.sure, row.file, row.place].join("　"));
    entry.appendChild(about);
    return entry;
  }

  function showMore() {
    var page = document.createDocumentFragment();
    found.slice(shown, shown + PAGE).forEach(function (row) {
      page.appendChild(line(row));
    });
    results.appendChild(page);
    shown = Math.min(shown + PAGE, found.length);
    more.hidden = shown >= found.length;
    hits.textContent = terms.length ? "找到" + found.length + "条，已显示" + shown + "条。" : "共" + rows.length + "条表述可检索。";
  }

  function search() {
    load();
    terms = plain(field.value).split(/\s+/).filter(Boolean);
    found = terms.length ? rows.filter(function (row) {
      return terms.every(function (term) { return row.words.indexOf(term) >= 0; });
    }) : [];
    results.textContent = "";
    shown = 0;
    showMore();
  }

  function current() {
    var line = window.innerHeight * 0.3;
    var place = -1;
    items.forEach(function (item, index) {
      if (item.getBoundingClientRect().top <= line) place = index;
    });
    var focused = document.activeElement && document.activeElement.closest("article.item");
    return focused ? items.indexOf(focused) : place;
  }

  function go(step) {
    var target = items[Math.max(0, Math.min(items.length - 1, current() + step))];
    if (!target) return;
    target.focus({ preventScroll: true });
    target.scrollIntoView();
  }

  function toggleHelp(open) {
    help.hidden = !open;
    (open ? help : opener).focus();
  }

  var waiting = 0;
  field.addEventListener("input", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(search, 120);
  });
  field.addEventListener("focus", function () { window.setTimeout(load, 0); });
  more.addEventListener("click", showMore);
  opener.addEventListener("click", function () { toggleHelp(help.hidden); });
  document.getElementById("help-close").addEventListener("click", function () { toggleHelp(false); });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !help.hidden) { toggleHelp(false); return; }
    if (event.key === "Tab" && !help.hidden) { event.preventDefault(); document.getElementById("help-close").focus(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "?" || event.key === "？") toggleHelp(help.hidden);
    else if (event.key === "/") { event.preventDefault(); field.focus(); field.scrollIntoView(); }
    else if (event.key === "g") { window.scrollTo(0, 0); }
  });
})();
