/** Files that leave while the doctor goes on writing: chosen or dropped, several at once, each with its progress.
 *
 * One leaves after the other, so that they are kept in the order in which they were chosen.
 */

import { watchOrder } from "./order.js";

const REFUSED = /^(video|audio|text|font)\/|^application\/(zip|msword|vnd\.)|^image\/(gif|svg|avif|bmp)/;
const NARROW = "\u202f";
const SAY = {
  waiting: "En attente",
  checking: "Envoyé, vérification…",
  heavy: `Ce fichier dépasse 25\u00a0Mo${NARROW}: enregistrez-le en qualité moindre, ou en plusieurs parties.`,
  type: `Ce fichier n’est ni un PDF, ni une image, ni un fichier DICOM${NARROW}: enregistrez-le en PDF ou en JPEG, puis ajoutez-le de nouveau.`,
  empty: `Ce fichier est vide${NARROW}: vérifiez qu’il s’ouvre sur votre ordinateur, puis ajoutez-le de nouveau.`,
  cut: `L’envoi s’est interrompu${NARROW}: vérifiez la connexion, puis réessayez.`,
  closed: `Votre session est terminée${NARROW}: reconnectez-vous, ce fichier partira ensuite de lui-même.`,
  lost: `L’envoi n’a pas abouti${NARROW}: réessayez dans un instant.`,
};

/** The reason for which it is useless to send this file; the server decides, this only saves the time. */
function problemWith(file, form) {
  if (file.size === 0) return SAY.empty;
  if (file.size > Number(form.dataset.maxSize)) return SAY.heavy;
  return REFUSED.test(file.type) ? SAY.type : "";
}

/** One file on its way: a tile, and at most one sending. */
class Sending {
  constructor(column, file) {
    this.column = column;
    this.file = file;
    this.tile = column.root.querySelector("[data-pending]").content.firstElementChild.cloneNode(true);
    this.part("name").textContent = file.name;
    this.part("cancel").setAttribute("aria-label", `Annuler ${file.name}`);
    this.part("retry").setAttribute("aria-label", `Réessayer ${file.name}`);
    this.bar = this.tile.querySelector("progress");
    this.bar.setAttribute("aria-label", `Envoi de ${file.name}`);
    this.part("cancel").addEventListener("click", () => this.cancel());
    this.part("retry").addEventListener("click", () => this.retry());
    this.preview();
    column.list.append(this.tile);
  }

  part(name) {
    return this.tile.querySelector(`[data-${name}]`);
  }

  preview() {
    if (!this.file.type.startsWith("image/")) return;
    const image = new Image(56, 56);
    image.alt = "";
    image.src = URL.createObjectURL(this.file);
    image.addEventListener("load", () => this.tile.querySelector(".file__picture").replaceChildren(image));
    for (const end of ["load", "error"]) image.addEventListener(end, () => URL.revokeObjectURL(image.src));
  }

  send() {
    const data = new FormData();
    const { form } = this.column;
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("files", this.file, this.file.name);
    this.http = new XMLHttpRequest();
    this.http.open("POST", form.action);
    this.http.setRequestHeader("HX-Request", "true");
    this.http.upload.addEventListener("progress", (event) => this.show(event.loaded, event.total));
    this.http.addEventListener("load", () => this.answered());
    this.http.addEventListener("error", () => this.fail(SAY.cut, true));
    this.http.addEventListener("loadend", () => this.column.next(this));
    this.http.send(data);
  }

  show(sent, total) {
    this.bar.value = total ? (100 * sent) / total : 0;
    this.part("percent").textContent = sent < total ? `${Math.floor(this.bar.value)}${NARROW}%` : SAY.checking;
  }

  answered() {
    if (this.http.status === 200) {
      const page = new DOMParser().parseFromString(this.http.responseText, "text/html");
      const tile = page.querySelector("li.document");
      return tile ? this.settle(document.adoptNode(tile)) : this.fail(SAY.lost, true);
    }
    if (this.http.status === 401) return this.shutOut();
    const isSentence = this.http.getResponseHeader("Content-Type")?.startsWith("text/plain");
    return isSentence ? this.fail(this.http.responseText, false) : this.fail(SAY.lost, true);
  }

  /** The page asks who is there; the same person back, the file leaves again by itself. */
  shutOut() {
    this.isShutOut = true;
    this.fail(SAY.closed, true);
    const leave = () => this.isShutOut && this.tile.isConnected && this.retry();
    document.addEventListener("session:open", leave, { once: true });
    document.dispatchEvent(new Event("session:doubt"));
  }

  settle(tile) {
    this.tile.replaceWith(tile);
    window.htmx?.process(tile);
    this.column.say(`${this.file.name}${NARROW}: envoyé`);
  }

  fail(sentence, again) {
    const problem = this.part("problem");
    problem.textContent = sentence;
    problem.hidden = false;
    this.bar.hidden = true;
    this.part("percent").textContent = again ? "Pas envoyé" : "Refusé";
    this.part("retry").hidden = !again;
    this.part("cancel").textContent = "Retirer";
    this.part("cancel").setAttribute("aria-label", `Retirer ${this.file.name}`);
    this.column.say(`${this.file.name}${NARROW}: ${sentence}`);
  }

  retry() {
    this.isShutOut = false;
    this.part("problem").hidden = this.part("retry").hidden = true;
    this.bar.hidden = false;
    this.bar.value = 0;
    this.part("percent").textContent = SAY.waiting;
    this.part("cancel").textContent = "Annuler";
    this.column.add(this);
  }

  cancel() {
    this.column.forget(this);
    this.http?.abort();
    this.tile.remove();
    this.column.button.focus();
  }
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

  say(text) {
    this.said.textContent = text;
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
