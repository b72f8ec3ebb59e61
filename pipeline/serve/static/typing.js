/* What is being typed is never lost: neither to the page's own refreshing nor to a reload. */
"use strict";
(() => {
  const FIELDS = "input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea";
  const who = document.body.dataset.who;
  if (!who) return;

  /* A part of the page that others' decisions refresh waits while somebody works in it. */
  const busy = (part) => {
    const at = document.activeElement;
    if (at && part.contains(at) && at.matches(`${FIELDS}, select`)) return true;
    if (part.querySelector("details[open]")) return true;
    return [...part.querySelectorAll("select")].some((one) => [...one.options].some((o) => o.selected !== o.defaultSelected))
      || [...part.querySelectorAll(FIELDS)].some((one) => one.value !== one.defaultValue);
  };
  const live = (part) => part && (part.getAttribute("hx-trigger") || "").includes("desk-changed");
  const alike = (one) => `${one.tagName} ${one.getAttribute("href") || ""} ${one.textContent.trim()}`;
  const held = new Map(); // id of a part -> what of it has the focus while it is swapped

  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.detail.target;
    const at = document.activeElement;
    if (at && at !== document.body && part.id && part.contains(at) && !at.id) held.set(part.id, alike(at));
    if (!live(part) || !busy(part)) return;
    event.detail.shouldSwap = false;
    part.dataset.stale = "yes";
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const id = event.detail.target.id;
    const was = held.get(id);
    held.delete(id);
    const part = document.getElementById(id);
    if (!was || !part || (document.activeElement && document.activeElement !== document.body)) return;
    const again = [...part.querySelectorAll("a, button, summary, [tabindex]")].find((one) => alike(one) === was);
    if (again) again.focus({ preventScroll: true });
  });
  const catchUp = () => setTimeout(() => {
    const waiting = [...document.querySelectorAll("[data-stale]")].filter((part) => !busy(part));
    for (const part of waiting) delete part.dataset.stale;
    if (waiting.length) document.body.dispatchEvent(new CustomEvent("desk-changed"));
  });
  for (const name of ["focusout", "change", "toggle"]) document.addEventListener(name, catchUp, true);

  /* Drafts: what was typed into a form and not sent stands there again after a reload. */
  const DRAFTS = `veche-drafts:${who}:${location.pathname}`;
  const now = Number(document.body.dataset.now) || 0;
  const read = () => { try { return JSON.parse(sessionStorage.getItem(DRAFTS)) || {}; } catch { return {}; } };
  const keep = (drafts) => Object.keys(drafts).length ? sessionStorage.setItem(DRAFTS, JSON.stringify(drafts)) : sessionStorage.removeItem(DRAFTS);
  const named = (form) => {
    const told = new FormData(form);
    return [form.getAttribute("action"), told.get("target"), told.get("instead"), told.get("verdict"), told.get("group")].join(" ");
  };
  const drafted = (field) => field.form && field.form.method === "post" && field.name && field.matches(FIELDS) && field.form.action && !field.form.action.endsWith("/login");

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.form || !drafted(field)) return;
    const drafts = read();
    const key = `${named(field.form)} ${field.name}`;
    if (field.value === field.defaultValue) delete drafts[key]; else drafts[key] = field.value;
    keep(drafts);
  });
  document.addEventListener("submit", (event) => {
    const drafts = read();
    const own = `${named(event.target)} `;
    for (const key of Object.keys(drafts)) if (key.startsWith(own)) drafts[key] = { text: drafts[key].text || drafts[key], since: now };
    keep(drafts);
  }, true);
  const drafts = read();
  for (const [key, draft] of Object.entries(drafts)) {
    if (typeof draft === "string") continue;
    if (draft.since < now) delete drafts[key]; else drafts[key] = draft.text; // sent, and never came
  }
  keep(drafts);
  for (const field of document.querySelectorAll(FIELDS)) {
    if (!field.form || !drafted(field)) continue;
    const text = drafts[`${named(field.form)} ${field.name}`];
    if (text === undefined) continue;
    field.value = text;
    const folded = field.closest("details");
    if (folded) folded.open = true;
  }
})();
