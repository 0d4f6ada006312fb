/* A form that has nothing but files to send leaves as soon as they are chosen. */
for (const form of document.querySelectorAll("form[data-send-when-chosen]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
