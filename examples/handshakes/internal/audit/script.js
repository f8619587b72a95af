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

  // A group is what one heading has: rows, in tables of at most cap rows each.
  const groups = [...document.querySelectorAll(".group")].map((element) => {
    const chunks = [...element.querySelectorAll(".chunk")];
    const bodies = chunks.map((chunk) => chunk.querySelector("tbody"));
    const rows = bodies.flatMap((body) => [...body.rows]);
    return { element, chunks, bodies, rows, fits: null, searched: findings.contains(element) };
  });
  // arrange puts the rows that fit first, so that they are in the first tables.
  const arrange = (g) => {
    const fits = g.fits ? g.rows.filter(g.fits) : g.rows;
    const kept = new Set(fits);
    const order = fits.length === g.rows.length ? fits : [...fits, ...g.rows.filter((row) => !kept.has(row))];
    order.forEach((row, i) => {
      const body = g.bodies[Math.floor(i / cap)];
      const place = body.rows[i % cap];
      if (place !== row) body.insertBefore(row, place || null);
      row.className = kept.has(row) ? "" : "miss";
    });
    g.chunks.forEach((chunk, i) => chunk.classList.toggle("miss", i * cap >= fits.length));
    g.element.classList.toggle("miss", fits.length === 0);
    return fits.length;
  };

  const key = (row, column) => {
    const text = row.cells[column].textContent.trim();
    return { row, text, n: text === "" ? NaN : Number(text) };
  };
  const compare = (a, b) => {
    if (Number.isNaN(a.n) || Number.isNaN(b.n)) return a.text === b.text ? 0 : a.text > b.text ? 1 : -1;
    return a.n - b.n;
  };
  // sorted puts rows without a text last, in both directions.
  const sorted = (rows, column, direction) => {
    const keys = rows.map((row) => key(row, column));
    keys.sort((a, b) => {
      if (a.text === "" || b.text === "") return (a.text === "") - (b.text === "");
      return direction * compare(a, b);
    });
    return keys.map((k) => k.row);
  };
  const sortable = (table, sort) => {
    for (const th of table.tHead.rows[0].cells) {
      const text = th.textContent;
      th.textContent = "";
      const button = make(th, "button", text, "");
      button.type = "button";
      button.addEventListener("click", () => {
        const direction = th.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        th.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
        sort(th.cellIndex, direction);
      });
    }
  };
  // A group gets its buttons when it comes near the screen, since a page may have thousands.
  const near = new IntersectionObserver((entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      near.unobserve(target);
      const g = groups.find((other) => other.element === target);
      sortable(target.querySelector("table"), (column, direction) => {
        g.rows = sorted(g.rows, column, direction);
        arrange(g);
      });
    }
  }, { rootMargin: "400px" });
  for (const g of groups) near.observe(g.element);
  for (const table of document.querySelectorAll(".sortable")) {
    const body = table.tBodies[0];
    const capped = body.querySelectorAll("tr:not(.more)").length;
    sortable(table, (column, direction) => {
      sorted([...body.rows], column, direction).forEach((row, i) => {
        row.className = i >= capped ? "more" : "";
        body.append(row);
      });
    });
  }

  const addFilters = (searched) => {
    const total = searched.reduce((n, g) => n + g.rows.length, 0);
    const tools = document.createElement("form");
    tools.className = "card tools";
    tools.setAttribute("role", "search");
    const field = (label, tag) => make(make(tools, "label", label, ""), tag, "", "");
    const search = field("Search the findings", "input");
    search.type = "search";
    const choose = (label, options) => {
      const select = field(label, "select");
      make(select, "option", "All", "").value = "";
      for (const text of options) make(select, "option", text, "").value = text;
      return select;
    };
    const kind = choose("Kind", new Set(searched.map((g) => g.element.dataset.kind)));
    const list = choose("List", ["received", "sent"]);
    const marks = [];
    if (findings.querySelector(".badge")) marks.push("new", "still");
    if (findings.querySelector(".look")) marks.push("look-alike");
    const mark = marks.length ? choose("Marked", marks) : { value: "" };
    make(tools, "button", "Clear", "").type = "reset";
    const status = make(tools, "p", "", "soft");
    status.setAttribute("role", "status");

    const marked = (row) => {
      const found = row.querySelector(mark.value === "look-alike" ? ".look" : ".badge");
      return found ? mark.value === "look-alike" || found.textContent === mark.value : false;
    };
    const texts = new Map();
    const textOf = (row, title) => {
      if (!texts.has(row)) texts.set(row, (title + " " + row.textContent).toLowerCase());
      return texts.get(row);
    };
    const apply = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const accounts = new Map();
      let shown = 0;
      for (const g of searched) {
        const section = g.element.closest("section");
        const title = section.querySelector(".title").textContent;
        const wanted = kind.value === "" || kind.value === g.element.dataset.kind;
        g.fits = (row) => wanted ? [
          list.value === "" || row.cells[1].firstChild.data.trim() === list.value,
          mark.value === "" || marked(row),
          words.every((word) => textOf(row, title).includes(word)),
        ].every(Boolean) : false;
        const n = arrange(g);
        accounts.set(section, (accounts.get(section) || 0) + n);
        shown += n;
      }
      for (const [section, n] of accounts) section.classList.toggle("miss", n === 0);
      status.textContent = shown === total ? `${total} findings` : `${shown} of ${total} findings match`;
    };
    tools.addEventListener("input", apply);
    tools.addEventListener("reset", () => setTimeout(apply));
    tools.addEventListener("submit", (event) => event.preventDefault());
    findings.before(tools);
    status.textContent = `${total} findings`;
  };
  const searched = groups.filter((g) => g.searched);
  if (searched.length > 0) addFilters(searched);
})();
