"use strict";
// Adds search, filters and sorting to the tables of the page. It reads the rows that are
// there, hides and moves them, and makes its own controls. The source has neither an
// ampersand nor a less-than sign, so that the page stays well-formed XML.
(() => {
  const make = (parent, tag, text, className) => {
    const e = document.createElement(tag);
    e.textContent = text;
    e.className = className;
    parent.append(e);
    return e;
  };
  const findings = document.getElementById("findings");
  const cap = Number(findings.dataset.cap);
  const groups = [...findings.querySelectorAll("tbody")].map((body) => ({
    body, account: body.closest("section"), kind: body.dataset.kind, rows: [...body.rows].slice(1),
  }));
  const total = groups.reduce((n, g) => n + g.rows.length, 0);
  const number = (n) => n.toLocaleString("en-US");

  // Search and filters.
  const filters = () => {
    const tools = document.createElement("form");
    tools.className = "card tools";
    tools.setAttribute("role", "search");
    const field = (label, tag) => {
      const outer = make(tools, "label", label, "");
      return make(outer, tag, "", "");
    };
    const search = field("Search the findings", "input");
    search.type = "search";
    const choose = (label, options) => {
      const select = field(label, "select");
      for (const text of ["All", ...options]) make(select, "option", text, "").value = text === "All" ? "" : text;
      return select;
    };
    const kind = choose("Kind", new Set(groups.map((g) => g.kind)));
    const list = choose("List", ["received", "sent"]);
    const marks = [];
    if (findings.querySelector(".badge")) marks.push("new", "still");
    if (findings.querySelector(".look")) marks.push("look-alike");
    const mark = marks.length ? choose("Marked", marks) : { value: "" };
    make(tools, "button", "Clear", "").type = "reset";
    const status = make(tools, "p", "", "soft");
    status.setAttribute("role", "status");

    const texts = new Map();
    const textOf = (row, account) => {
      if (!texts.has(row)) texts.set(row, (account + " " + row.textContent).toLowerCase());
      return texts.get(row);
    };
    const marked = (row) => {
      if (mark.value === "look-alike") return row.querySelector(".look");
      const badge = row.querySelector(".badge");
      return badge ? badge.textContent === mark.value : false;
    };
    const apply = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const account = new Map();
      const name = (g) => g.account.querySelector(".title").textContent;
      let shown = 0;
      for (const g of groups) {
        const title = words.length ? name(g) : "";
        let n = 0;
        for (const row of g.body.rows) {
          if (row.className.startsWith("kind")) continue;
          let fits = kind.value ? g.kind === kind.value : true;
          if (fits) fits = list.value ? row.cells[1].firstChild.data.trim() === list.value : true;
          if (fits) fits = mark.value ? marked(row) : true;
          if (fits) fits = words.every((word) => textOf(row, title).includes(word));
          if (fits) n++;
          row.className = fits ? (n > cap ? "more" : "") : "miss";
        }
        g.body.classList.toggle("miss", n === 0);
        account.set(g.account, (account.get(g.account) || 0) + n);
        shown += n;
      }
      for (const [section, n] of account) section.classList.toggle("miss", n === 0);
      status.textContent = shown === total ? `${number(total)} findings` : `${number(shown)} of ${number(total)} findings match`;
    };
    tools.addEventListener("input", apply);
    tools.addEventListener("reset", () => setTimeout(apply));
    tools.addEventListener("submit", (event) => event.preventDefault());
    findings.before(tools);
    apply();
  };

  // Sorting, within each body of a table.
  const key = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const n = Number(text.replaceAll(",", ""));
    return { row, text, n: text === "" ? NaN : n };
  };
  const compare = (a, b) => {
    if (a.text === "") return b.text === "" ? 0 : 1;
    if (b.text === "") return -1;
    if (Number.isNaN(a.n) || Number.isNaN(b.n)) return a.text > b.text ? 1 : a.text === b.text ? 0 : -1;
    return a.n - b.n;
  };
  const sort = (table, th) => {
    const direction = th.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    th.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => row.className.startsWith("kind") === false);
      const keys = rows.map((row) => key(row, th.cellIndex));
      keys.sort((a, b) => a.text === "" || b.text === "" ? compare(a, b) : direction * compare(a, b));
      let n = 0;
      for (const { row } of keys) {
        if (row.className !== "miss") row.className = ++n > cap ? "more" : "";
        body.append(row);
      }
    }
  };
  for (const table of document.querySelectorAll(".sortable")) {
    for (const th of table.tHead.rows[0].cells) {
      const text = th.textContent;
      th.textContent = "";
      const button = make(th, "button", text, "");
      button.type = "button";
      button.addEventListener("click", () => sort(table, th));
    }
  }
  if (total > 0) filters();
})();
