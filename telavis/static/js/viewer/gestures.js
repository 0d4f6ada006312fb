/** By mouse and by touch: a wheel or two fingers zoom around where they are, one moves, a swipe changes the picture. */

const WHEEL = 0.0015;
const LINE = 16;
const SWIPE = 60;

/** `onSwipe(1)`: to the next picture. */
export function watchGestures(pane, { onSwipe }) {
  const { frame } = pane;
  const fingers = new Map();
  let begun = null;

  frame.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
      pane.zoomTo(pane.place.scale * Math.exp(-pixels * WHEEL), pane.fromMiddle(event));
    },
    { passive: false },
  );

  frame.addEventListener("dblclick", (event) => {
    if (pane.isFitted) pane.zoomTo(Math.max(1, pane.place.scale * 2), pane.fromMiddle(event));
    else pane.fit();
  });

  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("[data-mark], button")) return;
    frame.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    begun = fingers.size === 1 ? { x: event.clientX, wasFitted: pane.isFitted } : null;
  });

  frame.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const others = [...fingers.values()].filter((finger) => finger.pointerId !== event.pointerId);
    fingers.set(event.pointerId, event);
    if (!others.length) pane.move(event.clientX - before.clientX, event.clientY - before.clientY);
    else pinch(others[0], before, event);
  });

  function pinch(still, before, now) {
    const apart = (finger) => Math.hypot(finger.clientX - still.clientX, finger.clientY - still.clientY);
    const middle = { clientX: (still.clientX + now.clientX) / 2, clientY: (still.clientY + now.clientY) / 2 };
    pane.move((now.clientX - before.clientX) / 2, (now.clientY - before.clientY) / 2);
    if (apart(before) > 0) pane.zoomTo((pane.place.scale * apart(now)) / apart(before), pane.fromMiddle(middle));
  }

  function lift(event) {
    if (!fingers.delete(event.pointerId) || fingers.size || !begun) return;
    const way = event.clientX - begun.x;
    if (event.type === "pointerup" && event.pointerType === "touch" && begun.wasFitted && Math.abs(way) > SWIPE) {
      onSwipe(way < 0 ? 1 : -1);
    }
    begun = null;
  }
  frame.addEventListener("pointerup", lift);
  frame.addEventListener("pointercancel", lift);
}
