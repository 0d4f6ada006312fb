/** «Copier le résumé»: the text of the page into the clipboard; selected, where the browser refuses. */

const text = document.getElementById("resume-texte");
const said = document.getElementById("copied");

async function copy() {
  try {
    await navigator.clipboard.writeText(text.value);
    return true;
  } catch {
    // Not over plain http, nor where the hospital forbids it: selected, the keyboard copies it.
    document.getElementById("resume-vu").open = true;
    text.focus();
    text.select();
    return false;
  }
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-copy-summary]")) return;
  said.textContent = "";
  const done = await copy();
  said.textContent = done ? "Résumé copié." : "Le texte est sélectionné\u202f: copiez-le avec Ctrl+C.";
});
