// What was said, each statement with its source and the whole answer a click away.

const PORTION = 15;

/** Who said it, when and to which question. */
function who(all, answer) {
  const { answers } = all;
  const parts = [];
  if (answers.kind[answer] === 1) parts.push(`группа «${all.groups[answers.group[answer]]}»`);
  else if (answers.kind[answer] === 2) parts.push("наработки");
  else {
    parts.push("житель");
    all.attributes.forEach((name, at) => {
      const value = all.attributeOf[at][answers.person[answer]];
      if (value >= 0) parts.push(all.attributeValues[at][value]);
    });
  }
  const session = all.sessionTitles[answers.session[answer]];
  if (session) parts.push(session);
  return parts.join(" · ");
}

function statementItem(all, statement) {
  const answer = all.statements.answer[statement];
  const [before, words, after] = spans(all, statement);
  const whole = el("details", { ontoggle: (event) => fill(event.target) }, el("summary", { text: "Весь ответ" }));
  const fill = (details) => {
    if (!details.open || details.children.length > 1) return;
    const question = all.questions[all.answers.question[answer]];
    details.append(
      question ? el("p", { class: "small", text: question }) : "",
      el("p", { class: "answer" }, before, el("mark", { text: words }), after),
      el("p", { class: "small", text: `${all.sources[all.answers.source[answer]]}, ${all.answers.locator[answer]} · номер ответа ${all.answers.id[answer]}` }));
  };
  return el("li", {}, el("q", { text: words }), el("span", { class: "who", text: who(all, answer) }), whole);
}

/** A list that grows by portions; `statements` are positions. */
function statementList(all, statements) {
  const list = el("ol", { class: "voices" });
  const more = el("button", { type: "button", class: "plain-button", text: "Показать ещё" });
  let shown = 0;
  const grow = () => {
    list.append(...statements.slice(shown, shown + PORTION).map((statement) => statementItem(all, statement)));
    shown = Math.min(statements.length, shown + PORTION);
    more.hidden = shown >= statements.length;
  };
  more.addEventListener("click", grow);
  grow();
  return el("div", {}, list, more);
}
