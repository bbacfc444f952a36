// The open message, with its code in big type.

import { addressOf } from "./place.mjs";
import { exact, mediumOf, purposeOf, spoken, subjectOf } from "./words.mjs";

const COPIED_MS = 1800;

export class Reading {
  #message = null;

  constructor(document, { onBack, announce }) {
    this.at = (id) => document.getElementById(id);
    this.announce = announce;
    this.at("copy").addEventListener("click", () => this.#copy());
    this.at("back").addEventListener("click", (event) => {
      event.preventDefault();
      onBack();
    });
  }

  draw(message, place) {
    this.at("reading").hidden = !message;
    this.at("back").href = addressOf({ ...place, message: "" });
    if (!message || message.id === this.#message?.id) return;
    this.#message = message;
    this.at("reading").scrollTop = 0;
    const sent = new Date(message.sentAt);
    this.at("subject").textContent = subjectOf(message);
    this.at("to").textContent = message.to;
    this.at("sent").textContent = exact(sent);
    this.at("sent").dateTime = message.sentAt;
    this.at("sent").title = sent.toISOString();
    this.at("medium").textContent = mediumOf(message);
    this.at("medium").className = message.medium === "SMS" ? "tag text-message" : "tag";
    this.at("purpose").textContent = message.purpose ? ` ${purposeOf(message)}` : "";
    this.at("text").textContent = message.text;
    this.at("code-row").hidden = !message.code;
    this.at("code").textContent = message.code;
    this.#label("Copy code", false);
    this.at("link").href = addressOf({ to: "", message: message.id });
    this.at("json").href = `/mailbox/messages/${encodeURIComponent(message.id)}`;
  }

  // focus goes to the subject, from where a screen reader reads on.
  focus() {
    this.at("subject").focus();
  }

  async #copy() {
    const { id, code } = this.#message;
    const copied = await toClipboard(code, this.at("code"));
    this.#label(copied ? "Copied" : "Press Ctrl+C", copied);
    this.announce(copied ? `Code ${spoken(code)} copied` : "The code is selected; copy it with the keyboard");
    setTimeout(() => {
      if (this.#message.id === id) this.#label("Copy code", false);
    }, COPIED_MS);
  }

  #label(text, done) {
    this.at("copy").textContent = text;
    this.at("copy").classList.toggle("done", done);
  }
}

// The clipboard API exists only on https and localhost; elsewhere the older
// command does it, and where that is refused the code is left selected.
async function toClipboard(text, source) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}
