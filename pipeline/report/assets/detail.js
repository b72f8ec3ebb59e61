// The sheet that opens over the page: one finding, topic or direction with its evidence.

const dialog = document.getElementById("detail");
const body = document.getElementById("detail-body");

/** Open what the address names, «#finding/ID», or close the sheet. */
async function showAddressed() {
  const [what, ...rest] = decodeURIComponent(location.hash.slice(1)).split("/");
  const id = rest.join("/");
  const makers = { finding: findingSheet, topic: topicSheet, direction: directionSheet };
  if (!(what in makers) || rest.length === 0) {
    if (dialog.open) dialog.close();
    return;
  }
  const all = await said();
  const sheet = makers[what](all, id);
  if (!sheet) return;
  body.replaceChildren(...sheet);
  dialog.dataset.address = location.hash; // closing forgets this address, not one asked for since
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

function findingButton(finding) {
  return el("button", { type: "button", class: "open quiet", "data-finding": finding.id, text: finding.name });
}

function heading(title, badges) {
  return [el("p", {}, ...badges), el("h2", { id: "detail-title", text: title })];
}

/** A warning in a word or two; the rest of it shows on pointing. */
function markBadge(mark) {
  const title = data.titles.mark[mark] || mark;
  return el("span", { class: "badge warn", title, text: title.split(":")[0] });
}

function badgesOf(finding) {
  const { titles } = data;
  const made = [el("span", { class: `badge ${KINDS[finding.kind]}`, text: titles.kind[KINDS[finding.kind]].toLowerCase() })];
  if (finding.rare) made.push(el("span", { class: "badge warn", text: "редкий голос" }));
  if (finding.consensus) made.push(el("span", { class: finding.consensus === "конфликт" ? "badge warn" : "badge", title: titles.consensus[finding.consensus], text: finding.consensus }));
  if (finding.draft) made.push(el("span", { class: finding.draft === "contradicted" ? "badge warn" : "badge", text: titles.draft[finding.draft] }));
  for (const mark of finding.marks) made.push(markBadge(mark));
  return made.flatMap((badge) => [badge, " "]);
}

function findingSheet(all, id) {
  const finding = findings.get(id);
  if (!finding) return null;
  return [
    ...heading(finding.name, badgesOf(finding)),
    ...support(finding),
    ...linked(finding),
    ...slots(finding),
    ...(all && !finding.rare ? crosstabs(all, finding) : []),
    ...evidence(all, finding),
  ];
}

function support(finding) {
  if (finding.rare) return [];
  const groups = Object.entries(finding.groups).map(([name, items]) => `${name} (${items})`);
  const shown = finding.people
      ? `${data.public ? number(finding.people) + NBSP + "чел." : people(finding.people)} из ${number(finding.base)} ответивших — ${percent(finding.share)}, разброс ${percent(finding.low)} – ${percent(finding.high)}.`
      : "Жители этого не называли.";
  const made = [el("p", { class: "lead", text: shown })];
  if (finding.people) made.push(bar(KINDS[finding.kind], finding.share, finding.low, finding.high, Math.min(1, Math.ceil(finding.high * 10 + 1) / 10)));
  if (finding.akin) made.push(el("p", { class: "small", text: `Вместе с близким — ${people(finding.akin)}: этот вывод, родственные ему и редкие голоса о том же.` }));
  if (groups.length) made.push(el("p", { text: `Рабочие группы: ${groups.join(", ")}.` }));
  if (finding.messages > finding.said?.length) made.push(el("p", { class: "small", text: `Сообщений вместе с повторами: ${number(finding.messages)}.` }));
  if (finding.weighted !== null && finding.weighted !== undefined) made.push(el("p", { class: "small", text: `С весами по составу жителей: ${percent(finding.weighted)}.` }));
  return made;
}

function linked(finding) {
  const rows = data.links.filter(([problem, solution]) => problem === finding.id || solution === finding.id)
    .map(([problem, solution, score, same]) => [findings.get(problem === finding.id ? solution : problem), score, same])
    .filter(([other]) => other);
  if (!rows.length) return finding.kind === 0 && !finding.rare ? [el("p", { class: "small", text: "Предложений, отвечающих на эту проблему, не найдено." })] : [];
  return [
    el("h3", { text: finding.kind === 0 ? "Что предлагают" : "На что отвечает" }),
    el("ul", { class: "linked" }, ...rows.map(([other, , same]) => el("li", {}, findingButton(other),
      el("small", { text: ` ${other.people ? people(other.people) : ""}${same ? ` · вместе в ${counted(same, "ответе", "ответах", "ответах")}` : ""}` })))),
  ];
}

function slots(finding) {
  const rows = Object.entries(finding.slots || {}).filter(([name, values]) => data.titles.slot[name] && values.length);
  if (!rows.length) return [];
  return [el("h3", { text: "Подробности словами людей" }), el("ul", {}, ...rows.map(([name, values]) =>
    el("li", {}, el("b", { text: `${data.titles.slot[name]}: ` }), values.slice(0, 5).map(([value, count]) => (count > 1 ? `${value} (${count})` : value)).join("; "))))];
}

function crosstabs(all, finding) {
  const parts = [
    ["Сессия", all.sessions.map((session, at) => [all.sessionTitles[at] || "не указана", { session, group: "" }])],
    ...all.attributes.map((name, at) => [name, all.attributeValues[at].map((value) => [value, { attributes: { [name]: value }, group: "" }])]),
  ].filter(([, values]) => values.length > 1 && values.length <= 20);
  if (!parts.length || !finding.people) return [];
  return [el("details", {}, el("summary", { text: "Кто чаще называет: по сессиям и ответам о себе" }), ...parts.map(([title, values]) => crosstab(all, finding, title, values)))];
}

function crosstab(all, finding, title, values) {
  const rows = values.map(([label, part]) => [label, counter(all, inPart(all, part))(finding)]).filter(([, count]) => count.base);
  return el("table", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col", text: title }), el("th", { scope: "col", class: "num", text: "Людей" }), el("th", { scope: "col", class: "num", text: "Ответили" }), el("th", { scope: "col", class: "num", text: "Доля" }))),
    el("tbody", {}, ...rows.map(([label, count]) => el("tr", {},
      el("th", { scope: "row", text: label }), el("td", { class: "num", text: number(count.people) }), el("td", { class: "num", text: number(count.base) }),
      el("td", { class: "num" }, percent(count.people / count.base), count.base < 30 ? el("span", { class: "badge warn", text: "мало" }) : "")))));
}

function evidence(all, finding) {
  if (!all) {
    return [el("h3", { text: "Словами людей" }), el("ol", { class: "voices" }, ...finding.quotes.map(([words, source]) =>
      el("li", {}, el("q", { text: words }), el("span", { class: "who", text: source }))))];
  }
  const rest = finding.said.filter((statement) => !finding.quotes.includes(statement));
  return [el("h3", { text: `Всё, что сказали об этом (${number(finding.said.length)})` }), statementList(all, [...finding.quotes, ...rest])];
}

function findingItems(chosen) {
  return el("ul", { class: "linked" }, ...chosen.map((finding) => el("li", {},
    el("span", { class: `badge ${KINDS[finding.kind]}`, text: data.titles.kind[KINDS[finding.kind]].toLowerCase() }), " ", findingButton(finding), " ",
    el("small", { text: !finding.people ? "" : `${people(finding.people)}, ${percent(finding.share)}` }))));
}

function topicSheet(all, id) {
  const topic = topics.get(id);
  if (!topic) return null;
  const chosen = data.findings.filter((finding) => finding.topic === id);
  const position = data.topics.indexOf(topic);
  const statements = all ? all.statements.topic.flatMap((at, statement) => (at === position ? [statement] : [])) : [];
  return [
    ...heading(topic.name, [el("span", { class: "badge", text: "тема" }), " ", ...topic.marks.flatMap((mark) => [markBadge(mark), " "])]),
    el("p", { text: `Слова темы: ${topic.keywords.join(", ")}.` }),
    topic.stability === null ? "" : el("p", { class: "small", text: `Устойчивость ${topic.stability.toLocaleString("ru-RU", { maximumFractionDigits: 2 })}: насколько тема собирается из тех же мыслей при повторных подсчётах.` }),
    chosen.length ? el("h3", { text: "Проблемы и предложения темы" }) : "", findingItems(chosen),
    ...(all ? [el("h3", { text: `Все мысли темы (${number(statements.length)})` }), statementList(all, statements)] : []),
  ];
}

function directionSheet(all, id) {
  const chosen = data.findings.filter((finding) => finding.direction === id);
  return [
    ...heading(data.directions[id] || "Прочее", [el("span", { class: "badge", text: "направление" })]),
    ...KINDS.flatMap((kind, at) => {
      const some = chosen.filter((finding) => finding.kind === at);
      return some.length ? [el("h3", { text: `${data.titles.kind[kind]}: ${some.length}` }), findingItems(some)] : [];
    }),
  ];
}
