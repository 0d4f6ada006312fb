/** The viewer: a picture in its frame, or two side by side, and what is done with them by buttons, keys and fingers. */

import { watchAnnotations } from "./annotating.js";
import { watchGestures } from "./gestures.js";
import { Pane } from "./pane.js";

const NUDGE = 60;
const viewer = document.querySelector("[data-viewer]");
const strip = [...viewer.querySelectorAll("[data-picture]")];
const pictures = strip.map(({ dataset, href }) => ({
  id: dataset.picture,
  title: dataset.title,
  source: dataset.source,
  thumbnail: dataset.thumbnail,
  width: Number(dataset.width),
  height: Number(dataset.height),
  view: href,
  annotate: dataset.annotate,
  annotations: JSON.parse(dataset.annotations),
}));

const panes = [...viewer.querySelectorAll("[data-pane]")].map((root) => new Pane(root));
const [first, second] = panes;
let active = first;
let isLinked = false;

/* ---- which pane, which picture ---- */

const shown = () => panes.filter((pane) => !pane.root.hidden);
/** What a zoom or a turn is done to. */
const meant = () => (isLinked ? shown() : [active]);

function choose(pane) {
  active = pane;
  panes.forEach((each) => each.root.toggleAttribute("data-active", each === pane && shown().length > 1));
  tellWhich();
  tellHow(pane);
}

function step(way) {
  const next = pictures.findIndex((picture) => picture.id === active.picture.id) + way;
  if (pictures[next]) show(pictures[next]);
}

function show(picture, pane = active) {
  pane.show(picture);
  annotations.begin(pane);
  if (pane === first) history.replaceState(null, "", picture.view);
  tellWhich();
}

function tellWhich() {
  if (!active.picture) return;
  const place = pictures.findIndex((picture) => picture.id === active.picture.id);
  strip.forEach((link, index) => {
    if (index === place) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  bringIntoSight(strip[place]);
  viewer.querySelector("[data-title]").textContent = active.picture.title;
  viewer.querySelector("[data-place]").textContent = `Image ${place + 1} sur ${pictures.length}`;
  for (const [way, at] of [["previous", place - 1], ["next", place + 1]]) {
    viewer.querySelector(`[data-act="${way}"]`).toggleAttribute("disabled", !pictures[at]);
  }
}

/** Along the strip only: the page itself stays where it is. */
function bringIntoSight(link) {
  const shelf = viewer.querySelector("[data-strip]");
  const [box, room] = [link.getBoundingClientRect(), shelf.getBoundingClientRect()];
  if (box.left < room.left) shelf.scrollLeft += box.left - room.left;
  if (box.right > room.right) shelf.scrollLeft += box.right - room.right;
}

/* ---- how it is shown ---- */

const percent = viewer.querySelector("[data-percent]");
const sliders = [...viewer.querySelectorAll("[data-light]")];
const tools = (act) => viewer.querySelector(`[data-act="${act}"]`);

function tellHow(pane) {
  if (pane !== active || !pane.place) return;
  percent.textContent = `${Math.round(pane.place.scale * 100)}${"\u202f"}%`;
  for (const slider of sliders) {
    slider.value = pane.light[slider.dataset.light];
    slider.setAttribute("aria-valuetext", `${slider.value}${"\u202f"}%`);
  }
  tools("invert").setAttribute("aria-pressed", pane.light.isInverted);
}

function beside() {
  const isTwo = second.root.hidden;
  second.root.hidden = !isTwo;
  tools("beside").setAttribute("aria-pressed", isTwo);
  tools("link").hidden = !isTwo;
  if (!isTwo) return choose(first);
  const here = pictures.findIndex((picture) => picture.id === first.picture.id);
  show(pictures[here + 1] ?? pictures[here - 1] ?? pictures[here], second);
  choose(second);
  second.frame.focus();
}

function link() {
  isLinked = !isLinked;
  tools("link").setAttribute("aria-pressed", isLinked);
}

function wholeScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else viewer.requestFullscreen?.();
}

function marks() {
  tools("marks").setAttribute("aria-pressed", annotations.toggle());
}

const each = (act) => () => meant().forEach(act);
const acts = {
  "zoom-in": each((pane) => pane.zoom(1)),
  "zoom-out": each((pane) => pane.zoom(-1)),
  fit: each((pane) => pane.fit()),
  real: each((pane) => pane.zoomTo(1)),
  left: each((pane) => pane.turn(-90)),
  right: each((pane) => pane.turn(90)),
  invert: each((pane) => pane.lighten({ isInverted: !pane.light.isInverted })),
  reset: each((pane) => pane.reset()),
  previous: () => step(-1),
  next: () => step(1),
  beside,
  link,
  "whole-screen": wholeScreen,
  marks,
};

/** The top row of an AZERTY keyboard gives digits with Shift only: both signs of a key are taken. */
const keys = {
  "+": "zoom-in",
  "=": "zoom-in",
  "-": "zoom-out",
  0: "fit",
  à: "fit",
  1: "real",
  "&": "real",
  r: "right",
  R: "left",
  i: "invert",
  c: "beside",
  f: "whole-screen",
  z: "reset",
  a: "marks",
  ArrowLeft: "previous",
  ArrowRight: "next",
};
const ways = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

viewer.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-act]");
  if (button) acts[button.dataset.act]();
  if (target.closest("[data-retry]")) panes.find((pane) => pane.root.contains(target)).retry();
});

viewer.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, [data-mark]")) return;
  const way = ways[key];
  if (way && (event.shiftKey || !["ArrowLeft", "ArrowRight"].includes(key))) {
    meant().forEach((pane) => pane.move(way[0] * NUDGE, way[1] * NUDGE));
  } else if (keys[key]) acts[keys[key]]();
  else return;
  event.preventDefault();
});

for (const slider of sliders) {
  slider.addEventListener("input", () => {
    meant().forEach((pane) => pane.lighten({ [slider.dataset.light]: Number(slider.value) }));
  });
}

viewer.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-picture]");
  if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(pictures[strip.indexOf(chosen)]);
});

for (const pane of panes) {
  watchGestures(pane, { onSwipe: step });
  pane.heard.push(tellHow);
  pane.root.addEventListener("pointerdown", () => choose(pane));
  pane.frame.addEventListener("focus", () => choose(pane));
}

const annotations = watchAnnotations(viewer, panes, { active: () => active });
show(pictures.find((picture) => picture.id === viewer.dataset.viewer));
choose(first);
first.frame.focus({ preventScroll: true });
