/** Marks over a picture, as SVG in its own pixels; lines and letters keep their size on the screen. */

const SPACE = "http://www.w3.org/2000/svg";
const NARROW = "\u202f";
const POINT = 16;
const STOP = 8;
const ASIDE = 12;

/** «12,4 mm», or «345 px» of a picture whose scale nobody knows. */
export function lengthInWords({ x1, y1, x2, y2 }, scale) {
  const pixels = Math.hypot(x2 - x1, y2 - y1);
  if (!scale) return `${Math.round(pixels)}${NARROW}px`;
  return `${(pixels * scale).toFixed(1).replace(".", ",")}${NARROW}mm`;
}

export function svg(name, attributes = {}) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** What is seen of one mark, each line twice: a dark edge below, so that it is seen on any skin. `unit`: a pixel of the screen. */
export function drawn(mark, scale, unit) {
  if (mark.kind === "text") return [words(mark.text || "…", mark.x1 + ASIDE * unit, mark.y1, "start")];
  const shape = { arrow, circle, measure }[mark.kind](mark, unit);
  const lines = ["mark__halo", "mark__line"].map((className) => {
    const line = svg("path", { d: shape, class: className });
    return line;
  });
  if (mark.kind !== "measure") return lines;
  const [x, y] = [(mark.x1 + mark.x2) / 2, (mark.y1 + mark.y2) / 2 - 10 * unit];
  return [...lines, words(lengthInWords(mark, scale), x, y, "middle")];
}

function words(text, x, y, anchor) {
  const made = svg("text", { x, y, "text-anchor": anchor, class: "mark__words" });
  made.style.transformOrigin = `${x}px ${y}px`;
  made.textContent = text;
  return made;
}

function arrow({ x1, y1, x2, y2 }, unit) {
  const angle = Math.atan2(y1 - y2, x1 - x2);
  const wing = (turn) => `M${x2} ${y2}L${x2 + POINT * unit * Math.cos(angle + turn)} ${y2 + POINT * unit * Math.sin(angle + turn)}`;
  return `M${x1} ${y1}L${x2} ${y2}${wing(0.45)}${wing(-0.45)}`;
}

function circle({ x1, y1, x2, y2 }) {
  const radius = Math.max(Math.hypot(x2 - x1, y2 - y1) / 2, 0.1);
  return `M${x1} ${y1}A${radius} ${radius} 0 1 0 ${x2} ${y2}A${radius} ${radius} 0 1 0 ${x1} ${y1}`;
}

function measure({ x1, y1, x2, y2 }, unit) {
  const across = Math.atan2(y2 - y1, x2 - x1) + Math.PI / 2;
  const [dx, dy] = [STOP * unit * Math.cos(across), STOP * unit * Math.sin(across)];
  const stop = (x, y) => `M${x - dx} ${y - dy}L${x + dx} ${y + dy}`;
  return `M${x1} ${y1}L${x2} ${y2}${stop(x1, y1)}${stop(x2, y2)}`;
}
