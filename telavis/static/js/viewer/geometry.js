/** Where a picture stands in its frame: how large, which way up, how far from the middle. Lengths are CSS pixels. */

export const MOST = 8;
/** A small picture is not blown up until its pixels show. */
const LARGEST_FIT = 2;

/** The width and height that a picture takes at 100 %, once turned. */
export function sidesOf({ width, height }, turn) {
  return turn % 180 ? { width: height, height: width } : { width, height };
}

export function fitScale(frame, picture, turn) {
  const sides = sidesOf(picture, turn);
  return Math.min(frame.width / sides.width, frame.height / sides.height, LARGEST_FIT);
}

export function fitted(frame, picture, turn = 0) {
  return { scale: fitScale(frame, picture, turn), x: 0, y: 0, turn };
}

/** What lies under `at` (from the middle of the frame) stays under it. */
export function zoomedTo(place, scale, at, frame, picture) {
  const least = Math.min(fitScale(frame, picture, place.turn), 1);
  const next = Math.min(Math.max(scale, least), MOST);
  const ratio = next / place.scale;
  const moved = { ...place, scale: next, x: at.x - (at.x - place.x) * ratio, y: at.y - (at.y - place.y) * ratio };
  return heldIn(frame, picture, moved);
}

/** No edge of the picture comes into the frame while the picture is larger; a smaller one stays in the middle. */
export function heldIn(frame, picture, place) {
  const sides = sidesOf(picture, place.turn);
  const held = (value, side, room) => {
    const most = Math.max(0, (side * place.scale - room) / 2);
    return Math.min(Math.max(value, -most), most);
  };
  return { ...place, x: held(place.x, sides.width, frame.width), y: held(place.y, sides.height, frame.height) };
}

export function isFitted(frame, picture, place) {
  return place.scale <= fitScale(frame, picture, place.turn) * 1.001;
}

/** From the frame (from its middle) to the pixels of the picture. */
export function toPicture(place, picture, { x, y }) {
  const angle = (-place.turn * Math.PI) / 180;
  const [dx, dy] = [(x - place.x) / place.scale, (y - place.y) / place.scale];
  return {
    x: dx * Math.cos(angle) - dy * Math.sin(angle) + picture.width / 2,
    y: dx * Math.sin(angle) + dy * Math.cos(angle) + picture.height / 2,
  };
}
