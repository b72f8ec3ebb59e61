// The data of the page: findings at once, all that was said when it is first asked for.

const data = JSON.parse(document.getElementById("data").textContent);
const KINDS = ["problem", "solution", "against", "vision"];
const findings = new Map(data.findings.map((finding) => [finding.id, finding]));
const topics = new Map(data.topics.map((topic) => [topic.id, topic]));
let unpacking = null;

/** All answers and statements, or null in the public edition. */
function said() {
  unpacking ??= unpack();
  return unpacking;
}

async function unpack() {
  const block = document.getElementById("said");
  if (!block) return null;
  const packed = atob(block.textContent.trim());
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const all = await new Response(stream).json();
  block.remove();
  for (const [id, kind, name, direction, statements] of all.rare) {
    findings.set(id, { id, kind, name, direction, said: statements, rare: true, groups: {}, marks: [], quotes: statements.slice(0, 3) });
  }
  return all;
}

/** The text of an answer; a repeat has its original's. */
function answerText(all, answer) {
  const original = all.answers.copy[answer];
  return all.answers.text[original >= 0 ? original : answer];
}

/** The parts of an answer before, in and after a statement; positions count whole characters. */
function spans(all, statement) {
  const text = answerText(all, all.statements.answer[statement]);
  const start = all.statements.start[statement], end = all.statements.end[statement];
  const units = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
  const cut = (from, to) => (units ? units.slice(from, to).join("") : text.slice(from, to));
  return [cut(0, start), cut(start, end), cut(end)];
}
