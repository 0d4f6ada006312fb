/** The buttons that draw, what is said of the mark in hand, and saving: only when it is pressed, and told until then. */

import { Marks } from "./marks.js";

export function watchAnnotations(viewer, panes, { active }) {
  const tray = viewer.querySelector("[data-tray]");
  const words = tray.querySelector("[data-words]");
  const length = tray.querySelector("[data-length]");
  const saving = viewer.querySelector("[data-save-marks]");
  const told = viewer.querySelector("[data-told]");
  const mayKeep = Boolean(saving);
  const unsaved = new Set();
  let inHand = null;

  const marksOf = new Map(panes.map((pane) => [pane, new Marks(pane, { chosen, changed })]));

  function chosen(marks, mark) {
    inHand = mark && { marks, mark };
    tray.hidden = !mark;
    if (!mark) return;
    words.closest("label").hidden = mark.kind !== "text";
    length.closest("label").hidden = mark.kind !== "measure";
    words.value = mark.text ?? "";
    length.value = "";
  }

  function changed({ pane }) {
    if (!mayKeep || !pane.picture.annotate) return;
    unsaved.add(pane.picture);
    tellUnsaved();
  }

  function tellUnsaved(sentence = "") {
    saving.hidden = !unsaved.size;
    told.textContent = sentence || (unsaved.size ? "Annotations pas encore enregistrées" : "");
  }

  async function save() {
    saving.setAttribute("aria-busy", "true");
    for (const picture of [...unsaved]) {
      const sentence = await sent(picture);
      if (sentence) {
        saving.removeAttribute("aria-busy");
        return tellUnsaved(sentence);
      }
      unsaved.delete(picture);
    }
    saving.removeAttribute("aria-busy");
    tellUnsaved(unsaved.size ? "" : "Annotations enregistrées");
  }

  /** Nothing when they are kept; else what to say. */
  async function sent(picture) {
    const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
    const body = JSON.stringify({ marks: picture.mine.marks, scale: picture.mine.scale });
    const headers = { "X-CSRFToken": token, "Content-Type": "application/json", Accept: "application/json" };
    try {
      const answer = await fetch(picture.annotate, { method: "POST", body, headers, redirect: "manual" });
      if (answer.ok) return "";
      if ([409, 422].includes(answer.status)) return (await answer.json()).sentence;
      return "Pas enregistré\u202f: votre session est peut-être terminée. Gardez cette page ouverte.";
    } catch {
      return "Hors ligne\u202f: gardez cette page ouverte et réessayez.";
    }
  }

  viewer.addEventListener("click", ({ target }) => {
    const add = target.closest("[data-draw]");
    if (add) marksOf.get(active()).add(add.dataset.draw);
    if (target.closest("[data-remove-mark]") && inHand) inHand.marks.remove(inHand.mark);
    if (target.closest("[data-save-marks]")) save();
  });

  words.addEventListener("input", () => {
    if (!inHand) return;
    inHand.mark.text = words.value;
    inHand.marks.change();
  });

  length.addEventListener("change", () => {
    if (inHand) inHand.marks.calibrate(inHand.mark, Number(length.value.replace(",", ".")));
  });

  addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });

  return {
    begin(pane) {
      tray.hidden = true;
      marksOf.get(pane).begin();
    },
    toggle: () => panes.filter(({ picture }) => picture).map((pane) => marksOf.get(pane).toggle())[0],
  };
}
