/** The list refreshes itself every 30 s; it waits while a menu is open, so that nothing moves under the hand. */

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "inbox" && event.target.querySelector("details[open]")) event.preventDefault();
});
