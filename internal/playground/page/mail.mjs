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

const STORAGE_KEY = "usher:code";

// Mail is the page's part in the mailbox: the code that came for an operation
// still to run, and a link to any other message. A code outlives a reload; one
// that goes to a challenge does not, since the challenge does not either.
export class Mail extends EventTarget {
  code = null; // { code, to, medium, from, goesTo: names of the operations that sent and that take it }, or null
  #awaited = { from: null, goesTo: null };
  #storage;
  #watch;

  constructor({ document, storage, fetch, wait }) {
    super();
    this.#storage = storage;
    this.code = parse(storage.getItem(STORAGE_KEY));
    this.link = document.getElementById("mail");
    this.#watch = new MailWatch({ fetch, wait, onMail: (message) => this.#offer(message) });
  }

  start() {
    this.#watch.start();
  }

  // after is told of each answer: which operations it was to, and which takes a
  // code that the first of them may have sent, null for none. A code for an
  // operation that has run is used up.
  after(goesTo, ...names) {
    if (names.includes(this.code?.goesTo)) this.#keep(null);
    this.#awaited = { from: names[0], goesTo };
    this.#watch.look();
  }

  // use hands the code out, once.
  use() {
    const { code } = this;
    this.#keep(null);
    return code;
  }

  #offer({ id, to, medium, subject, code }) {
    this.#keep(code && this.#awaited.goesTo ? { code, to, medium, ...this.#awaited } : null);
    this.link.textContent = `${medium === "SMS" ? "Text" : "Mail"} for ${to}`;
    this.link.title = subject;
    this.link.href = `/mailbox?message=${encodeURIComponent(id)}`;
    this.link.hidden = false;
    this.dispatchEvent(new Event("change"));
  }

  #keep(code) {
    this.code = code;
    this.#storage.setItem(STORAGE_KEY, JSON.stringify(code?.goesTo === "respondToChallenge" ? null : code));
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
