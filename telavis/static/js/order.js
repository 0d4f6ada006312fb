/** «Monter», «Descendre»: the tile moves when the server has moved the document, and the button keeps the focus. */

const KNOWN = "li[id^='document-']";

export function watchOrder(list, say) {
  list.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    const button = detail.requestConfig.triggeringEvent?.submitter;
    if (!target.matches("[data-move]") || detail.xhr.status !== 204 || !button) return;
    const tile = target.closest(KNOWN);
    const isUp = button.value === "monter";
    const next = neighbour(tile, isUp);
    if (next) next[isUp ? "before" : "after"](tile);
    button.focus();
    const ranks = [...list.querySelectorAll(KNOWN)];
    say(`${tile.querySelector("input[name='title']").value}\u202f: ${ranks.indexOf(tile) + 1} sur ${ranks.length}`);
  });
}

/** The nearest document that the server knows: a file still on its way has no rank yet. */
function neighbour(tile, isUp) {
  let next = tile;
  do next = isUp ? next.previousElementSibling : next.nextElementSibling;
  while (next && !next.matches(KNOWN));
  return next;
}
