/** The answer being written: saved like a form, lines added and removed in place. */

import { watchSaving } from "./saving.js";

const form = document.querySelector(".answer-form");
// What has just come from another page is read before it is signed.
const mayLeave = (submitter) => submitter?.value !== "sign";
const { changed } = form.dataset.autosave ? watchSaving(form, { mayLeave }) : watchCopying();

/** Nothing can be saved any more: what was typed is here to be copied. */
function watchCopying() {
  let isLeft = false;
  form.addEventListener("submit", () => (isLeft = true));
  window.addEventListener("pageshow", () => (isLeft = false));
  window.addEventListener("beforeunload", (event) => isLeft || event.preventDefault());
  return { changed: () => {} };
}

/* ---- lines of actions ---- */

// Drawn again when another page has written there.
const lines = () => [...form.querySelectorAll("[data-rows] [data-row]")];

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

form.addEventListener("click", (event) => {
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
    form.querySelector("[data-add-row]").focus();
    changed();
  } else {
    return;
  }
  event.preventDefault();
});
