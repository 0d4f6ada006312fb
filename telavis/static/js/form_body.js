/** The figure of the body beside the boxes of a question: pressed, it ticks them; ticked, they mark it. */

/** How far from a small region, in pixels, a finger still means it. */
const REACH = 12;

export function watchBody(form) {
  const figureOf = (element) => element.closest(".form-item")?.querySelector("[data-body-map]");

  form.addEventListener("click", ({ target, clientX, clientY }) => {
    const figure = target.closest("[data-body-map]");
    if (figure) boxOf(target.closest("[data-for]") ?? nearest(figure, clientX, clientY))?.click();
  });
  // After those who untick others: «aucun» goes with nothing else.
  form.addEventListener("change", ({ target }) => {
    const figure = figureOf(target);
    if (figure) queueMicrotask(() => mark(figure));
  });
  // Whatever is under the pointer or has the focus, region or box, is named and shown on the figure.
  const follow = ({ target }) => {
    const figure = figureOf(target);
    if (figure) point(figure, target.closest("[data-for]")?.dataset.for ?? target.closest(".chip")?.htmlFor ?? target.id);
  };
  form.addEventListener("pointerover", follow);
  form.addEventListener("focusin", follow);
  const markAll = (place) => place.querySelectorAll("[data-body-map]").forEach(mark);
  form.addEventListener("redrawn", ({ target }) => markAll(target));
  markAll(form);
}

const boxOf = (region) => region && document.getElementById(region.dataset.for);

function mark(figure) {
  for (const region of figure.querySelectorAll("[data-for]")) region.classList.toggle("is-marked", boxOf(region).checked);
}

function point(figure, id) {
  const name = figure.querySelector("[data-body-name]");
  name.dataset.rest ??= name.textContent;
  let words = "";
  for (const region of figure.querySelectorAll("[data-for]")) {
    const isPointed = region.dataset.for === id;
    region.classList.toggle("is-pointed", isPointed);
    if (isPointed) words = region.dataset.name;
  }
  name.textContent = words || name.dataset.rest;
}

function nearest(figure, x, y) {
  const away = (region) => {
    const box = region.getBoundingClientRect();
    return Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  };
  const near = [...figure.querySelectorAll("[data-for]")].filter((region) => away(region) <= REACH);
  return near.sort((one, other) => away(one) - away(other))[0];
}
