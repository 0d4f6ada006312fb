/** One file on its way, piece by piece (tus): how far it is, how long it still takes, what stopped it, and how it goes on.
 *
 * Nothing of it is written into the browser's storage: a file's name may be that of a patient.
 */

const NARROW = "\u202f";
const MEBIBYTE = 1024 * 1024;
const LARGEST_PIECE = 4 * MEBIBYTE;
const QUICK = 2 * MEBIBYTE; // a second
const PAUSES = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 30_000, 30_000];
const WORTH_SAYING = 2; // seconds
const SAY = {
  waiting: "En attente",
  checking: "Envoyé, vérification…",
  cut: `L’envoi s’est interrompu${NARROW}: vérifiez la connexion, puis réessayez.`,
  resuming: `L’envoi s’est interrompu${NARROW}: il reprendra de lui-même là où il en était.`,
  closed: `Votre session est terminée${NARROW}: reconnectez-vous, ce fichier partira ensuite de lui-même.`,
  lost: `L’envoi n’a pas abouti${NARROW}: réessayez dans un instant.`,
  kept: (name) => `«${NARROW}${name}${NARROW}» n’a peut-être pas été retiré${NARROW}: relisez cette page avant d’envoyer.`,
};

/** Small pieces until a line has shown that it carries large ones: a proxy may cut what takes a minute. */
let pieceSize = MEBIBYTE;

export class Sending {
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
    window.addEventListener("online", () => this.isCut && this.retry());
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

  /* ---- sending ---- */

  send() {
    this.begun = null;
    this.upload ??= new window.tus.Upload(this.file, {
      endpoint: this.column.form.dataset.uploads,
      chunkSize: pieceSize,
      retryDelays: PAUSES,
      metadata: { filename: this.file.name },
      fingerprint: () => Promise.resolve(null),
      storeFingerprintForResuming: false,
      headers: { "HX-Request": "true" },
      onBeforeRequest: (request) => this.sign(request),
      onAfterResponse: (request, response) => {
        this.address = response.getHeader("X-Telavis-Document") ?? this.address;
      },
      onProgress: (sent, total) => this.show(sent, total),
      onShouldRetry: (error) => this.mayResume(error),
      onSuccess: () => this.arrived(),
      onError: (error) => this.stopped(error),
    });
    this.upload.start();
  }

  /** The token of this moment, as a person may have come back meanwhile. Pieces leave by themselves: nobody need be there. */
  sign(request) {
    request.setHeader("X-CSRFToken", this.column.form.elements.csrfmiddlewaretoken.value);
    if (request.getMethod() !== "POST") request.setHeader("X-Telavis-Background", "1");
  }

  show(sent, total) {
    const now = performance.now();
    this.begun ??= { at: now, sent };
    this.isCut = false;
    this.part("problem").hidden = this.part("retry").hidden = true;
    this.bar.value = total ? (100 * sent) / total : 0;
    const seconds = (now - this.begun.at) / 1000;
    this.rate = seconds > 0 ? (sent - this.begun.sent) / seconds : 0;
    const left = this.rate ? Math.ceil((total - sent) / this.rate) : 0;
    const percent = `${Math.floor(this.bar.value)}${NARROW}%`;
    const words = left >= WORTH_SAYING ? `${percent}, encore ${inWords(left)}` : percent;
    this.part("percent").textContent = sent < total ? words : SAY.checking;
  }

  /** Shut out, refused or without room, it is no use to insist; a cut line or a server that restarts comes back. */
  mayResume(error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    const may = !status || status === 409 || status === 423 || (status >= 500 && status !== 507);
    if (!may) return false;
    if (this.isGivenUp) return true;
    if (!this.isCut) this.tell(SAY.resuming, "Interrompu");
    this.isCut = true;
    return true;
  }

  stopped(error) {
    const response = error.originalResponse;
    const status = response?.getStatus() ?? 0;
    if (status === 401 || status === 403) this.shutOut();
    else if (!status) this.fail(SAY.cut, true);
    else if (response.getHeader("Content-Type")?.startsWith("text/plain") && response.getBody())
      this.fail(response.getBody(), status === 507);
    else this.fail(SAY.lost, true);
    this.column.next(this);
  }

  async arrived() {
    if (this.rate > QUICK) pieceSize = LARGEST_PIECE;
    try {
      const answer = await fetch(this.address, { headers: { "HX-Request": "true", "X-Telavis-Background": "1" } });
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      this.settle(document.adoptNode(page.querySelector("li.document")));
    } catch {
      // It is there all the same: the page shows it when it is read again.
      this.part("percent").textContent = SAY.checking;
    }
    this.column.next(this);
  }

  /** The page asks who is there; the same person back, the file leaves again by itself. */
  shutOut() {
    this.isShutOut = true;
    this.fail(SAY.closed, true);
    const leave = () => this.isShutOut && this.tile.isConnected && this.retry();
    document.addEventListener("session:open", leave, { once: true });
    document.dispatchEvent(new Event("session:doubt"));
  }

  /* ---- telling ---- */

  settle(tile) {
    this.tile.replaceWith(tile);
    window.htmx?.process(tile);
    this.column.say(`${this.file.name}${NARROW}: envoyé`);
  }

  tell(sentence, state) {
    const problem = this.part("problem");
    problem.textContent = sentence;
    problem.hidden = false;
    this.part("percent").textContent = state;
    this.part("retry").hidden = false;
    this.column.say(`${this.file.name}${NARROW}: ${sentence}`);
  }

  fail(sentence, again) {
    this.tell(sentence, again ? "Pas envoyé" : "Refusé");
    this.bar.hidden = true;
    this.part("retry").hidden = !again;
    this.part("cancel").textContent = "Retirer";
    this.part("cancel").setAttribute("aria-label", `Retirer ${this.file.name}`);
  }

  /* ---- what a person does ---- */

  /** It goes on where it was; waiting for its turn if another one is on its way. */
  async retry() {
    if (this.isGivenUp) return;
    this.isShutOut = this.isCut = false;
    this.part("problem").hidden = this.part("retry").hidden = true;
    this.bar.hidden = false;
    this.part("percent").textContent = SAY.waiting;
    this.part("cancel").textContent = "Annuler";
    this.part("cancel").setAttribute("aria-label", `Annuler ${this.file.name}`);
    await this.upload?.abort();
    if (this.isGivenUp) return;
    if (this.column.leaving === this) this.send();
    else this.column.add(this);
  }

  /** For good: neither the line that comes back nor a person who signs in again makes it leave. */
  async cancel() {
    this.isGivenUp = true;
    this.tile.remove();
    this.column.button.focus();
    this.column.forget(this);
    try {
      await this.upload?.abort(Boolean(this.upload.url));
    } catch {
      // Half a file the server forgets by itself; of its last piece nobody knows here whether it arrived.
      this.column.say(SAY.kept(this.file.name), { shown: true });
    }
    this.column.next(this);
  }
}

function inWords(seconds) {
  return seconds < 90 ? `${seconds}${NARROW}s` : `${Math.round(seconds / 60)}${NARROW}min`;
}
