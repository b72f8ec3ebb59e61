"use strict";
// Numbers, words and elements. What people wrote goes in as text, never as markup.

const NBSP = "\u00a0";
const number = (value) => value.toLocaleString("ru-RU");
const percent = (share) =>
  (100 * share).toLocaleString("ru-RU", { minimumFractionDigits: data.public ? 0 : 1, maximumFractionDigits: data.public ? 0 : 1 }) + NBSP + "%";

function plural(count, one, few, many) {
  const tens = count % 100, units = count % 10;
  if (units === 1 && tens !== 11) return one;
  return units >= 2 && units <= 4 && !(tens >= 12 && tens <= 14) ? few : many;
}

const counted = (count, one, few, many) => number(count) + NBSP + plural(count, one, few, many);
const people = (count) => counted(count, "человек", "человека", "человек");

/** An element; attributes by name («text» is its text), children are elements or strings. */
function el(tag, attributes = {}, ...children) {
  const svg = ["svg", "rect"].includes(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A bar of a share with the line of its interval, drawn to the width of the widest. */
function bar(kind, share, low, high, widest) {
  const scale = (value) => (100 * value / (widest || 1)).toFixed(2);
  return el("svg", { class: `bar ${kind}`, viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    el("rect", { class: "track", width: 100, height: 10 }),
    el("rect", { class: "fill", width: scale(share), height: 10 }),
    high > low ? el("rect", { class: "spread", x: scale(low), y: 4, width: scale(high - low), height: 2 }) : null);
}
