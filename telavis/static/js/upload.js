/** Files that leave while the doctor goes on writing: chosen, dropped or pasted, several at once, each with its progress.
 *
 * One leaves after the other, so that they are kept in the order in which they were chosen.
 */

import { watchOrder } from "./order.js";
import { watchPasting } from "./pasting.js";
import { Sending } from "./sending.js";

const REFUSED = /^(video|audio|text|font)\/|^application\/(zip|msword|vnd\.)|^image\/(gif|svg|avif|bmp)/;
const NARROW = "\u202f";
const SAY = {
  heavy: (most) => `Ce fichier dépasse ${most}${NARROW}: enregistrez-le en qualité moindre, ou en plusieurs parties.`,
  type: `Ce fichier n’est ni un PDF, ni une image, ni un fichier DICOM${NARROW}: enregistrez-le en PDF ou en JPEG, puis ajoutez-le de nouveau.`,
  empty: `Ce fichier est vide${NARROW}: vérifiez qu’il s’ouvre sur votre ordinateur, puis ajoutez-le de nouveau.`,
};

/** The reason for which it is useless to send this file; the server decides, this only saves the time. */
function problemWith(file, form) {
  if (file.size === 0) return SAY.empty;
  if (file.size > Number(form.dataset.maxSize)) return SAY.heavy(form.dataset.maxWords);
  return REFUSED.test(file.type) ? SAY.type : "";
}

/** The column of one folder: a queue. */
class Column {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("[data-upload]");
    this.list = root.querySelector("[data-files]");
    this.said = root.querySelector("[data-said]");
    this.input = this.form.elements.files;
    this.button = this.form.querySelector("button");
    this.queue = [];
    this.leaving = null;
    this.listen();
  }

  listen() {
    this.button.addEventListener("click", (event) => {
      event.preventDefault();
      this.input.click();
    });
    this.input.addEventListener("change", () => {
      this.take(this.input.files);
      this.input.value = "";
    });
    for (const over of ["dragenter", "dragover"]) {
      this.root.addEventListener(over, (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        this.form.dataset.over = "";
      });
    }
    this.root.addEventListener("dragleave", (event) => {
      if (!this.root.contains(event.relatedTarget)) delete this.form.dataset.over;
    });
    this.root.addEventListener("drop", (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      delete this.form.dataset.over;
      this.take(event.dataTransfer.files);
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.queue.length || this.leaving) event.preventDefault();
    });
    this.root.addEventListener("htmx:afterSettle", () => this.checked());
    watchPasting(this);
    watchOrder(this.list, (text) => this.say(text));
  }

  take(files) {
    for (const file of files) {
      const sending = new Sending(this, file);
      const problem = problemWith(file, this.form);
      if (problem) sending.fail(problem, false);
      else this.add(sending);
    }
  }

  add(sending) {
    this.queue.push(sending);
    this.next();
  }

  next(done) {
    if (this.leaving === done) this.leaving = null;
    if (this.leaving || !this.queue.length) return;
    this.leaving = this.queue.shift();
    this.leaving.send();
  }

  forget(sending) {
    this.queue = this.queue.filter((each) => each !== sending);
  }

  /** Read out; `shown` where nothing else on the page tells it. */
  say(text, { shown = false } = {}) {
    this.said.textContent = text;
    const told = this.form.querySelector("[data-told]");
    told.textContent = shown ? text : "";
    told.hidden = !shown;
  }

  /** The checks are over when nothing is asked for any more. */
  checked() {
    if (!this.root.querySelector(".document__shown[hx-get]")) this.say("Vérification terminée");
  }
}

for (const root of document.querySelectorAll("[data-documents]")) {
  if (root.querySelector("[data-upload]")) new Column(root);
}

// A file dropped beside the column must not replace the page.
for (const kind of ["dragover", "drop"]) {
  window.addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes("Files") && !event.defaultPrevented) event.preventDefault();
  });
}
