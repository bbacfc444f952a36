// The strip above GraphiQL: who is signed in until when, and mail that arrived.

const TICK_MS = 5000;
const HINT_MS = 4000;

export class Strip {
  #fill = () => false;
  #message = null;

  constructor(document, tokens) {
    this.at = (id) => document.getElementById(id);
    this.tokens = tokens;
    tokens.addEventListener("change", () => this.draw());
    this.at("forget").addEventListener("click", () => tokens.forget());
    this.at("use-code")?.addEventListener("click", () => this.#useCode());
    setInterval(() => this.draw(), TICK_MS);
    this.draw();
  }

  draw() {
    const status = this.tokens.status();
    const text = describe(status);
    // Unchanged text is left alone, or a screen reader would repeat it.
    if (this.at("session").textContent !== text) this.at("session").textContent = text;
    this.at("session").classList.toggle("in", status.signedIn && !status.ended);
    this.at("forget").hidden = !status.signedIn || this.tokens.inCookies;
  }

  // offer shows a message that just arrived.
  offer(message) {
    this.#message = message;
    this.at("mail-text").textContent = message.code
      ? `New mail for ${message.to}: code ${message.code}`
      : `New mail for ${message.to}: ${message.subject}`;
    this.at("mailbox").href = `/mailbox?to=${encodeURIComponent(message.to)}`;
    this.at("use-code").hidden = !message.code;
    this.at("mail").hidden = false;
  }

  onUseCode(fill) {
    this.#fill = fill;
  }

  #useCode() {
    const button = this.at("use-code");
    if (this.#fill(this.#message.code)) {
      this.at("mail").hidden = true;
      return;
    }
    button.textContent = "No tab asks for a code";
    setTimeout(() => (button.textContent = "Use code"), HINT_MS);
  }
}

export function describe({ signedIn, who, expiresAt, ended }) {
  if (!signedIn) return "Signed out";
  const name = `Signed in${who ? ` as ${who}` : ""}`;
  if (!expiresAt) return name;
  const time = new Date(expiresAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return ended ? `${name}; ended ${time}, the next request refreshes` : `${name} until ${time}`;
}
