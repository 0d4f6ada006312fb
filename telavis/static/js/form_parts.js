/** Sliders beside their numbers, and the parts of a whole: what is left is told while one moves; nothing else moves. */

import { numberOf } from "./form_units.js";

const SVG = "http://www.w3.org/2000/svg";
const NARROW = "\u202f";
const NO_BREAK = "\u00a0";
const TINTS = 6;

export function watchParts(form) {
  const follow = ({ target, type }) => {
    const slider = target.closest("[data-slider]");
    if (slider) join(slider, target);
    const group = target.closest("fieldset:has(> [data-parts])");
    if (group) tell(group, type === "change");
  };
  form.addEventListener("input", follow);
  form.addEventListener("change", follow);
}

/** The number and its slider say the same; an empty number leaves the slider at its start. */
function join(slider, moved) {
  const number = slider.querySelector("input[type='text']");
  const range = slider.querySelector("input[type='range']");
  if (moved === range) number.value = range.value.replace(".", ",");
  else range.value = numberOf(number.value) || range.min;
  range.setAttribute("aria-valuetext", number.value ? `${number.value} ${number.nextElementSibling?.textContent ?? ""}` : "pas encore répondu");
}

function tell(group, isSettled) {
  const place = group.querySelector("[data-parts]");
  const whole = Number(place.dataset.parts);
  const numbers = [...group.querySelectorAll("[data-slider] input[type='text'], .field > .field__control > input[type='text']")];
  const values = numbers.map((number) => numberOf(number.value));
  // As the server counts, in decimals: 33,3 + 33,3 + 33,4 is 100.
  const total = Number(values.reduce((sum, value) => sum + (value || 0), 0).toFixed(8));
  // The whole is shared out: what nothing was said of has no part in it.
  if (isSettled && total === whole) {
    numbers.filter((number) => !number.value.trim()).forEach((number) => {
      number.value = "0";
      number.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  place.querySelector("[data-left]").textContent = left(whole, total, place.dataset.unit);
  draw(place.querySelector("svg"), values, Math.max(whole, total));
}

function left(whole, total, unit) {
  const amount = (value) => `${new Intl.NumberFormat("fr-FR").format(value)}${unit === "%" ? NARROW : NO_BREAK}${unit}`;
  if (total === whole) return `Tout est réparti${NARROW}: ${amount(whole)}.`;
  return total > whole ? `${amount(total - whole)} de trop.` : `Encore ${amount(whole - total)} à répartir.`;
}

function draw(bar, values, longest) {
  let start = 0;
  const parts = values.map((value, place) => {
    const share = value > 0 ? (value * 100) / longest : 0;
    const part = document.createElementNS(SVG, "rect");
    for (const [name, given] of Object.entries({ class: `part-${(place % TINTS) + 1}`, x: start, width: share, height: 6 })) {
      part.setAttribute(name, given);
    }
    start += share;
    return part;
  });
  bar.replaceChildren(bar.firstElementChild, ...parts);
}
