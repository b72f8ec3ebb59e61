// Findings with filters, counted anew for any part of the answers, and two parts side by side.

const PAGE = 20;
const view = { kind: new Set([0, 1]), direction: "", words: "", rare: false, part: {}, one: "", other: "", shown: PAGE };

function labelled(title, control) {
  return el("label", {}, title, control);
}

function select(title, options, onchange) {
  return labelled(title, el("select", { onchange: (event) => onchange(event.target.value) }, ...options.map(([value, text]) => el("option", { value, text }))));
}

/** Controls under a line that opens them; open at once where there is room. */
function folded(title, controls) {
  return el("details", { class: "narrow", open: innerWidth > 640 }, el("summary", { text: title }), el("div", {}, ...controls));
}

/** Parts that can be compared: [key, title, part]. */
function partsToCompare(all) {
  return [
    ...all.attributes.flatMap((name, at) => all.attributeValues[at].map((value) => [`${name}: ${value}`, { attributes: { [name]: value } }])),
    ...(fewSessions(all) ? all.sessions.map((session, at) => [`Сессия: ${all.sessionTitles[at] || "не указана"}`, { session }]) : []),
    ...asked(all).map((question) => [`Вопрос: ${question}`, { question }]),
    ...all.groups.filter(Boolean).map((group) => [`Группа: ${group}`, { group }]),
  ].map(([title, part]) => [title, title, part]);
}

const fewSessions = (all) => all.sessions.length > 1 && all.sessions.length <= 40;
const asked = (all) => all.questions.filter((question, at) => question && all.questionRoles[at]);

