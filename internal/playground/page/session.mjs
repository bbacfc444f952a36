// The head's right end: who is signed in until when, and the way out.

const TICK_MS = 5000;

export class SessionLine {
  constructor(document, tokens, { signOut }) {
    this.at = (id) => document.getElementById(id);
    this.tokens = tokens;
    tokens.addEventListener("change", () => this.draw());
    this.at("forget").addEventListener("click", () => tokens.forget());
    this.at("sign-out").addEventListener("click", signOut);
    setInterval(() => this.draw(), TICK_MS);
    this.draw();
  }

  draw() {
    const status = this.tokens.status();
    const text = describe(status);
    // Unchanged text is left alone, or a screen reader would repeat it.
    if (this.at("session").textContent !== text) this.at("session").textContent = text;
    this.at("session").classList.toggle("in", status.signedIn && !status.ended);
    this.at("sign-out").hidden = !status.signedIn;
    this.at("forget").hidden = !status.signedIn || this.tokens.inCookies;
  }
}

// lookFor finds out what a page cannot see where tokens are in cookies, which
// another tab may have got or given up. ask runs the query of the session. No
// answer changes nothing.
export async function lookFor(ask, tokens) {
  const { data } = await ask().catch(() => ({}));
  if (data?.session) tokens.takeName(data.session.me.email ?? data.session.me.id);
  if (data?.session === null && tokens.status().signedIn) tokens.forget();
}

export function describe({ signedIn, who, expiresAt, ended }) {
  if (!signedIn) return "Signed out";
  const name = `Signed in${who ? ` as ${who}` : ""}`;
  if (!expiresAt) return name;
  const time = new Date(expiresAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return ended ? `${name}; ended ${time}, the next request refreshes` : `${name} until ${time}`;
}
