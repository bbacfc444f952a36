// Watches the mailbox for mail that an operation caused.

// Pauses before each look into the mailbox after an operation.
const MAILBOX_TRIES_MS = [0, 1000, 3000];

// MailWatch looks for mail that arrived since the page last looked. It asks
// only after an operation, and a few times, because delivery may lag behind.
export class MailWatch {
  #newest;
  #started;

  constructor({ fetch, onMail, wait = (ms) => new Promise((done) => setTimeout(done, ms)) }) {
    this.fetch = fetch;
    this.onMail = onMail;
    this.wait = wait;
  }

  // start notes what is in the mailbox already.
  start() {
    this.#started = this.#ask().then((message) => (this.#newest = message?.id));
  }

  async look() {
    await this.#started;
    for (const pause of MAILBOX_TRIES_MS) {
      await this.wait(pause);
      const message = await this.#ask();
      if (message && message.id !== this.#newest) {
        this.#newest = message.id;
        this.onMail(message);
        return;
      }
    }
  }

  async #ask() {
    try {
      const response = await this.fetch("/mailbox/messages?limit=1", { cache: "no-store" });
      return (await response.json()).messages[0];
    } catch {
      return undefined; // the mailbox is a convenience: the flow goes on without it
    }
  }
}

// Mail is the page's part in the mailbox: the code that came for an operation
// still to run, and a link to any other message.
export class Mail extends EventTarget {
  code = null; // { code, to, medium, goesTo: name of the operation that takes it }, or null
  #goesTo = null;
  #watch;

  constructor({ document, fetch, wait }) {
    super();
    this.link = document.getElementById("mail");
    this.#watch = new MailWatch({ fetch, wait, onMail: (message) => this.#offer(message) });
  }

  start() {
    this.#watch.start();
  }

  // after is told of each answer: which operation takes a code that it may have
  // sent, null for none. A code for an operation that has run is used up.
  after(goesTo, ...names) {
    if (names.includes(this.code?.goesTo)) this.code = null;
    this.#goesTo = goesTo;
    this.#watch.look();
  }

  // use hands the code out, once.
  use() {
    const { code } = this;
    this.code = null;
    return code;
  }

  #offer({ id, to, medium, subject, code }) {
    this.code = code && this.#goesTo ? { code, to, medium, goesTo: this.#goesTo } : null;
    this.link.textContent = `${medium === "SMS" ? "Text" : "Mail"} for ${to}`;
    this.link.title = subject;
    this.link.href = `/mailbox?message=${encodeURIComponent(id)}`;
    this.link.hidden = false;
    this.dispatchEvent(new Event("change"));
  }
}