function buildFilters(all) {
  const form = document.getElementById("filters");
  const change = (key) => (value) => { view[key] = value; view.shown = PAGE; draw(all); };
  const within = (key) => (value) => {
    if (value === "*") delete view.part[key]; else view.part[key] = value;
    view.shown = PAGE;
    draw(all);
  };
  const kinds = KINDS.map((kind, at) => labelled("", el("input", { type: "checkbox", checked: view.kind.has(at), onchange: (event) => {
    if (event.target.checked) view.kind.add(at); else view.kind.delete(at);
    draw(all);
  } })));
  kinds.forEach((label, at) => label.append(` ${data.titles.kind[KINDS[at]]}`));
  const present = Object.entries(data.directions).filter(([id]) => data.findings.some((finding) => finding.direction === id));
  form.append(
    el("fieldset", {}, el("legend", { text: "Показать:" }), ...kinds),
    labelled("Слова в названии", el("input", { type: "search", oninput: (event) => change("words")(event.target.value.toLocaleLowerCase("ru")) })),
    select("Направление", [["", "Все"], ...present], change("direction")));
  if (all) {
    form.append(folded("Чьи голоса считать", partFilters(all, within)), folded("Сравнить двоих: районы, сессии, вопросы, группы", comparison(all, change)));
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
}

function partFilters(all, within) {
  const everything = [["*", "Все"]];
  const made = [];
  if (asked(all).length > 1) made.push(select("Вопрос", [...everything, ...asked(all).map((question) => [question, question])], within("question")));
  if (all.groups.filter(Boolean).length) made.push(select("Кто", [...everything, ["", "Жители"], ...all.groups.filter(Boolean).map((group) => [group, `Группа «${group}»`])], within("group")));
  if (fewSessions(all)) made.push(select("Сессия", [...everything, ...all.sessions.map((session, at) => [session, all.sessionTitles[at] || "не указана"])], within("session")));
  all.attributes.forEach((name, at) => made.push(select(name, [...everything, ...all.attributeValues[at].map((value) => [value, value])], (value) => {
    const { [name]: _, ...others } = view.part.attributes || {};
    within("attributes")(value === "*" ? others : { ...others, [name]: value });
  })));
  if (all.rare.length) made.push(labelled("Редкие голоса", el("select", { onchange: (event) => { view.rare = event.target.value === "1"; draw(all); } }, el("option", { value: "0", text: "Не показывать" }), el("option", { value: "1", text: "Показывать" }))));
  return made;
}

function comparison(all, change) {
  const options = [["", "—"], ...partsToCompare(all).map(([key, title]) => [key, title])];
  return [select("Сравнить …", options, change("one")), select("… с", options, change("other"))];
}

function merged(part, extra) {
  return { ...part, ...extra, attributes: { ...part.attributes, ...extra.attributes } };
}

function chosenFindings() {
  return [...findings.values()].filter((finding) => view.kind.has(finding.kind)
    && (view.rare || !finding.rare)
    && (!view.direction || finding.direction === view.direction)
    && (!view.words || finding.name.toLocaleLowerCase("ru").includes(view.words)));
}

function draw(all) {
  const comparing = all && view.one && view.other && view.one !== view.other;
  const rows = comparing ? comparedRows(all) : countedRows(all);
  const table = comparing ? comparedTable(rows.slice(0, view.shown)) : countedTable(rows.slice(0, view.shown));
  document.getElementById("list").replaceChildren(rows.length ? table : el("p", { text: "Ничего не найдено: ослабьте отборы." }));
  document.getElementById("found").textContent = summary(rows, comparing);
  const more = document.getElementById("more");
  more.hidden = rows.length <= view.shown;
  more.onclick = () => { view.shown += PAGE * 2; draw(all); };
}

function summary(rows, comparing) {
  const found = counted(rows.length, "вывод", "вывода", "выводов");
  if (comparing) return `${found}; сверху — где разница больше. Звёздочка — разница больше случайной; на сто сравнений около пяти звёздочек бывают случайны.`;
  const bases = rows.map(({ count }) => count.base).filter(Boolean);
  const note = bases.length && Math.max(...bases) < 30 ? " Ответивших меньше 30: доли мало что значат." : "";
  return `${found}.${note}`;
}

const filtered = () => Object.entries(view.part).some(([key, value]) => key !== "attributes" || Object.keys(value).length);

function countedRows(all) {
  const count = all && filtered() ? counter(all, inPart(all, view.part)) : null;
  return chosenFindings().map((finding) => {
    if (!count || finding.rare) return { finding, count: { people: finding.people || 0, base: finding.base || 0, akin: finding.akin, groups: finding.groups, share: finding.share || 0, low: finding.low || 0, high: finding.high || 0 } };
    const part = count(finding);
    const [low, high] = wilson(part.people, part.base);
    return { finding, count: { ...part, share: part.base ? part.people / part.base : 0, low, high } };
  }).filter(({ finding, count }) => finding.rare || count.people || Object.keys(count.groups).length)
    .sort((a, b) => (a.finding.rare || 0) - (b.finding.rare || 0) || b.count.share - a.count.share || b.count.people - a.count.people || Object.keys(b.count.groups).length - Object.keys(a.count.groups).length);
}

function countedTable(rows) {
  const widest = Math.max(0.01, ...rows.map(({ count }) => count.high));
  return el("table", { class: "findings" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col", text: "Вывод" }), el("th", { scope: "col", text: "Жители" }), el("th", { scope: "col", text: "Группы" }))),
    el("tbody", {}, ...rows.map(({ finding, count }) => el("tr", {},
      el("th", { scope: "row" }, el("button", { type: "button", class: "open", "data-finding": finding.id, text: finding.name }), el("br"), ...badgesOf(finding)),
      el("td", {}, ...shareCell(finding, count, widest)),
      el("td", { "data-title": Object.keys(count.groups).length ? "Группы" : null, text: Object.keys(count.groups).join(", ") })))));
}

function shareCell(finding, count, widest) {
  if (finding.rare) return [""];
  if (!count.people) return ["не называли"];
  return [
    el("span", { class: "share", text: percent(count.share) }),
    bar(KINDS[finding.kind], count.share, count.low, count.high, widest),
    el("small", { text: `${number(count.people)} из ${number(count.base)} · разброс ${percent(count.low)} – ${percent(count.high)}${count.akin ? ` · вместе с близким — ${number(count.akin)}${NBSP}чел.` : ""}` }),
  ];
}

function comparedRows(all) {
  const parts = new Map(partsToCompare(all).map(([key, , part]) => [key, part]));
  const [one, other] = [view.one, view.other].map((key) => counter(all, inPart(all, merged(view.part, parts.get(key)))));
  return chosenFindings().filter((finding) => !finding.rare).map((finding) => {
    const pair = [one(finding), other(finding)];
    const [a, b] = pair.map((count) => (count.base ? count.people / count.base : 0));
    return { finding, pair, gap: a - b, sure: differ(...pair) };
  }).filter(({ pair }) => pair.some((count) => count.people || Object.keys(count.groups).length))
    .sort((a, b) => b.sure - a.sure || Math.abs(b.gap) - Math.abs(a.gap));
}

function comparedTable(rows) {
  const widest = Math.max(0.01, ...rows.flatMap(({ pair }) => pair.map((count) => (count.base ? count.people / count.base : 0))));
  const cell = (finding, count, title) => {
    const named = Object.entries(count.groups).map(([name, items]) => `${name} (${items})`).join(", ");
    const share = count.base ? count.people / count.base : 0;
    return el("td", { "data-title": title }, ...(count.base
      ? [el("span", { class: "share", text: percent(share) }), bar(KINDS[finding.kind], share, 0, 0, widest), el("small", { text: `${number(count.people)} из ${number(count.base)}${count.base < 30 ? " · мало ответов" : ""}` })]
      : [named || "не называли"]));
  };
  return el("table", { class: "findings" },
    el("thead", {}, el("tr", {}, ...["Вывод", view.one, view.other, "Разница"].map((text) => el("th", { scope: "col", text })))),
    el("tbody", {}, ...rows.map(({ finding, pair, gap, sure }) => el("tr", {},
      el("th", { scope: "row" }, el("button", { type: "button", class: "open", "data-finding": finding.id, text: finding.name }), el("br"),
        el("span", { class: `badge ${KINDS[finding.kind]}`, text: data.titles.kind[KINDS[finding.kind]].toLowerCase() })),
      cell(finding, pair[0], view.one), cell(finding, pair[1], view.other),
      el("td", { class: "diff", "data-title": "Разница", text: pair.every((count) => count.base) ? `${gap > 0 ? "+" : gap < 0 ? "−" : ""}${(100 * Math.abs(gap)).toLocaleString("ru-RU", { maximumFractionDigits: 1 })}${NBSP}п.${NBSP}п.${sure ? " *" : ""}` : "—" })))));
}
