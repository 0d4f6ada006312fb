/** Each save says which page it leaves and in which rank: of two that cross on the way, the server keeps the later. */

export function countSaves(form) {
  // A name of this very loading: a page that comes back from the history counts from one again.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const tab = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  let turn = 0;
  form.addEventListener("formdata", ({ formData }) => {
    formData.set("tab", tab);
    formData.set("turn", ++turn);
  });
}
