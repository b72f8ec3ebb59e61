// What starts when the page is open: the findings at once, the rest when there is time.

const sought = { words: "", role: "", direction: "" };

function buildSearch(all) {
  const form = document.getElementById("search");
  let waiting = 0;
  const change = (key, delay) => (value) => {
    sought[key] = value;
    clearTimeout(waiting);
    waiting = setTimeout(() => search(all), delay);
  };
  const used = new Set(all.statements.role);
  form.append(
    labelled("Найти слова", el("input", { type: "search", oninput: (event) => change("words", 250)(event.target.value) })),
    select("Что это", [["", "Всё"], ...all.roles.flatMap((role, at) => (used.has(at) ? [[String(at), data.titles.role[role]]] : []))], change("role", 0)),
    select("Направление", [["", "Все"], ...Object.entries(data.directions).map(([, title], at) => [String(at), title])], change("direction", 0)));
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  search(all);
}

function search(all) {
  const fold = (text) => text.toLocaleLowerCase("ru").replaceAll("ё", "е");
  const words = fold(sought.words).split(/\s+/).filter(Boolean);
  const { statements } = all;
  const found = [];
  for (let at = 0; at < statements.answer.length; at += 1) {
    if (all.answers.kind[statements.answer[at]] === 2) continue; // theses of the draft are nobody's voice
    if (sought.role !== "" && statements.role[at] !== Number(sought.role)) continue;
    if (sought.direction !== "" && !statements.directions[at].includes(Number(sought.direction))) continue;
    if (words.length) {
      const text = fold(spans(all, at)[1]);
      if (!words.every((word) => text.includes(word))) continue;
    }
    found.push(at);
  }
  document.getElementById("heard").textContent = counted(found.length, "мысль", "мысли", "мыслей") + ".";
  document.getElementById("said-list").replaceChildren(statementList(all, found));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-finding], [data-topic], [data-direction]");
  if (opener) {
    const [[what, id]] = Object.entries(opener.dataset);
    location.hash = `${what}/${id}`;
  }
});
document.addEventListener("keydown", (event) => {
  if ((event.key === "Enter" || event.key === " ") && event.target.matches("g[data-topic]")) {
    event.preventDefault();
    location.hash = `topic/${event.target.dataset.topic}`;
  }
});
dialog.querySelector(".close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
dialog.addEventListener("close", () => {
  if (location.hash === dialog.dataset.address) history.replaceState(null, "", location.pathname + location.search);
});
addEventListener("hashchange", showAddressed);
addEventListener("beforeprint", () => {
  view.shown = 60;
  draw(null);
  document.querySelectorAll("details.table-of").forEach((details) => { details.open = true; });
});

draw(null);
if (data.public) buildFilters(null);
else {
  setTimeout(() => said().then((all) => { buildFilters(all); buildSearch(all); }).catch(() => {
    document.getElementById("found").textContent = "Этот браузер слишком стар для отборов и чтения ответов; всё есть в strategy.xlsx.";
  }), 0);
}
showAddressed();
