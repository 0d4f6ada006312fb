/** A screenshot that is pasted becomes a document: by the keyboard anywhere on the page, or by a button where the browser lets one. */

const NARROW = "\u202f";
const PICTURE = "image/png";
const SAY = {
  none: `Le presse-papiers ne contient pas d’image${NARROW}: faites d’abord la capture d’écran, puis collez-la ici.`,
  denied: `Le navigateur n’a pas donné l’image${NARROW}: appuyez sur Ctrl et V.`,
};

export function watchPasting(column) {
  document.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData ?? { files: [], types: [] };
    // What a word processor or a spreadsheet copies is text with a picture of it: the text goes where it was pasted.
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    column.take([...files].map(named));
  });

  const button = column.form.querySelector("[data-paste]");
  if (!button || !navigator.clipboard?.read) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      const items = await navigator.clipboard.read();
      const pictures = items.filter((item) => item.types.includes(PICTURE));
      if (!pictures.length) return column.say(SAY.none, { shown: true });
      const found = await Promise.all(pictures.map((item) => item.getType(PICTURE)));
      column.take(found.map((picture) => named(new File([picture], "image.png", { type: PICTURE }))));
    } catch {
      column.say(SAY.denied, { shown: true });
    }
  });
}

/** Every browser calls a screenshot «image.png»: the hour tells one from the other. */
function named(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const now = new Date();
  const clock = `${now.getHours()} h ${String(now.getMinutes()).padStart(2, "0")}`;
  return new File([file], `Capture d’écran, ${clock}.${file.name.split(".").pop()}`, { type: file.type });
}
