/** A part that refreshes itself waits while the tab is hidden, or a menu open in it: nothing moves under the hand. */

document.addEventListener("htmx:beforeRequest", (event) => {
  const part = event.target;
  if (!part.matches("[data-refreshes]")) return;
  if (document.hidden || part.querySelector("details[open]")) event.preventDefault();
});
