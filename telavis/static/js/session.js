/** The end of the session: warned two minutes before, and opened again over the page, which is hidden meanwhile. */

const dialog = document.getElementById("session");
const { person, state, resume } = dialog.dataset;
const warnedBefore = Number(dialog.dataset.warnedBefore);
const place = dialog.querySelector("[data-sign-in]");
const tabs = new BroadcastChannel("session");
const BACKGROUND = { "X-Telavis-Background": "1" };
const SOON = 5;
const LATER = 60;
const PATIENCE = 300;

let end = Date.now() + Number(dialog.dataset.left) * 1000;
let step = "";
let warned = false;
let beats = 0;
let token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

/* ---- the clock: the server's word is the truth, another tab may have renewed the session ---- */

const left = () => Math.max(0, Math.ceil((end - Date.now()) / 1000));

function beat() {
  beats += 1;
  for (const word of dialog.querySelectorAll("[data-countdown]")) {
    word.textContent = `${Math.floor(left() / 60)}\u202fmin ${String(left() % 60).padStart(2, "0")}\u202fs`;
  }
  const pace = step === "closed" && beats > PATIENCE ? LATER : SOON;
  const isDue = step ? beats % pace === 0 : left() <= warnedBefore && !warned;
  if (isDue || (left() === 0 && step !== "closed")) ask();
}

/** What the server says; true unless the session is closed or somebody else's. */
async function ask(method = "GET") {
  try {
    const headers = method === "POST" ? { "X-CSRFToken": token } : BACKGROUND;
    const response = await fetch(state, { method, headers, redirect: "manual" });
    if (response.ok) return hear(await response.json());
  } catch {
    // A cut line: nothing is known.
  }
  if (left() === 0) lock();
  return step !== "closed";
}

function hear(said) {
  end = Date.now() + said.left * 1000;
  renew(said.token);
  if (said.person && said.person !== person) leave();
  else if (!said.person) lock();
  else if (step === "closed" || said.left > warnedBefore) open();
  else if (!step && !warned) show(said.renewable ? "ending" : "lasted");
  return said.person === person;
}

/** Signing in again, here or in another tab, has changed the token that every form must bear. */
function renew(given) {
  token = given;
  for (const field of document.querySelectorAll("input[name='csrfmiddlewaretoken']")) field.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
}

/* ---- showing and hiding ---- */

function show(name) {
  step = name;
  beats = 0;
  for (const part of dialog.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== name;
  dialog.setAttribute("aria-labelledby", `session-${name}`);
  beat();
  if (!dialog.open) dialog.showModal();
}

/** The page stays as it is, unreadable and untouchable, until the same person is back. */
function lock() {
  if (step === "closed") return;
  document.documentElement.dataset.locked = "";
  show("closed");
  send(resume, new URLSearchParams({ person }));
}

/** The same person is there: what was typed, and where, is as it was. */
function open() {
  const wasClosed = step === "closed";
  step = "";
  warned = false;
  dialog.close();
  if (!wasClosed) return;
  delete document.documentElement.dataset.locked;
  place.replaceChildren();
  document.dispatchEvent(new Event("session:open"));
}

/** Somebody else is signed in now: this page is not theirs, and no question holds it back. */
function leave() {
  document.documentElement.dataset.locked = "";
  window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
  location.replace("/");
}

// Whatever closes a warning is somebody's hand; the sign-in comes back.
dialog.addEventListener("close", async () => {
  if (step === "closed") return dialog.showModal();
  const isRenewed = step === "ending";
  warned = step !== "";
  step = "";
  if (isRenewed && (await ask("POST"))) tabs.postMessage("open");
});

/* ---- signing in again, within the dialog ---- */

async function send(address, body) {
  try {
    const response = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (!response.ok) return ask();
    if (response.headers.get("Content-Type").includes("json")) {
      if (hear(await response.json())) tabs.postMessage("open");
      return;
    }
    place.innerHTML = await response.text();
    if (place.querySelector("[data-passkey]")) (await import("./passkey.js")).prepare(place);
    place.querySelector("[aria-invalid], [autofocus]")?.focus();
  } catch {
    place.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
}

place.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  const { target: form, submitter } = event;
  if (submitter?.hasAttribute("aria-busy")) return;
  submitter?.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form, submitter));
  body.delete("csrfmiddlewaretoken");
  send(form.action, body);
});

/* ---- a form waits until it is sure that the session is still that of its person ---- */

const sure = new WeakSet();
let checking = false;

window.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    if (place.contains(form) || form.getAttribute("method") !== "post" || sure.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (checking) return;
    checking = true;
    const isTheirs = await ask();
    checking = false;
    if (!isTheirs || !form.isConnected) return;
    sure.add(form);
    form.requestSubmit(submitter?.isConnected ? submitter : null);
  },
  true,
);

/* ---- who may know before the clock ---- */

tabs.addEventListener("message", () => ask());
document.addEventListener("session:doubt", () => ask());
document.addEventListener("htmx:responseError", ({ detail }) => detail.xhr.status === 401 && ask());
document.addEventListener("visibilitychange", () => document.hidden || ask());
window.addEventListener("pageshow", ({ persisted }) => persisted && ask());
tabs.postMessage("arrived");
setInterval(beat, 1000);
