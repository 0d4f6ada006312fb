/** Keeps the documents that a question may take in step with those that are joined on the right. */

export function watchDocuments(form, changed) {
  const list = document.querySelector("[data-files]");
  if (!list) return;
  let asking = null;

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-document]");
    if (!button) return;
    asking = button.closest("[data-attachment]");
    document.querySelector("[data-upload] input[type='file']")?.click();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-upload]") && event.isTrusted) asking = null;
  });

  new MutationObserver(() => {
    const present = [...list.querySelectorAll("li[id^='document-']")];
    for (const question of form.querySelectorAll("[data-attachment]")) {
      const isAsking = question === asking;
      if (align(question, present, isAsking)) changed();
    }
  }).observe(list, { childList: true, subtree: true });
}

/** One chip per document; a new one is ticked where it was asked for. True when an answer changed. */
function align(question, present, isAsking) {
  const holder = question.querySelector("[data-documents]");
  const ids = present.map((tile) => tile.id.replace("document-", ""));
  let isChanged = false;
  for (const chip of [...holder.children]) {
    const box = chip.querySelector("input");
    if (ids.includes(box.value)) continue;
    isChanged ||= box.checked;
    chip.remove();
  }
  for (const tile of present) {
    const id = tile.id.replace("document-", "");
    const box = holder.querySelector(`input[value="${CSS.escape(id)}"]`);
    const chip = box?.closest(".chip") ?? chipOf(question, id, titleOf(tile), isAsking);
    showPicture(chip, tile);
    if (box) continue;
    holder.append(chip);
    isChanged ||= isAsking;
  }
  return isChanged;
}

function titleOf(tile) {
  return tile.querySelector("input[name='title']")?.value ?? tile.querySelector(".file__title")?.textContent ?? "Document";
}

/** The picture comes once the document has been checked. */
function showPicture(chip, tile) {
  const there = tile.querySelector("img");
  if (!there || chip.querySelector("img")) return;
  const picture = document.createElement("img");
  picture.className = "chip__picture";
  picture.alt = "";
  picture.src = there.src;
  chip.querySelector("span").before(picture);
}

function chipOf(question, id, title, isTicked) {
  const chip = document.createElement("label");
  const box = document.createElement("input");
  const words = document.createElement("span");
  chip.className = "chip";
  box.type = "checkbox";
  box.name = question.dataset.attachment;
  box.value = id;
  box.checked = isTicked;
  words.textContent = title;
  chip.append(box, words);
  return chip;
}
