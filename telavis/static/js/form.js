/** The form of a request: conditions at once, saved at every pause of typing, lists that grow. Nothing stays here. */

import { watchConditions } from "./form_conditions.js";
import { watchDocuments } from "./form_documents.js";
import { watchItems } from "./form_items.js";
import { watchSaving } from "./saving.js";

const form = document.getElementById("questionnaire");

/* ---- what a save tells ---- */

function settled(answer) {
  document.getElementById("completeness").outerHTML = answer.completeness;
  for (const [id, html] of Object.entries(answer.told)) tell(document.getElementById(id), html);
  conditions.refresh();
  for (const item of form.querySelectorAll(".form-item")) {
    tellError(item, answer.errors[item.id] ?? "");
    tellFlags(item, answer.flags[item.id] ?? []);
  }
}

/** A fault is told where it is, but not while one is still writing there. */
function tellError(item, text) {
  const place = item.querySelector("[data-error]");
  if (!place || place.closest(".form-item") !== item || (text && item.contains(document.activeElement))) return;
  place.hidden = !text;
  place.querySelector("span").textContent = text;
  place.closest(".field").classList.toggle("field--error", Boolean(text));
  for (const field of item.querySelectorAll("input[type='text']:not(.input), textarea")) {
    if (field.closest(".form-item") === item) field.toggleAttribute("aria-invalid", Boolean(text));
  }
}

/** What follows from the answers; untouched when it is the same, so that it is not read out again. */
function tell(item, html) {
  const model = document.createElement("template");
  model.innerHTML = html;
  const place = [...(item?.querySelectorAll("[data-told]") ?? [])].find((each) => each.closest(".form-item") === item);
  if (place && place.innerHTML.trim() !== model.innerHTML.trim()) place.innerHTML = model.innerHTML;
}

function tellFlags(item, sentences) {
  const shown = [...item.children].filter((child) => child.matches("[data-flag]"));
  if (shown.map((flag) => flag.dataset.flag).join("\n") === sentences.join("\n")) return;
  shown.forEach((flag) => flag.remove());
  const model = document.getElementById("red-flag").content.firstElementChild;
  const flags = sentences.map((sentence) => {
    const flag = model.cloneNode(true);
    flag.dataset.flag = sentence;
    flag.querySelector("[data-sentence]").textContent = sentence;
    return flag;
  });
  const field = item.querySelector(":scope > .field");
  field.after(...flags);
}

/* ---- lists that grow ---- */

function addRow(list) {
  const model = list.querySelector("template[data-blank-row]");
  const places = [...list.querySelectorAll(":scope > [data-row] [name]")].map((field) => Number(field.name.split("/")[1]));
  const place = Math.max(-1, ...places) + 1;
  const holder = document.createElement("template");
  holder.innerHTML = model.innerHTML.replaceAll("__row__", place).replaceAll("ligne nouvelle", `ligne ${place + 1}`);
  const row = holder.content.firstElementChild;
  model.before(row);
  row.querySelector("input:not([type='hidden']), textarea")?.focus();
  conditions.refresh();
}

form.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add-row]");
  if (add) {
    event.preventDefault();
    addRow(add.closest("[data-rows]"));
  }
  const remove = event.target.closest("[data-remove-row]");
  if (remove) {
    const list = remove.closest("[data-rows]");
    remove.closest("[data-row]").remove();
    list.querySelector("[data-add-row]").focus();
    changed();
  }
});

/* ---- «aucun» goes with nothing else; pressed again, a facultative answer is taken back ---- */

form.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const others = form.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(target.name)}"]:checked`);
  for (const other of others) {
    if (other !== target && (target.hasAttribute("data-exclusive") || other.hasAttribute("data-exclusive"))) {
      other.checked = false;
    }
  }
});

let pressed = null;
form.addEventListener("pointerdown", ({ target }) => {
  const radio = target.closest(".chip")?.querySelector("input[type='radio']");
  pressed = radio?.checked ? radio : null;
});
form.addEventListener("click", ({ target }) => {
  if (target !== pressed) return;
  pressed = null;
  target.checked = false;
  target.dispatchEvent(new Event("change", { bubbles: true }));
});

const { changed } = watchSaving(form, { settled });
watchItems(form);
const conditions = watchConditions(form);
watchDocuments(form, changed);
