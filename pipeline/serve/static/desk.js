/* What a page cannot do by itself: keys, printing, and a queue that loses no typed line. */
"use strict";
(() => {
  const QUEUE = "veche-queue:" + (document.body.dataset.who || "");
  const state = document.getElementById("line-state");
  const read = () => { try { return JSON.parse(localStorage.getItem(QUEUE)) || []; } catch { return []; } };
  const keep = (lines) => { localStorage.setItem(QUEUE, JSON.stringify(lines)); show(lines); };
  const fire = (name) => document.body.dispatchEvent(new CustomEvent(name));

  function show(lines) {
    if (!state) return;
    state.hidden = !lines.length;
    const refused = lines.filter((line) => line.refused);
    state.textContent = !lines.length ? "" : refused.length
      ? `Не принято: «${refused[0].text}» — ${refused[0].refused}`
      : `Ждёт связи: ${lines.length}. Строки сохранены в браузере и уйдут сами.`;
  }

  let sending = false;
  async function send() {
    if (sending || !document.body.dataset.who) return;
    sending = true;
    try {
      for (const line of read()) {
        if (line.refused) continue;
        const body = new URLSearchParams(line.fields);
        body.set("csrf", token());
        const answer = await fetch("/decide/add", {
          method: "POST", body, headers: { "x-queued": "1" }, redirect: "manual",
        });
        const rest = read().filter((other) => other.key !== line.key);
        if (answer.status === 204) { keep(rest); fire("line-sent"); }
        else if ([400, 404, 413].includes(answer.status)) keep([...rest, { ...line, refused: "проверьте строку" }]);
        else if ([401, 403].includes(answer.status)) { state.hidden = false; state.textContent = "Войдите снова: строки сохранены в браузере."; break; }
        else break;
      }
    } catch { show(read()); }
    finally { sending = false; }
  }

  const token = () => { const field = document.querySelector('input[name="csrf"]'); return field ? field.value : ""; };
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.classList.contains("queued")) return;
    event.preventDefault();
    const fields = [...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)]);
    const own = fields.filter(([name]) => !["csrf", "key"].includes(name));
    const key = newKey();
    const text = String(new FormData(form).get("text")).trim();
    if (!text) return;
    keep([...read().filter((line) => !line.refused), { key, text, fields: [...own, ["key", key]] }]);
    form.reset();
    const suggest = document.getElementById("suggest");
    if (suggest && form.id === "line") suggest.replaceChildren();
    const details = form.closest("details");
    if (details) details.open = false;
    send();
  });
  addEventListener("online", send);
  setInterval(send, 3000);
  show(read());
  send();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
    if (event.target.closest("[data-close]")) event.target.closest(".news").remove();
    if (event.target.closest("[data-next]")) undecided();
  });

  /* A verdict swaps its article for a fresh one and the focus is lost with the old: until the person
     goes elsewhere, keys act on the article where they were. */
  let last = "";
  document.addEventListener("focusin", (event) => {
    const article = event.target.closest(".thesis");
    last = article ? article.id : "";
  });
  const lost = () => !document.activeElement || document.activeElement === document.body;
  const here = () => lost() ? last && document.getElementById(last) : document.activeElement.closest(".thesis");
  document.addEventListener("htmx:afterSettle", () => {
    const article = lost() && here();
    if (article) article.focus({ preventScroll: true });
  });

  function step(by) {
    const stops = [...document.querySelectorAll(".thesis, #cards .card")];
    if (!stops.length) return;
    const held = here() || document.activeElement;
    const at = stops.findIndex((stop) => stop.contains(held));
    const next = stops[Math.min(stops.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  /* The next thesis without a verdict, from where the person is, round and round. */
  function undecided() {
    const all = [...document.querySelectorAll(".thesis")];
    const held = here() || document.activeElement;
    const at = all.findIndex((one) => one.contains(held));
    const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((one) => !("decided" in one.dataset));
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (typing) return;
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ") {
      const form = document.getElementById(event.shiftKey ? "redo" : "undo");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const article = here();
    const button = article && article.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) {
      event.preventDefault();
      button.click();
      const field = button.closest("details") && button.closest("details").querySelector("textarea, input:not([type=hidden])");
      if (field) {
        field.focus();
        field.setSelectionRange(field.value.length, field.value.length); // go on where the text ends
      }
      return;
    }
    if (event.key === "5" && document.querySelector(".thesis")) { event.preventDefault(); undecided(); return; }
    const act = { Slash: () => document.getElementById("find").focus(), KeyY: () => { const line = document.getElementById("text"); if (line) line.focus(); else location.assign("/session"); }, KeyJ: () => step(1), KeyK: () => step(-1) }[event.code];
    const on = act && (event.code !== "Slash" || event.key === "/" || event.key === ".");
    if (on && document.body.dataset.who) { event.preventDefault(); act(); }
  });
})();
