/** Another page writes on the same draft: what it has answered comes here, and where both have, both texts stand. */

import { questionOf } from "./form_changes.js";

const place = document.getElementById("meeting");

/** True when everything that came from elsewhere stands on this page now; a field under the hand is left alone. */
export function meet(form, { news, replaced, rivals }, changes) {
  let isAll = true;
  const pending = new Set(changes.pending());
  for (const [id, html] of Object.entries(replaced)) {
    const item = document.getElementById(id);
    if (!item) continue;
    if (questionsIn(item).some((question) => pending.has(question))) isAll = false;
    else replace(item, html, changes);
  }
  for (const item of form.querySelectorAll(".form-item")) tellRivals(item, rivals[item.id] ?? "");
  if (news.length) say(news);
  return isAll;
}

export function say(sentences) {
  const lines = sentences.map((sentence) => {
    const line = document.createElement("p");
    line.textContent = sentence;
    return line;
  });
  place.querySelector(".notice__body").replaceChildren(...lines);
  place.hidden = false;
}

function replace(item, html, changes) {
  const focused = item.contains(document.activeElement) ? document.activeElement.id : "";
  const next = parsed(html);
  item.replaceWith(next);
  if (focused) document.getElementById(focused)?.focus();
  questionsIn(next).forEach(changes.adopt);
  next.dispatchEvent(new Event("redrawn", { bubbles: true }));
}

/** A group is drawn with the questions inside. */
function questionsIn(item) {
  return [...new Set([...item.querySelectorAll("[name]")].map(questionOf))];
}

function tellRivals(item, html) {
  const shown = item.querySelector(":scope > [data-rivals]");
  const next = html && parsed(html);
  if (shown?.textContent.replace(/\s+/g, " ") === (next && next.textContent.replace(/\s+/g, " "))) return;
  shown?.remove();
  if (!next) return;
  item.querySelector(":scope > .field, :scope > .form-group")?.after(next);
  item.closest("details")?.setAttribute("open", "");
}

function parsed(html) {
  const model = document.createElement("template");
  model.innerHTML = html;
  return model.content.firstElementChild;
}
