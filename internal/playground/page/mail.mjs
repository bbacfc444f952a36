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
