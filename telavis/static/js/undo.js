/** Counts the seconds left to undo a sending; then the offer goes. */

const offer = document.querySelector(".undo");

if (offer) {
  const left = offer.querySelector("[data-left]");
  const end = Date.now() + Number(offer.dataset.seconds) * 1000;
  const tick = setInterval(() => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    left.textContent = String(seconds);
    if (seconds > 0) return;
    clearInterval(tick);
    const words = document.createElement("p");
    words.textContent = "Le service voit maintenant votre demande.";
    offer.replaceChildren(words);
  }, 1000);
}
