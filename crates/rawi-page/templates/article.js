// What moves in an article: the parts of a statement light up together, and a source is shown alone. An article works without it;
// everything else in it is links.
"use strict";
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Lights up all parts of the statement under the pointer or with the focus, in the article and in the list, and shows one source alone
// when its name is chosen.
const enliven = (article) => {
  const parts = all("[data-s]", article);
  const light = (event) => {
    const s = event.target.closest?.("[data-s]")?.dataset.s;
    for (const part of parts) part.classList.toggle("on", s !== undefined && part.dataset.s === s);
  };
  article.addEventListener("pointerover", light);
  article.addEventListener("focusin", light);
  article.addEventListener("pointerleave", light);
  article.addEventListener("click", (event) => {
    const s = event.target.closest("[data-s]")?.dataset.s;
    if (s === undefined || event.target.closest("a, details") || !getSelection().isCollapsed) return;
    location.hash = `#${article.querySelector(`li[data-s="${s}"]`).id}`;
  });
  const sources = all(".source", article);
  const look = (element) => /\bk\d+ m\d+/.exec(element.className)[0];
  const choose = (source) => {
    const on = source.getAttribute("aria-pressed") !== "true";
    for (const other of sources) other.setAttribute("aria-pressed", String(on && other === source));
    article.classList.toggle("fade", on);
    for (const part of parts) part.classList.toggle("keep", on && look(part) === look(source.parentElement));
  };
  for (const source of sources) {
    source.setAttribute("role", "button");
    source.setAttribute("aria-pressed", "false");
    source.tabIndex = 0;
    source.addEventListener("click", () => choose(source));
    source.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(source);
    });
  }
};
all("article").forEach(enliven);
