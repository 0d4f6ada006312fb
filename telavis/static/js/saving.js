/** What is typed is saved by the page itself: two seconds after the last key, and when it is hidden or left. Nothing stays here. */

import { watchChanges } from "./form_changes.js";
import { meet, say } from "./form_meeting.js";
import { countSaves } from "./turns.js";

const PAUSE = 2000;
const RETRY = 5000;
const LAST_WORDS = 1000;
const PATIENCE = 60_000;
const NARROW = "\u202f";
const ICONS = { saving: "save", saved: "saved", partly: "alert", offline: "offline", failed: "alert", out: "alert", closed: "alert" };
const WORDS = {
  saving: () => "Enregistrement…",
  saved: (clock, isMet) => `Enregistré à ${clock}${isMet ? ", avec ce qui a été écrit ailleurs" : ""}`,
  partly: (clock) => `Enregistré à ${clock}, sauf ce qui est signalé`,
  offline: () => `Hors ligne${NARROW}: gardez cette page ouverte`,
  failed: () => `Pas enregistré${NARROW}: nouvel essai dans un instant`,
  out: () => `Pas enregistré${NARROW}: reconnectez-vous, puis gardez cette page ouverte`,
  closed: () => "Pas enregistré",
};
const BACKGROUND = { "X-Telavis-Background": "1" };

/**
 * `settled`: what else this page shows of the answer to a save. `mayLeave`: whether a button leads on although
 * something written elsewhere has just come to stand on the page.
 */
export function watchSaving(form, { settled = () => {}, mayLeave = () => true } = {}) {
  const state = document.getElementById("save-state");
  let timer = 0;
  let due = 0;
  let sending = null;
  // Under way is a look at what others wrote: it keeps no word, and no word waits for it.
  let isLook = false;
  let unsaved = false;
  let typed = false;
  let keyed = 0;
  let leaving = false;
  let gone = false;
  let refused = [];
  let isMet = false;
  let lastWords = null;
  let stopped = false;

  /* ---- saying what is saved ---- */

  /** `quietly`: somebody is typing on, and nothing is read out to them every two seconds. */
  function show(name, clock, { quietly = false } = {}) {
    const words = WORDS[name](clock, isMet);
    if (state.dataset.state === name && state.textContent.trim() === words) return;
    state.dataset.state = name;
    if (quietly || state.textContent.trim() === words) return;
    const said = document.createElement("span");
    said.textContent = words;
    const sprite = document.querySelector("use[href*='/icons.']")?.getAttribute("href").split("#")[0];
    state.replaceChildren(...(sprite && ICONS[name] ? [icon(`${sprite}#${ICONS[name]}`)] : []), said);
  }

  /* ---- saving ---- */

  function changed() {
    unsaved = typed = true;
    gone = false;
    keyed = Date.now();
    // Whoever types without a pause is saved all the same: the oldest unsaved key is never older than this.
    if (!due) due = keyed + PAUSE;
    later(Math.max(0, due - keyed));
  }

  function later(delay) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, delay);
  }

  /** `looks`: nothing is to be saved; the page asks what others have written meanwhile. */
  async function save({ keepalive = false, looks = false } = {}) {
    clearTimeout(timer);
    if (stopped || gone) return;
    if (sending && !isLook && !keepalive) return later(300);
    const questions = changes.pending();
    unsaved = questions.length > 0;
    due = 0;
    if (!unsaved && !looks) return;
    // Hidden, then gone: the same words need not leave twice.
    if (keepalive && sending && lastWords && changes.isStill(lastWords)) return;
    unsaved = false;
    if (questions.length) show("saving", "", { quietly: Date.now() - keyed < PAUSE - 100 });
    const { body, sent } = changes.pack(questions);
    lastWords = keepalive ? sent : null;
    isLook = questions.length === 0;
    const mine = (sending = post(body, keepalive));
    const { outcome, ...answer } = await mine;
    if (outcome === "saved") changes.acknowledge(sent, answer.refused);
    // Another one has left since (the page was hidden): its answer tells more.
    if (sending !== mine) return;
    sending = null;
    if (outcome === "saved") return settle(answer);
    unsaved = changes.pending().length > 0;
    if (outcome === "closed") return close(answer);
    if (!unsaved) return;
    show(outcome);
    later(RETRY);
  }

  async function post(body, keepalive) {
    // Somebody who types is there, and their session goes on; a new try by itself proves nothing.
    const headers = { Accept: "application/json", ...(typed ? {} : BACKGROUND) };
    const signal = AbortSignal.timeout(PATIENCE);
    typed = false;
    try {
      const request = { method: "POST", body, headers, keepalive, redirect: "manual", signal };
      const response = await fetch(form.dataset.autosave, request);
      if (response.ok) return { outcome: "saved", ...(await response.json()) };
      if (response.status === 409) return { outcome: "closed", ...(await response.json()) };
      // Redirected, or a refused token: the session has ended; its dialog asks for the same person (session.js).
      const isOut = response.type === "opaqueredirect" || [401, 403].includes(response.status);
      if (isOut) document.dispatchEvent(new Event("session:doubt"));
      return { outcome: isOut ? "out" : "failed" };
    } catch {
      return { outcome: "offline" };
    }
  }

  /** Sent, signed, discarded or of another type meanwhile: nothing can be saved any more, and what was typed stays in sight. */
  function close({ sentence }) {
    stopped = true;
    show("closed");
    say([sentence]);
  }

  function settle(answer) {
    refused = answer.refused;
    isMet = answer.news.length > 0;
    // Until all that came from elsewhere stands here, this page started from what it knew before.
    if (meet(form, answer, changes)) form.elements.revision.value = answer.revision;
    unsaved = changes.pending(refused).length > 0;
    show(unsaved ? "saving" : refused.length ? "partly" : "saved", answer.clock, { quietly: unsaved });
    settled(answer);
  }

  /* ---- leaving ---- */

  const itemOf = (question) => form.querySelector(`[data-item="${CSS.escape(question)}"]`);

  async function leave(event) {
    if (stopped || gone) return;
    // The page leaves once its words are kept: an ended session or a cut line would take them away with it.
    event.preventDefault();
    if (leaving) return;
    const { submitter } = event;
    leaving = true;
    if (!isLook) await sending;
    isMet = false;
    unsaved = typed = true;
    await save();
    leaving = false;
    if (submitter?.hasAttribute("data-stay")) return;
    if (unsaved || stopped) return state.scrollIntoView({ block: "nearest" });
    // Told beside its field; the page stays, with every word on it.
    if (refused.length) return itemOf(refused[0])?.scrollIntoView({ block: "center" });
    if (isMet && !mayLeave(submitter)) return document.getElementById("meeting").scrollIntoView({ block: "center" });
    gone = true;
    form.requestSubmit(submitter);
  }

  countSaves(form);
  const changes = watchChanges(form);
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ keepalive: true });
    else save({ looks: true });
  });
  window.addEventListener("pagehide", () => save({ keepalive: true }));
  window.addEventListener("online", () => later(0));
  document.addEventListener("session:open", () => later(0));
  window.addEventListener("beforeunload", (event) => {
    if (!gone && changes.pending().length) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (changes.pending().length) changed();
    else if (event.persisted) location.reload();
    // What this page sent as it was left may have been written just after it was drawn again.
    else if (isSeenAgain()) setTimeout(() => save({ looks: true }), LAST_WORDS);
  });
  return { changed };
}

function isSeenAgain() {
  return performance.getEntriesByType("navigation")[0]?.type !== "navigate";
}

function icon(href) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  svg.firstChild.setAttribute("href", href);
  return svg;
}
