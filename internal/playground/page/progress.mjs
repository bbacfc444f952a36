// Remembers which prepared operations have succeeded, and how the last one ended.

const STORAGE_KEY = "usher:done";

const NEEDS_SIGN_IN = new Set(["UNAUTHENTICATED", "REAUTHENTICATION_REQUIRED"]);

export class Progress extends EventTarget {
  #done;
  #storage;
  interrupted = null; // name of the operation that waits for a sign-in
  last = null; // { name, ...outcomeOf() } of the last operation that was answered; not stored

  constructor(storage) {
    super();
    this.#storage = storage;
    this.#done = new Set(parse(storage.getItem(STORAGE_KEY)));
  }

  has(name) {
    return this.#done.has(name);
  }

  learn({ fields, answer }) {
    for (const { name, key } of fields) {
      this.last = { name, ...outcomeOf(answer, key) };
      if (this.last.ok) this.#done.add(name);
      if (NEEDS_SIGN_IN.has(this.last.code)) this.interrupted = name;
      else if (name === this.interrupted) this.interrupted = null;
    }
    this.#storage.setItem(STORAGE_KEY, JSON.stringify([...this.#done]));
    this.dispatchEvent(new Event("change"));
  }

  // begin forgets the steps of a walk that is to be walked again.
  begin(names) {
    for (const name of names) this.#done.delete(name);
    this.last = null;
    this.interrupted = null;
    this.#storage.setItem(STORAGE_KEY, JSON.stringify([...this.#done]));
    this.dispatchEvent(new Event("change"));
  }
}

// outcomeOf says how a field was answered. A problem is an answer like any other
// and is told by its code; an error stands beside the data.
export function outcomeOf(answer, key) {
  const value = answer.data?.[key];
  const error = answer.errors?.find(({ path }) => path === undefined || path[0] === key);
  if (error) return { ok: false, code: error.extensions?.code ?? "ERROR", message: error.message, reason: error.extensions?.reason, value };
  if (typeof value?.code === "string") return { ok: false, code: value.code, message: value.message, retryAfter: value.retryAfter, value };
  return { ok: answer.data != null, type: value?.__typename, value };
}

function parse(text) {
  try {
    return JSON.parse(text) ?? [];
  } catch {
    return [];
  }
}
