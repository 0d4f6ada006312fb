/** The answer being written: saved two seconds after the last key, lines added and removed in place. */

import { countSaves } from "./turns.js";

const form = document.querySelector(".answer-form");
const state = form.querySelector(".save-state");
const PAUSE = 2000;
const RETRY = 5000;

let timer = null;
let unsaved = form.hasAttribute("data-unsaved");
let saving = null;
let typed = false;
let leaving = false;
let waiting = false;

/* ---- the words of the save state come from the server ---- */

function show(line) {
  state.dataset.state = line.dataset.state;
  state.replaceChildren(...line.childNodes);
}

function say(name) {
  const words = document.querySelector(`[data-save-words="${name}"]`);
  show(words.content.querySelector(".save-state").cloneNode(true));
}

function read(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.querySelector(".save-state");
}

/* ---- saving ---- */

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(() => save(), delay);
}

async function save({ keepalive = false } = {}) {
  clearTimeout(timer);
  if (saving && !keepalive) return later(PAUSE);
  const mine = (saving = send(keepalive));
  await mine;
  if (saving === mine) saving = null;
}

async function send(keepalive) {
  unsaved = false;
  say("saving");
  // Somebody who types is there, and their session goes on; a new try by itself proves nothing.
  const headers = typed ? {} : { "X-Telavis-Background": "1" };
  typed = false;
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: new FormData(form),
      headers,
      keepalive,
      redirect: "manual",
    });
    const isOut = answer.type === "opaqueredirect" || [401, 403].includes(answer.status);
    if (isOut) document.dispatchEvent(new Event("session:doubt"));
    const told = await answer.json();
    if (answer.ok) {
      form.elements.revision.value = told.revision;
      if (!unsaved) show(read(told.words));
    } else {
      unsaved = true;
      state.dataset.state = "failed";
      state.textContent = told.sentence;
    }
  } catch {
    // No answer, or one that is no JSON: the line is cut, or the session has ended. What is typed stays here.
    unsaved = true;
    say(navigator.onLine ? "failed" : "offline");
    later(RETRY);
  }
}

function changed() {
  unsaved = typed = true;
  if (form.dataset.autosave) later(PAUSE);
}

countSaves(form);
form.addEventListener("input", changed);
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  if (!saving) {
    leaving = true;
    return;
  }
  // The save under way comes first: after it, what is signed is what the server knows.
  event.preventDefault();
  if (waiting) return;
  waiting = true;
  const { submitter } = event;
  await saving;
  waiting = false;
  form.requestSubmit(submitter);
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved && !leaving) event.preventDefault();
});
window.addEventListener("pageshow", () => (leaving = false));
if (form.dataset.autosave) {
  window.addEventListener("online", () => unsaved && save());
  document.addEventListener("visibilitychange", () => {
    // A page that leaves by its button is hidden as well, and the next one already shows what the button carried.
    if (unsaved && !leaving && document.visibilityState === "hidden") save({ keepalive: true });
  });
  document.addEventListener("session:open", () => unsaved && save());
}

/* ---- lines of actions ---- */

const rows = form.querySelector("[data-rows]");
const lines = () => [...rows.querySelectorAll("[data-row]")];

function number() {
  lines().forEach((line, rank) => {
    line.setAttribute("aria-label", `Action ${rank + 1}`);
    line.querySelector("[data-remove-row]").value = `remove-action-${rank}`;
    line.querySelector("[data-remove-row] .visually-hidden").textContent = `Retirer l’action ${rank + 1}`;
  });
}

function empty(line) {
  for (const field of line.querySelectorAll("input, textarea")) field.value = "";
  line.querySelector("select").selectedIndex = 0;
}

rows.addEventListener("click", (event) => {
  const line = event.target.closest("[data-row]");
  if (event.target.closest("[data-add-row]")) {
    const last = lines().at(-1);
    const added = last.cloneNode(true);
    empty(added);
    last.after(added);
    number();
    added.querySelector("textarea").focus();
  } else if (event.target.closest("[data-remove-row]")) {
    if (lines().length === 1) empty(line);
    else line.remove();
    number();
    rows.querySelector("[data-add-row]").focus();
    changed();
  } else {
    return;
  }
  event.preventDefault();
});
