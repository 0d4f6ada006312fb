/** Passkeys: the server's question goes to the device, whose answer leaves in the form as JSON. */

const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withKeys = (list) => list?.map((each) => ({ ...each, id: decode(each.id) }));

async function question(form) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const response = await fetch(form.dataset.question, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!response.ok) throw new Error(response.status);
  const { publicKey } = await response.json();
  publicKey.challenge = decode(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = decode(publicKey.user.id);
  if (publicKey.excludeCredentials) publicKey.excludeCredentials = withKeys(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) publicKey.allowCredentials = withKeys(publicKey.allowCredentials);
  return publicKey;
}

function toJSON({ id, rawId, type, response }) {
  const said = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) said[part] = encode(response[part]);
  }
  return JSON.stringify({ id, rawId: encode(rawId), type, response: said, clientExtensionResults: {} });
}

const NOTHING_DONE = "Rien n’a été fait\u202f: la demande a été refusée sur l’appareil, ou a trop attendu. Recommencez quand vous voulez.";
const KNOWN = "Cet appareil a déjà une clé d’accès pour ce compte.";
const NO_LINE = "Le serveur n’a pas répondu. Recommencez dans un instant.";

function words(fault) {
  if (fault.name === "InvalidStateError") return KNOWN;
  return fault instanceof DOMException ? NOTHING_DONE : NO_LINE;
}

/* ---- one thing is asked of the device at a time, and of the server: it knows its last question only ---- */

let waiting = new AbortController();
let asking = Promise.resolve();
let isPressed = false;

const inTurn = (ask) => (asking = asking.then(ask, ask));

async function run(form, options = {}) {
  waiting.abort();
  waiting = new AbortController();
  const { signal } = waiting;
  const publicKey = await inTurn(() => question(form));
  if (signal.aborted) return;
  const made = form.dataset.passkey === "create";
  const credential = made
    ? await navigator.credentials.create({ publicKey, signal })
    : await navigator.credentials.get({ publicKey, signal, ...options });
  form.elements.credential.value = toJSON(credential);
  form.requestSubmit();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-passkey-start]");
  if (!button || button.getAttribute("aria-busy")) return;
  const { form } = button;
  const says = form.querySelector("[data-passkey-says]");
  says.textContent = "";
  button.setAttribute("aria-busy", "true");
  isPressed = true;
  try {
    await run(form);
  } catch (fault) {
    says.textContent = words(fault);
  }
  button.removeAttribute("aria-busy");
});

/* ---- among the names that the browser proposes: from the first sign that somebody is there ---- */

async function propose(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.()) || isPressed) return;
  try {
    await run(form, { mediation: "conditional" });
  } catch {
    // Nobody chose one: the form below is there.
  }
}

const SIGNS = ["pointermove", "touchstart", "keydown"];

export function prepare(root) {
  if (!window.PublicKeyCredential) return;
  for (const part of root.querySelectorAll("[data-with-passkeys]")) part.hidden = false;
  for (const part of root.querySelectorAll("[data-without-passkeys]")) part.hidden = true;
  const form = root.querySelector("[data-passkey='get'][data-proposed]");
  if (!form) return;
  const begin = () => {
    for (const sign of SIGNS) document.removeEventListener(sign, begin);
    propose(form);
  };
  for (const sign of SIGNS) document.addEventListener(sign, begin, { passive: true });
}

prepare(document);
