/** A search field with suggestions: htmx brings them, arrows and Enter choose, the hidden field keeps the value. */

const options = (box) => [...box.querySelectorAll("[role=option]:not([aria-disabled])")];
const field = (box) => box.querySelector("[role=combobox]");
const list = (box) => box.querySelector("[role=listbox]");

function mark(box, option) {
  for (const other of options(box)) other.setAttribute("aria-selected", String(other === option));
  if (option) {
    field(box).setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    field(box).removeAttribute("aria-activedescendant");
  }
}

function close(box) {
  list(box).replaceChildren();
  field(box).setAttribute("aria-expanded", "false");
  field(box).removeAttribute("aria-activedescendant");
}

function choose(box, option) {
  const hidden = box.querySelector("input[type=hidden]");
  hidden.value = option.dataset.value;
  field(box).value = option.dataset.text;
  close(box);
  hidden.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(box, step) {
  const all = options(box);
  const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  mark(box, all[(now + step + all.length) % all.length]);
}

document.addEventListener("keydown", (event) => {
  const box = event.target.closest("[data-combobox]");
  if (!box || event.target !== field(box) || options(box).length === 0) return;
  const chosen = box.querySelector("[aria-selected=true]");
  if (event.key === "ArrowDown") move(box, 1);
  else if (event.key === "ArrowUp") move(box, chosen ? -1 : 0);
  else if (event.key === "Enter" && chosen) choose(box, chosen);
  else if (event.key === "Escape") close(box);
  else return;
  event.preventDefault();
});

// Pressing must not take the focus away from the field before the choice is made.
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest("[data-combobox] [role=option]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const option = event.target.closest("[data-combobox] [data-value]");
  if (option) choose(option.closest("[data-combobox]"), option);
});

// What is typed is no longer what was chosen.
document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-combobox]");
  if (box) box.querySelector("input[type=hidden]").value = "";
});

document.addEventListener("focusout", (event) => {
  const box = event.target.closest("[data-combobox]");
  if (box && !box.contains(event.relatedTarget)) close(box);
});

document.addEventListener("htmx:afterSwap", (event) => {
  const box = event.target.closest("[data-combobox]");
  if (box) field(box).setAttribute("aria-expanded", String(options(box).length > 0));
});
