/** The marks of one pane: those of others, and one's own, which are taken by the hand or by the keys. */

import { drawn, lengthInWords, svg } from "./drawing.js";

const NAMES = { arrow: "Flèche", circle: "Cercle", text: "Texte", measure: "Mesure" };
const ENDS = { arrow: [["x1", "y1", "départ"], ["x2", "y2", "pointe"]], text: [["x1", "y1", "place"]] };
const BOTH = [["x1", "y1", "première extrémité"], ["x2", "y2", "seconde extrémité"]];
const LENGTH = 120;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Marks {
  /** `changed(mark)`: one's own marks are other than before; the mark is the one in hand, or nothing. */
  constructor(pane, { chosen, changed }) {
    this.pane = pane;
    this.tellChosen = chosen;
    this.tellChanged = changed;
    this.isShown = true;
    pane.heard.push(() => this.measureScreen());
  }

  /** Another picture has come: its marks, as the server knows them or as this page has left them. */
  begin() {
    const { picture } = this.pane;
    picture.mine ??= picture.annotations.find(({ isMine }) => isMine) ?? { marks: [], scale: null };
    picture.mine.marks ??= [];
    this.chosen = null;
    this.layer = svg("svg", { viewBox: `0 0 ${picture.width} ${picture.height}`, class: "marks" });
    this.pane.stage.append(this.layer);
    this.draw();
    this.measureScreen();
  }

  get scale() {
    const { mine, annotations } = this.pane.picture;
    return mine.scale ?? annotations.find(({ scale }) => scale)?.scale ?? null;
  }

  get unit() {
    return 1 / this.pane.place.scale;
  }

  measureScreen() {
    if (!this.layer || !this.pane.stage.contains(this.layer)) return;
    this.layer.style.setProperty("--unit", `${this.unit}px`);
    this.layer.style.setProperty("--turn", `${-this.pane.place.turn}deg`);
    if (this.drawnAt !== this.unit) this.draw();
  }

  toggle() {
    this.isShown = !this.isShown;
    this.layer.toggleAttribute("hidden", !this.isShown);
    return this.isShown;
  }

  /* ---- drawn ---- */

  draw() {
    this.drawnAt = this.unit;
    const focused = this.layer.contains(document.activeElement) ? document.activeElement.dataset.handle : null;
    const others = this.pane.picture.annotations.filter(({ isMine }) => !isMine);
    this.layer.replaceChildren(
      ...others.flatMap(({ author, marks, scale }) => marks.map((mark) => this.theirs(mark, author, scale ?? this.scale))),
      ...this.pane.picture.mine.marks.map((mark, place) => this.own(mark, place)),
    );
    if (focused) this.layer.querySelector(`[data-handle="${focused}"]`)?.focus();
  }

  theirs(mark, author, scale) {
    const group = svg("g", { class: "mark", role: "img", "aria-label": `${this.nameOf(mark, scale)}, ${author}` });
    const title = svg("title");
    title.textContent = author;
    group.append(title, ...drawn(mark, scale, this.unit));
    return group;
  }

  own(mark, place) {
    const group = svg("g", { class: "mark mark--mine", "data-mark": place });
    if (mark === this.chosen) group.classList.add("mark--chosen");
    group.append(...drawn(mark, this.scale, this.unit));
    for (const [x, y, end] of ENDS[mark.kind] ?? BOTH) {
      const handle = svg("circle", {
        cx: mark[x],
        cy: mark[y],
        class: "mark__handle",
        "data-handle": `${place}-${x}`,
        tabindex: 0,
        role: "button",
        "aria-label": `${this.nameOf(mark, this.scale)}, ${end}${"\u202f"}: flèches pour déplacer, Suppr pour effacer`,
      });
      handle.addEventListener("keydown", (event) => this.pressed(event, mark, [[x, y]]));
      handle.addEventListener("focus", () => this.choose(mark));
      handle.addEventListener("pointerdown", (event) => this.grasp(event, mark, [[x, y]]));
      group.append(handle);
    }
    group.addEventListener("pointerdown", (event) => this.grasp(event, mark, [["x1", "y1"], ["x2", "y2"]]));
    return group;
  }

  nameOf(mark, scale) {
    const said = mark.kind === "measure" ? lengthInWords(mark, scale) : mark.text;
    return said ? `${NAMES[mark.kind]} ${said}` : NAMES[mark.kind];
  }

  /* ---- made and moved ---- */

  /** In the middle of what is seen, to be put in its place. */
  add(kind) {
    const { pane } = this;
    const box = pane.frame.getBoundingClientRect();
    const at = (dx) => pane.pixelAt({ clientX: box.left + box.width / 2 + dx, clientY: box.top + box.height / 2 });
    const [from, to] = [at(-LENGTH / 2), at(LENGTH / 2)];
    const mark = { kind, x1: from.x, y1: from.y, x2: to.x, y2: to.y };
    pane.picture.mine.marks.push(mark);
    this.choose(mark);
    this.change();
    this.layer.querySelector(`[data-handle^="${pane.picture.mine.marks.length - 1}-"]`).focus();
  }

  remove(mark) {
    const { mine } = this.pane.picture;
    mine.marks = mine.marks.filter((each) => each !== mark);
    this.choose(null);
    this.change();
    this.pane.frame.focus();
  }

  /** This measure is so many millimetres long. */
  calibrate(mark, millimetres) {
    const pixels = Math.hypot(mark.x2 - mark.x1, mark.y2 - mark.y1);
    if (!(millimetres > 0) || !pixels) return;
    this.pane.picture.mine.scale = millimetres / pixels;
    this.change();
  }

  choose(mark) {
    if (this.chosen === mark) return;
    this.chosen = mark;
    for (const group of this.layer.querySelectorAll("[data-mark]")) {
      group.classList.toggle("mark--chosen", this.pane.picture.mine.marks[group.dataset.mark] === mark);
    }
    this.tellChosen(this, mark);
  }

  change() {
    this.draw();
    this.tellChanged(this);
  }

  shift(mark, ends, dx, dy) {
    const { width, height } = this.pane.picture;
    const held = (value, most) => Math.min(Math.max(value, 0), most);
    for (const [x, y] of ends) Object.assign(mark, { [x]: held(mark[x] + dx, width), [y]: held(mark[y] + dy, height) });
    if (mark.kind === "text") Object.assign(mark, { x2: mark.x1, y2: mark.y1 });
    this.change();
  }

  pressed(event, mark, ends) {
    if (event.key === "Delete" || event.key === "Backspace") this.remove(mark);
    else if (STEPS[event.key]) {
      const [dx, dy] = STEPS[event.key].map((way) => way * (event.shiftKey ? 10 : 1) * this.unit);
      this.shift(mark, ends, ...this.unturned(dx, dy));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  grasp(event, mark, ends) {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    this.choose(mark);
    let last = this.pane.pixelAt(event);
    const moved = (now) => {
      if (now.pointerId !== event.pointerId) return;
      const here = this.pane.pixelAt(now);
      this.shift(mark, ends, here.x - last.x, here.y - last.y);
      last = here;
    };
    const letGo = (now) => {
      if (now.pointerId !== event.pointerId) return;
      removeEventListener("pointermove", moved);
      removeEventListener("pointerup", letGo);
      removeEventListener("pointercancel", letGo);
    };
    addEventListener("pointermove", moved);
    addEventListener("pointerup", letGo);
    addEventListener("pointercancel", letGo);
  }

  /** A step on the screen, in the picture's own directions. */
  unturned(dx, dy) {
    const angle = (-this.pane.place.turn * Math.PI) / 180;
    return [dx * Math.cos(angle) - dy * Math.sin(angle), dx * Math.sin(angle) + dy * Math.cos(angle)];
  }
}
