/** The wait before another code may be asked for, said on its button. Without this module the server says it. */

for (const form of document.querySelectorAll("[data-again-in]")) {
  const button = form.querySelector("button");
  const words = button.querySelector("span");
  const said = words.textContent;
  const end = performance.now() + Number(form.dataset.againIn) * 1000;

  const tell = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left <= 0) {
      words.textContent = said;
      button.removeAttribute("aria-disabled");
      return;
    }
    words.textContent = `${said} dans ${left}\u202fs`;
    button.setAttribute("aria-disabled", "true");
    setTimeout(tell, 1000);
  };
  tell();
}
