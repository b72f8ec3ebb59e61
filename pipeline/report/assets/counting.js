// Counting anew inside a part of the answers: people once, groups apart from people.

const SET_ASIDE = ["empty", "rejected"];

/** Which answers belong to a part: { question, session, group, attributes: { name: value } }. */
function inPart(all, part) {
  const { answers } = all;
  const chosen = Object.entries(part.attributes || {}).map(([name, value]) => {
    const at = all.attributes.indexOf(name);
    return [all.attributeOf[at], all.attributeValues[at].indexOf(value)];
  });
  const mask = new Uint8Array(answers.id.length);
  for (let at = 0; at < mask.length; at += 1) {
    mask[at] = answers.kind[at] < 2
      && (part.question === undefined || all.questions[answers.question[at]] === part.question)
      && (part.session === undefined || all.sessions[answers.session[at]] === part.session)
      && (part.group === undefined || (part.group === "" ? answers.kind[at] === 0 : all.groups[answers.group[at]] === part.group))
      && chosen.every(([column, value]) => answers.person[at] > 0 && column[answers.person[at]] === value) ? 1 : 0;
  }
  return mask;
}

/** A function from a finding to { people, base, items, groups } inside the part. */
function counter(all, mask) {
  const { answers, statements } = all;
  const seen = new Int32Array(1 + answers.person.reduce((most, one) => Math.max(most, one), 0)).fill(-1);
  const bases = new Map();
  let turn = 0;
  const base = (asking) => {
    const key = asking.join("\n");
    if (!bases.has(key)) {
      const wanted = new Set(asking);
      const aside = new Set(SET_ASIDE.map((status) => all.statuses.indexOf(status)));
      const persons = new Set();
      for (let at = 0; at < mask.length; at += 1) {
        if (mask[at] && answers.kind[at] === 0 && answers.person[at] > 0
          && !aside.has(answers.status[at]) && wanted.has(all.questions[answers.question[at]])) persons.add(answers.person[at]);
      }
      bases.set(key, persons.size);
    }
    return bases.get(key);
  };
  return (finding) => {
    const groups = {};
    let count = 0, heard = 0;
    turn += 1;
    for (const statement of finding.said) {
      const answer = statements.answer[statement];
      if (!mask[answer]) continue;
      heard += 1;
      if (answers.kind[answer] === 1) {
        const name = all.groups[answers.group[answer]];
        groups[name] = (groups[name] || new Set()).add(answer);
      } else if (answers.person[answer] > 0 && seen[answers.person[answer]] !== turn) {
        seen[answers.person[answer]] = turn;
        count += 1;
      }
    }
    for (const name of Object.keys(groups)) groups[name] = groups[name].size;
    return { people: count, heard, groups, base: finding.rare ? 0 : base(finding.asking) };
  };
}

/** The 95 % Wilson interval of a share. */
function wilson(count, base) {
  if (!base) return [0, 0];
  const z = 1.96, share = count / base;
  const middle = share + z * z / (2 * base);
  const spread = z * Math.sqrt(share * (1 - share) / base + z * z / (4 * base * base));
  const scale = 1 + z * z / base;
  return [Math.max(0, Math.min(share, (middle - spread) / scale)), Math.min(1, (middle + spread) / scale)];
}

/** Whether two shares differ more than chance would make them; never with few answers. */
function differ(one, other) {
  if (Math.min(one.base, other.base) < 30) return false;
  const pooled = (one.people + other.people) / (one.base + other.base);
  if (pooled * Math.min(one.base, other.base) < 5) return false; // too few for the normal law
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / one.base + 1 / other.base));
  return spread > 0 && Math.abs(one.people / one.base - other.people / other.base) / spread > 1.96;
}
