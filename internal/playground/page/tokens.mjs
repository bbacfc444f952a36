// The caller's tokens: what any client of the API has to keep.
// They live in memory and in the tab's session storage, so that a reload keeps
// the session and a closed tab ends it; never in local storage.

const STORAGE_KEY = "usher:tokens";
// The token of a known device opens nothing and outlives sessions: it is kept apart.
const DEVICE_KEY = "usher:device";

// A token that ends sooner than this is as good as ended: the answer would
// come too late.
const LEEWAY_MS = 10_000;

export class Tokens extends EventTarget {
  #kept = null; // { accessToken, idToken, refreshToken, expiresAt (ms or null), who }
  #storage;
  #now;

  // Where tokens are in cookies, the page knows no more than who is signed in.
  constructor(storage, { now = Date.now, inCookies = false } = {}) {
    super();
    this.inCookies = inCookies;
    this.#storage = storage;
    this.#now = now;
    try {
      this.#kept = JSON.parse(storage.getItem(STORAGE_KEY));
    } catch {
      this.#kept = null;
    }
  }

  // headers for one request. The refresh token goes along only when it is
  // needed: with an access token that has ended, or where the caller says so.
  headers(withRefreshToken = false) {
    const headers = {};
    const device = this.#storage.getItem(DEVICE_KEY);
    if (device) headers["X-Device-Token"] = device;
    if (!this.#kept?.accessToken) return headers;
    headers.Authorization = `Bearer ${this.#kept.accessToken}`;
    if (this.#kept.refreshToken && (withRefreshToken || this.ended())) {
      headers["X-Refresh-Token"] = this.#kept.refreshToken;
    }
    return headers;
  }

  ended() {
    const { expiresAt = null } = this.#kept ?? {};
    return expiresAt !== null && expiresAt - LEEWAY_MS <= this.#now();
  }

  refreshable() {
    return Boolean(this.#kept?.refreshToken);
  }

  // takeHeaders keeps the tokens of a silent refresh, and that of the device.
  takeHeaders(headers) {
    const device = headers.get("X-Device-Token");
    if (device) this.#storage.setItem(DEVICE_KEY, device);
    const accessToken = headers.get("X-Access-Token");
    if (!accessToken) return;
    this.#keep({
      accessToken,
      idToken: headers.get("X-Id-Token") ?? this.#kept?.idToken,
      refreshToken: headers.get("X-Refresh-Token") ?? this.#kept?.refreshToken,
      expiresAt: expiryOf(accessToken),
    });
  }

  // takeTokenSet keeps the tokens of an answer's body. A refresh token that is
  // null there means that the present one stays valid.
  takeTokenSet({ accessToken, idToken, refreshToken, expiresAt }) {
    this.#keep({
      accessToken,
      idToken: idToken ?? this.#kept?.idToken,
      refreshToken: refreshToken ?? this.#kept?.refreshToken,
      expiresAt: Date.parse(expiresAt) || expiryOf(accessToken),
    });
  }

  takeName(who) {
    if ((this.#kept || this.inCookies) && who && this.#kept?.who !== who) this.#keep({ who });
  }

  forget() {
    this.#kept = null;
    this.#storage.removeItem(STORAGE_KEY);
    this.dispatchEvent(new Event("change"));
  }

  // status is what may be shown: never a token.
  status() {
    if (!this.#kept) return { signedIn: false };
    const { who, expiresAt, idToken, accessToken } = this.#kept;
    const name = claims(idToken)?.email ?? who ?? claims(accessToken)?.username;
    return { signedIn: true, who: name, expiresAt, ended: this.ended() };
  }

  #keep(changes) {
    this.#kept = { ...this.#kept, ...changes };
    this.#storage.setItem(STORAGE_KEY, JSON.stringify(this.#kept));
    this.dispatchEvent(new Event("change"));
  }
}

// claims reads a JWT's payload for display. A sealed token is opaque: null.
function claims(token) {
  try {
    const [, payload, signature] = token.split(".");
    if (!signature) return null;
    const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function expiryOf(token) {
  const exp = claims(token)?.exp;
  return typeof exp === "number" ? exp * 1000 : null;
}
