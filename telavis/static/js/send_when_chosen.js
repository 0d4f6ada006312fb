/* Files leave as soon as they are chosen; what is typed beside them goes with them and comes back. */
for (const form of document.querySelectorAll("form[data-send-when-chosen]")) {
  form.querySelector("[type=file]").addEventListener("change", () => form.requestSubmit());
}
