// The list of messages. Elements are kept between two looks into the box, so
// that the focus and the scroll position survive new mail. A message is foreign
// text: everything goes in through textContent.

import { addressOf } from "./place.mjs";
import { ago, exact, mediumOf, subjectOf } from "./words.mjs";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class List {
  #rows = new Map(); // message id -> { item, link, message }

  // onChoose is told the id of a message to open, onStep that of one that an
  // arrow key came to.
  constructor(document, { onChoose, onStep }) {
    this.list = document.getElementById("messages");
    this.template = document.getElementById("row");
    this.list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      // A click that opens a new tab or window stays one.
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      onChoose(link.dataset.id);
    });
    this.list.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      const links = [...this.list.querySelectorAll("li:not([hidden]) a")];
      const next = links[links.indexOf(document.activeElement) + step];
      if (!step || !next) return;
      event.preventDefault();
      next.focus();
      onStep(next.dataset.id);
    });
  }

  // draw shows the messages that fit a place; news holds the ids of those that
  // came since the page was opened and were not read.
  draw(messages, { fitting, open }, place, news) {
    const kept = new Set(messages.map(({ id }) => id));
    for (const [id, { item }] of this.#rows) {
      if (kept.has(id)) continue;
      item.remove();
      this.#rows.delete(id);
    }
    for (const message of messages.toReversed()) {
      if (!this.#rows.has(message.id)) this.list.prepend(this.#make(message));
    }
    const shown = new Set(fitting);
    for (const [id, { item, link, message }] of this.#rows) {
      item.hidden = !shown.has(message);
      link.href = addressOf({ ...place, message: id });
      link.classList.toggle("new", news.has(id));
      link.querySelector(".news").textContent = news.has(id) ? "New: " : "";
      if (message === open) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  tellTimes(now) {
    for (const { link, message } of this.#rows.values()) {
      link.querySelector("time").textContent = ago(new Date(message.sentAt), now);
    }
  }

  #make(message) {
    const item = this.template.content.cloneNode(true).firstElementChild;
    const link = item.querySelector("a");
    const part = (name) => item.querySelector(`.${name}`);
    link.dataset.id = message.id;
    link.classList.toggle("text-message", message.medium === "SMS");
    part("medium").textContent = `${mediumOf(message)} for `;
    part("to").textContent = message.to;
    part("about").textContent = subjectOf(message);
    part("small-code").textContent = message.code;
    part("small-code").hidden = !message.code;
    const time = item.querySelector("time");
    time.dateTime = message.sentAt;
    time.title = exact(new Date(message.sentAt));
    this.#rows.set(message.id, { item, link, message });
    return item;
  }
}
