/** A number in the unit that was chosen for it, told in the unit of reference while one types. */

const FIGURES = 3;

/** «38,5» as a number; NaN when it is none. */
export function numberOf(text) {
  return Number(text.replace(/\s/g, "").replace(",", ".").replace("−", "-") || NaN);
}

/** What conditions compare: the value in the unit of reference; nothing for a field that has no unit to choose. */
export function inReference(field) {
  const chosen = field.closest("[data-quantity]")?.querySelector("[data-unit]")?.selectedOptions[0];
  const value = numberOf(field.value);
  if (!chosen?.dataset.factor || Number.isNaN(value)) return undefined;
  const exact = value * Number(chosen.dataset.factor) + Number(chosen.dataset.offset);
  // The server counts in decimals: what a binary fraction adds beyond eight of them, or six figures, is not meant.
  const places = exact ? Math.max(8, 5 - Math.floor(Math.log10(Math.abs(exact)))) : 8;
  return String(Number(exact.toFixed(Math.min(places, 100))));
}

export function watchUnits(form) {
  const refresh = ({ target }) => {
    const quantity = target.closest("[data-quantity]");
    if (quantity?.querySelector("[data-unit]")) show(quantity);
  };
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
}

function show(quantity) {
  const unit = quantity.querySelector("[data-unit]");
  const place = quantity.querySelector("[data-converted]");
  const value = inReference(quantity.querySelector("input"));
  place.hidden = unit.selectedIndex === 0 || value === undefined;
  if (!place.hidden) place.querySelector("span").textContent = `${inFigures(Number(value))}\u00a0${unit.dataset.unit}`;
}

/** As the server shows it: three significant figures, whole numbers whole. */
function inFigures(value) {
  const size = value ? Math.floor(Math.log10(Math.abs(value))) : 0;
  const shown = { maximumFractionDigits: Math.max(0, FIGURES - 1 - size) };
  return new Intl.NumberFormat("fr-FR", shown).format(value).replace("-", "−");
}
