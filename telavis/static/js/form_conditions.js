/** Shows and hides questions by their conditions, as the server will decide again. */

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
  const asked = item.closest("[data-row]")?.querySelector(selector) ?? form.querySelector(selector);
  const given = asked && isShown(asked, form, known) ? answers(asked) : [];
  if (operator === "exists") return given.length > 0 === value;
  if (operator === "!=") return !given.some((each) => COMPARE["="](like(each, value), value));
  return given.some((each) => COMPARE[operator](like(each, value), value));
}

/** What was answered to a question: codes, text, number; nothing when nothing can be read. */
function answers(item) {
  const own = [...item.querySelectorAll("input, textarea, data")].filter((field) => field.closest("[data-item]") === item);
  return own
    .filter((field) => field.type !== "hidden" && !field.name?.endsWith("/unavailable"))
    .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .map((field) => field.value.trim())
    .filter(Boolean);
}

/** The answer in the type of what it is compared with: «38,5» is a number, «02/03/2026» a date, «true» a box. */
function like(text, wanted) {
  if (typeof wanted === "boolean") return text === "true";
  if (typeof wanted === "number") return Number(text.replace(/\s/g, "").replace(",", ".").replace("−", "-"));
  const date = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text);
  if (/^\d{4}-\d\d-\d\d$/.test(wanted) && date) {
    return `${date[3]}-${date[2].padStart(2, "0")}-${date[1].padStart(2, "0")}`;
  }
  return text;
}
