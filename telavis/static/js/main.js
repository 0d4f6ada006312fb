/** What every page needs: menus, dialogs, one sending at a time, columns on a phone, toasts, appearance. */

/* ---- menus: one open at a time; Escape and a press outside close them ---- */

const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/* ---- dialogs: data-dialog opens, data-close and a press on the veil close ---- */

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    document.getElementById(opener.dataset.dialog)?.showModal();
    return;
  }
  if (event.target.closest("[data-close]") || event.target.matches("dialog")) {
    event.target.closest("dialog")?.close();
  }
});

/* ---- a form leaves once; its button says what happens meanwhile ---- */

const leaving = new WeakMap();

function settle(form) {
  const button = leaving.get(form);
  leaving.delete(form);
  if (!button?.dataset) return;
  button.removeAttribute("aria-busy");
  if (button.dataset.words) {
    (button.querySelector("span") ?? button).textContent = button.dataset.words;
    delete button.dataset.words;
  }
}

// First of all listeners: what may not leave now reaches nobody.
document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    if (submitter?.getAttribute("aria-disabled") !== "true" && !leaving.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// Last of all listeners: what really leaves is marked.
window.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const byHtmx = form.matches("[hx-post], [hx-get]");
  if (form.method === "dialog" || form.hasAttribute("data-repeatable")) return;
  if (event.defaultPrevented && !byHtmx) return;
  leaving.set(form, submitter ?? {});
  submitter?.setAttribute("aria-busy", "true");
  if (submitter?.dataset.busy) {
    const words = submitter.querySelector("span") ?? submitter;
    submitter.dataset.words = words.textContent;
    words.textContent = submitter.dataset.busy;
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.requestConfig?.triggeringEvent?.type === "submit") settle(event.target.closest("form"));
});

// Back from the next page: the browser shows this one as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach(settle);
});

/* ---- the password, shown on demand ---- */

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (!button) return;
  const field = document.getElementById(button.dataset.reveal);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  button.textContent = shown ? "Masquer" : "Afficher";
});

/* ---- columns: on a phone one at a time ---- */

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-columns] a");
  if (!tab) return;
  event.preventDefault();
  const tabs = tab.closest("[data-columns]");
  const chosen = document.getElementById(tab.hash.slice(1));
  for (const other of tabs.querySelectorAll("a")) other.removeAttribute("aria-current");
  tab.setAttribute("aria-current", "true");
  for (const column of tabs.parentElement.querySelectorAll(":scope > [data-column]")) {
    column.toggleAttribute("data-current", column === chosen);
  }
});

/* ---- toasts: stay a while, longer under the pointer or the focus ---- */

function watch(toast) {
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) return setTimeout(leave, 2000);
    toast.remove();
  };
  setTimeout(leave, Number(toast.dataset.seconds) * 1000);
}

const toasts = document.getElementById("toasts");
if (toasts) {
  toasts.querySelectorAll(".toast").forEach(watch);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.matches?.(".toast")) watch(node);
    }
  }).observe(toasts, { childList: true });
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast").remove();
});

/* ---- appearance: a cookie, so that the server draws the page right at once ---- */

function markAppearance() {
  const chosen = document.documentElement.dataset.theme ?? "";
  for (const choice of document.querySelectorAll("[data-theme-choice]")) {
    choice.setAttribute("aria-pressed", String(choice.dataset.themeChoice === chosen));
  }
}

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-theme-choice]");
  if (!choice) return;
  const theme = choice.dataset.themeChoice;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; SameSite=Lax`;
  markAppearance();
});

markAppearance();
document.querySelector("[data-focus]")?.focus();
if (document.querySelector("[data-combobox]")) import("./combobox.js");
if (document.getElementById("session")) import("./session.js");
