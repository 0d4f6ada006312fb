/** One picture in its frame: shown, moved, turned, lightened. */

import { fitted, heldIn, isFitted, toPicture, zoomedTo } from "./geometry.js";

const STEP = 1.25;
const TRUE_PIXELS = 4;
const AS_IT_IS = { brightness: 100, contrast: 100, isInverted: false };

export class Pane {
  constructor(root) {
    this.root = root;
    this.frame = root.querySelector("[data-frame]");
    this.stage = root.querySelector("[data-stage]");
    this.caption = root.querySelector("figcaption");
    this.failure = root.querySelector("[data-failure]");
    this.light = { ...AS_IT_IS };
    this.heard = [];
    new ResizeObserver(() => this.picture && this.refit()).observe(this.frame);
  }

  /** Tells whoever listens that something of this pane has changed. */
  tell() {
    this.heard.forEach((hear) => hear(this));
  }

  /* ---- which picture ---- */

  show(picture) {
    this.picture = picture;
    this.stage.replaceChildren(this.layer(picture.thumbnail), this.whole());
    this.stage.style.width = `${picture.width}px`;
    this.stage.style.height = `${picture.height}px`;
    this.caption.textContent = picture.title;
    this.frame.setAttribute("aria-label", `Image${"\u202f"}: ${picture.title}`);
    this.reset();
  }

  layer(address) {
    const image = new Image(this.picture.width, this.picture.height);
    image.alt = "";
    image.draggable = false;
    image.src = address;
    return image;
  }

  /** Over its thumbnail, so that something is there at once. */
  whole() {
    this.failure.hidden = true;
    this.frame.setAttribute("aria-busy", "true");
    const image = this.layer(this.picture.source);
    image.dataset.whole = "";
    const isStill = () => this.stage.contains(image);
    image.addEventListener("load", () => isStill() && this.frame.removeAttribute("aria-busy"));
    image.addEventListener("error", () => {
      if (!isStill()) return;
      this.frame.removeAttribute("aria-busy");
      this.failure.hidden = false;
    });
    return image;
  }

  retry() {
    this.stage.querySelector("[data-whole]").replaceWith(this.whole());
  }

  /* ---- where it stands ---- */

  get room() {
    return { width: this.frame.clientWidth, height: this.frame.clientHeight };
  }

  get isFitted() {
    return isFitted(this.room, this.picture, this.place);
  }

  put(place) {
    this.place = place;
    const { x, y, scale, turn } = place;
    this.stage.style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px) rotate(${turn}deg) scale(${scale})`;
    this.stage.toggleAttribute("data-pixels", scale >= TRUE_PIXELS);
    this.tell();
  }

  fit() {
    this.wasFitted = true;
    this.put(fitted(this.room, this.picture, this.place?.turn));
  }

  /** The frame has another size: what was whole stays whole. */
  refit() {
    if (this.wasFitted) this.fit();
    else this.put(heldIn(this.room, this.picture, this.place));
  }

  zoomTo(scale, at = { x: 0, y: 0 }) {
    this.put(zoomedTo(this.place, scale, at, this.room, this.picture));
    this.wasFitted = this.isFitted;
  }

  zoom(steps, at) {
    this.zoomTo(this.place.scale * STEP ** steps, at);
  }

  move(dx, dy) {
    this.put(heldIn(this.room, this.picture, { ...this.place, x: this.place.x + dx, y: this.place.y + dy }));
  }

  turn(degrees) {
    this.place = { ...this.place, turn: (this.place.turn + degrees + 360) % 360 };
    this.fit();
  }

  /** The pixel of the picture that lies at a point of the window. */
  pixelAt({ clientX, clientY }) {
    return toPicture(this.place, this.picture, this.fromMiddle({ clientX, clientY }));
  }

  fromMiddle({ clientX, clientY }) {
    const box = this.frame.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  }

  /* ---- light ---- */

  lighten(changes) {
    this.light = { ...this.light, ...changes };
    const { brightness, contrast, isInverted } = this.light;
    const isPlain = brightness === 100 && contrast === 100 && !isInverted;
    const inverted = isInverted ? " invert(1)" : "";
    // On the pictures alone: what is drawn over them keeps its colours.
    const filter = isPlain ? "" : `brightness(${brightness}%) contrast(${contrast}%)${inverted}`;
    this.stage.querySelectorAll("img").forEach((image) => (image.style.filter = filter));
    this.tell();
  }

  reset() {
    this.lighten(AS_IT_IS);
    this.place = { scale: 1, x: 0, y: 0, turn: 0 };
    this.fit();
  }
}
