/** Shows and hides questions by their conditions, as the server will decide again. */

import { inReference } from "./form_units.js";

const COMPARE = {
  "=": (given, wanted) => given === wanted,
  ">": (given, wanted) => given > wanted,
  "<": (given, wanted) => given < wanted,
  ">=": (given, wanted) => given >= wanted,
  "<=": (given, wanted) => given <= wanted,
};

export function watchConditions(form) {
  const refresh = () => {
    const items = [...form.querySelectorAll("[data-item]")];
    const known = new Map();
    for (const item of items) {
      if (item.dataset.when) item.toggleAttribute("data-off", !isShown(item, form, known));
    }
  };
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  refresh();
  return { refresh };
}

/** Its own conditions hold; a question that is itself hidden counts as unanswered. */
function isShown(item, form, known) {
  if (known.has(item)) return known.get(item);
  known.set(item, true);
  const around = item.parentElement.closest("[data-item]");
  let shown = !around || isShown(around, form, known);
  if (shown && item.dataset.when) {
    const { all, when } = JSON.parse(item.dataset.when);
    const held = when.map((condition) => holds(condition, item, form, known));
    shown = all ? held.every(Boolean) : held.some(Boolean);
  }
  known.set(item, shown);
  return shown;
}

function holds({ question, operator, value }, item, form, known) {
  const selector = `[data-item="${CSS.escape(question)}"]`;
  const beside = item.closest("[data-row]")?.querySelector(selector);
  // Of a list that it does not stand in, one row is enough.
  const asked = beside ? [beside] : [...form.querySelectorAll(selector)];
  const given = asked.filter((each) => isShown(each, form, known)).flatMap(answers);
  if (operator === "exists") return given.length > 0 === value;
  if (operator === "!=") return !given.some((each) => COMPARE["="](like(each, value), value));
  return given.some((each) => COMPARE[operator](like(each, value), value));
}

/** What was answered to a question: codes, text, number; nothing when nothing can be read. */
function answers(item) {
  // A list says what its lines say: one question that is answered several times is drawn as one.
  const isOwn = (field) => field.closest("[data-item]") === item || field.closest("[data-rows]")?.closest("[data-item]") === item;
  const own = [...item.querySelectorAll("input, textarea, select:not([data-unit]), data")].filter(isOwn);
  return own
    .filter((field) => !["hidden", "range"].includes(field.type) && !field.name?.endsWith("/unavailable"))
    .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .filter((field) => field.value.trim())
    .map((field) => inReference(field) ?? field.value.trim());
}

/** The answer in the type of what it is compared with: «38,5» is a number, «02/03/2026» a date, «true» a box. */
function like(text, wanted) {
  if (typeof wanted === "boolean") return text === "true";
  if (typeof wanted === "number") return Number(text.replace(/\s/g, "").replace(",", ".").replace("−", "-"));
  if (/^\d\d:\d\d:\d\d$/.test(wanted)) return clock(text) ?? text;
  const moment = /^\d{4}-\d\d-\d\dT/.test(wanted) && /^(.+?)\s*(?:à|,|\s)\s*(\d{1,2}\s*[h:].*)$/i.exec(text);
  if (moment && clock(moment[2])) return `${like(moment[1].trim(), wanted.slice(0, 10))}T${clock(moment[2])}`;
  const date = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text);
  if (/^\d{4}-\d\d-\d\d$/.test(wanted) && date) {
    return `${date[3]}-${date[2].padStart(2, "0")}-${date[1].padStart(2, "0")}`;
  }
  return text;
}

/** «14 h 30» as «14:30:00»; nothing when it is no time of day. */
function clock(text) {
  const found = /^(\d{1,2})\s*(?:[h:.]\s*(\d{2})?|(\d{2}))$/i.exec(text.trim());
  return found ? `${found[1].padStart(2, "0")}:${found[2] ?? found[3] ?? "00"}:00` : undefined;
}
