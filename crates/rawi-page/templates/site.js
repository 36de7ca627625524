// What moves on a page of the server: a text is read as one types it, a search is completed, results are walked through by keys, a span
// of time is drawn. Every page works without it. It follows `article.js` in the same script.
document.documentElement.classList.add("script");
const base = document.body.dataset.base ?? "";
const visit = (form) => form.requestSubmit ? form.requestSubmit() : form.submit();

// What was left empty has no place in an address.
const leaveOut = (form) => {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (!value) formData.delete(name);
  });
};

// Reads a text while it is typed or when a file is dropped; of two answers the later one counts.
const readTyped = (form) => {
  const { text, file } = form.elements;
  const place = document.getElementById("read");
  const status = document.getElementById("status");
  let asked, wait;
  const read = async () => {
    asked?.abort();
    if (!text.value.trim()) return place.replaceChildren();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const type = "text/plain; charset=utf-8";
      const answer = await fetch(`${form.action}?part=1`, { method: "POST", body: text.value, signal, headers: { "content-type": type } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (signal.aborted) return;
      const article = page.querySelector("article");
      if (!answer.ok || !article) return status.replaceChildren(page.querySelector("h1")?.textContent ?? document.body.dataset.gone);
      status.replaceChildren();
      place.replaceChildren(article);
      enliven(article);
    } catch (error) {
      if (error.name !== "AbortError") status.replaceChildren(document.body.dataset.gone);
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(read, 120);
  });
  const over = (on) => form.classList.toggle("over", on);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
    status.replaceChildren(form.dataset.drop);
  });
  form.addEventListener("dragleave", () => over(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    status.replaceChildren(form.dataset.reading);
    visit(form);
  });
  // The file that was chosen is what is read, and not what was typed before.
  file.addEventListener("change", () => visit(form));
};

// Completes what is typed: speakers, outlets, roles. `insert` is what the field holds when one is taken.
const complete = (field) => {
  const list = document.createElement("ul");
  list.className = "suggest";
  list.id = `${field.name}-suggest`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggest);
  field.after(list);
  const set = (values) => Object.entries(values).forEach(([name, value]) => field.setAttribute(name, value));
  set({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" });
  const kinds = Object.fromEntries(field.dataset.kinds.split(";").map((kind) => kind.split("=")));
  let asked, wait, at = -1;
  const close = () => {
    list.hidden = true;
    at = -1;
    set({ "aria-expanded": "false", "aria-activedescendant": "" });
  };
  const take = (item) => {
    field.value = item.dataset.insert;
    close();
    field.focus();
  };
  const point = (to) => {
    const items = [...list.children];
    at = (to + items.length) % items.length;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    items[at].scrollIntoView({ block: "nearest" });
    set({ "aria-activedescendant": items[at].id });
  };
  const suggest = async () => {
    asked?.abort();
    if (!field.value.trim()) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${base}/api/v1/suggest?q=${encodeURIComponent(field.value)}`, { signal: asked.signal });
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map(({ value, kind, count, insert }, i) => {
        const item = document.createElement("li");
        const name = document.createElement("bdi");
        const about = document.createElement("small");
        name.textContent = value;
        about.textContent = [kinds[kind] ?? kind, count].filter((known) => known !== undefined && known !== null).join(" · ");
        item.id = `${list.id}-${i}`;
        item.dataset.insert = insert ?? value;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.append(name, about);
        return item;
      }));
      at = -1;
      list.hidden = !suggestions.length;
      set({ "aria-expanded": String(!list.hidden) });
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(suggest, 90);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at < 0 ? -1 : at - 1);
    else if (event.key === "Enter" && at >= 0) take(list.children[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) take(item);
  });
  field.addEventListener("blur", close);
};

// `/` goes to the field, Escape out of it, `j` and `k` through the results.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && event.target.matches("[type=search]")) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "/") {
    const field = document.querySelector("[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  }
  const hits = all(".hit");
  if (!hits.length || !["j", "k"].includes(event.key)) return;
  const at = hits.indexOf(document.activeElement?.closest(".hit"));
  const next = hits[Math.min(hits.length - 1, Math.max(0, event.key === "j" ? at + 1 : at - 1))];
  next.tabIndex = -1;
  next.focus();
});

// A span of the timeline, drawn with the pointer, becomes the first and the last day of the search.
const choosePeriod = (chart) => {
  const bars = all("g", chart);
  const { from, to } = document.forms[0].elements;
  let first = null;
  const under = (event) => {
    const { left, width } = chart.getBoundingClientRect();
    const x = Math.floor(((event.clientX - left) / width) * bars.length) * 10;
    const ordered = [...bars].sort((a, b) => a.firstChild.x.baseVal.value - b.firstChild.x.baseVal.value);
    return bars.indexOf(ordered[Math.min(bars.length - 1, Math.max(0, x / 10))]);
  };
  const pick = (event) => {
    const last = under(event);
    bars.forEach((bar, i) => bar.classList.toggle("picked", i >= Math.min(first, last) && i <= Math.max(first, last)));
    return last;
  };
  chart.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    chart.setPointerCapture(event.pointerId);
    first = under(event);
    pick(event);
  });
  chart.addEventListener("pointermove", (event) => first !== null && pick(event));
  chart.addEventListener("pointercancel", () => {
    first = null;
    bars.forEach((bar) => bar.classList.remove("picked"));
  });
  chart.addEventListener("pointerup", (event) => {
    if (first === null) return;
    const last = pick(event);
    from.value = bars[Math.min(first, last)].dataset.when;
    to.value = bars[Math.max(first, last)].dataset.when;
    first = null;
    visit(from.form);
  });
};

const wake = (within) => {
  all("form:not([method])", within).forEach(leaveOut);
  all("[data-read]", within).forEach(readTyped);
  all("[data-suggest]", within).forEach(complete);
  all("[data-choose] svg", within).forEach(choosePeriod);
};
wake(document);

// One search follows another without a reload: its main part takes the place of the one before, under its own address.
if (document.querySelector("main.search")) {
  let asked;
  const show = async (address, keep) => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await fetch(address, { signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (signal.aborted) return;
      const main = page.querySelector("main.search");
      if (!main) return location.assign(address);
      if (keep) history.pushState(null, "", address);
      document.title = page.title;
      for (const part of ["main", ".tongue"]) document.querySelector(part).replaceWith(page.querySelector(part));
      document.querySelector("link[rel=alternate]")?.remove();
      document.head.append(...all("link[rel=alternate]", page));
      wake(main);
      // Whoever listens hears what was found, and goes on from there.
      const summary = main.querySelector("h1");
      summary.tabIndex = -1;
      summary.focus({ preventScroll: true });
      if (keep) scrollTo(0, 0);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const address = new URL(link.href);
    const same = address.origin === location.origin && address.pathname === `${base}/search`;
    if (!same || link.download || link.closest("header") || address.hash) return;
    event.preventDefault();
    show(address, true);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "get" || !event.target.closest("main.search")) return;
    event.preventDefault();
    show(new URL(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`), true);
  });
  addEventListener("popstate", () => location.hash || show(location.href, false));
}
