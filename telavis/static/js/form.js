/** The form of a request: conditions at once, saved at every pause of typing, lists that grow. Nothing stays here. */

import { watchConditions } from "./form_conditions.js";
import { watchDocuments } from "./form_documents.js";
import { countSaves } from "./turns.js";

const PAUSE = 2000;
const RETRY = 5000;
const NARROW = "\u202f";
const form = document.getElementById("questionnaire");
const state = document.getElementById("save-state");
const conflict = document.getElementById("conflict");
const ICONS = { saving: "save", saved: "saved", offline: "offline", failed: "alert", out: "alert" };
const WORDS = {
  saving: () => "Enregistrement…",
  saved: (clock) => `Enregistré à ${clock}`,
  offline: () => `Hors ligne${NARROW}: gardez cette page ouverte`,
  failed: () => `Pas enregistré${NARROW}: nouvel essai dans un instant`,
  out: () => `Pas enregistré${NARROW}: reconnectez-vous, puis gardez cette page ouverte`,
  conflict: () => "Pas enregistré",
};

let timer = 0;
let sending = null;
let unsaved = false;
let typed = false;
let leaving = false;
let stopped = form.hasAttribute("data-conflict");

/* ---- saying what is saved ---- */

function show(name, clock) {
  const words = WORDS[name](clock);
  if (state.dataset.state === name && state.textContent.trim() === words) return;
  state.dataset.state = name;
  const said = document.createElement("span");
  said.textContent = words;
  const sprite = document.querySelector("use[href*='/icons.']")?.getAttribute("href").split("#")[0];
  state.replaceChildren(...(sprite && ICONS[name] ? [icon(`${sprite}#${ICONS[name]}`)] : []), said);
}

function icon(href) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  svg.firstChild.setAttribute("href", href);
  return svg;
}

/* ---- saving ---- */

function changed() {
  unsaved = typed = true;
  later(PAUSE);
}

function later(delay) {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(save, delay);
}

async function save({ keepalive = false } = {}) {
  clearTimeout(timer);
  if (stopped || !unsaved) return;
  if (sending && !keepalive) return later(300);
  unsaved = false;
  show("saving");
  const mine = (sending = post(keepalive));
  const { outcome, ...answer } = await mine;
  // Another one has left since (the page was hidden): its answer tells more.
  if (sending !== mine) return;
  sending = null;
  if (outcome === "saved") return settle(answer);
  unsaved = true;
  if (outcome === "conflict") return ask(answer);
  show(outcome);
  later(RETRY);
}

const HEADERS = { "X-Telavis-Background": "1" };

async function post(keepalive) {
  const body = new URLSearchParams(new FormData(form));
  // Somebody who types is there, and their session goes on; a new try by itself proves nothing.
  const headers = typed ? {} : HEADERS;
  typed = false;
  try {
    const response = await fetch(form.dataset.autosave, { method: "POST", body, headers, keepalive, redirect: "manual" });
    if (response.ok) return { outcome: "saved", ...(await response.json()) };
    if (response.status === 409) return { outcome: "conflict", ...(await response.json()) };
    // Redirected, or a refused token: the session has ended; its dialog asks for the same person (session.js).
    const isOut = response.type === "opaqueredirect" || [401, 403].includes(response.status);
    if (isOut) document.dispatchEvent(new Event("session:doubt"));
    return { outcome: isOut ? "out" : "failed" };
  } catch {
    return { outcome: "offline" };
  }
}

function settle(answer) {
  form.elements.revision.value = answer.revision;
  show(unsaved ? "saving" : "saved", answer.clock);
  document.getElementById("completeness").outerHTML = answer.completeness;
  for (const [id, html] of Object.entries(answer.calculated)) tellValue(document.getElementById(id), html);
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

/** A value that the server calculated; untouched when it is the same, so that it is not read out again. */
function tellValue(item, html) {
  const model = document.createElement("template");
  model.innerHTML = html;
  const shown = item?.querySelector("output");
  const next = model.content.querySelector("output");
  if (shown && shown.innerHTML !== next.innerHTML) shown.innerHTML = next.innerHTML;
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

/* ---- two tabs on one draft: the person chooses ---- */

function ask({ revision, clock }) {
  stopped = true;
  show("conflict");
  conflict.hidden = false;
  conflict.querySelector("[data-keep-mine]").value = revision;
  conflict.querySelector("[data-clock]").textContent = ` à ${clock}`;
  conflict.scrollIntoView({ block: "center" });
}

conflict.addEventListener("click", (event) => {
  if (event.target.closest("[data-take-theirs]")) unsaved = false;
  const keep = event.target.closest("[data-keep-mine]");
  if (!keep) return;
  event.preventDefault();
  form.elements.revision.value = keep.value;
  conflict.hidden = true;
  stopped = false;
  unsaved = true;
  save();
});

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

/* ---- leaving ---- */

countSaves(form);
const conditions = watchConditions(form);
watchDocuments(form, changed);
form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("submit", async (event) => {
  if (stopped) return;
  // The page leaves once its words are kept: an ended session or a cut line would take them away with it.
  event.preventDefault();
  if (leaving) return;
  const { submitter } = event;
  leaving = true;
  await sending;
  unsaved = typed = true;
  await save();
  leaving = false;
  if (submitter?.hasAttribute("data-stay")) return;
  if (unsaved || stopped) return state.scrollIntoView({ block: "nearest" });
  stopped = true;
  form.requestSubmit(submitter);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save({ keepalive: true });
});
window.addEventListener("online", () => later(0));
document.addEventListener("session:open", () => later(0));
window.addEventListener("beforeunload", (event) => {
  if (unsaved || sending) event.preventDefault();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
