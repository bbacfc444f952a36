// Remembers the address and the password in use, the challenge of a sign-in under
// way and the ids that answers told, so that the operations after one go on
// without retyping.

const STORAGE_KEY = "usher:notes";

// Outcomes that prove the values of the input right.
const SUCCESS = new Set(["SignUpStarted", "SignUpConfirmed", "Session", "PasswordChanged"]);

const ADDRESS = /("(?:email|username)"\s*:\s*)("(?:[^"\\]|\\.)*")/g;
const PASSWORD = /("(?:password|currentPassword)"\s*:\s*)("(?:[^"\\]|\\.)*")/g;
const CODE = /("(?:code|custom)"\s*:\s*)"[^"]*"/;
const NO_CODE = /"(?:code|totpCode|custom)"\s*:\s*""/;
const CHANNEL = /("channel"\s*:\s*)"[^"]*"/;
const CHALLENGE = /("challenge"\s*:\s*)"[^"]*"/;

// What stands in the prepared variables where an id belongs that an answer tells.
const NO_SESSION = '"the id of a session"';
const NO_PASSKEY = '"the id of a passkey"';

export class Notes {
  // Only a value that was prepared or used before is replaced: what the user
  // typed and did not run yet stays.
  #noted = { address: null, password: null, known: [] };
  #challenge = null; // of minutes, so it is not stored
  #session = null; // id of another session, from the last list
  #passkey = null; // id of the passkey that was seen last
  #storage;

  constructor(operations, storage) {
    this.#storage = storage;
    for (const { variables } of operations) {
      const { email, username, password, currentPassword } = parse(variables)?.input ?? {};
      this.#know(email, username, password, currentPassword);
    }
    Object.assign(this.#noted, parse(storage.getItem(STORAGE_KEY)));
  }

  learn({ params, fields, answer }) {
    for (const { key } of fields) {
      const value = answer.data?.[key];
      this.#challenge = value?.challenge ?? this.#challenge;
      if (Array.isArray(value)) this.#session = (value.find(({ current }) => current === false) ?? value[0])?.id ?? null;
      this.#passkey = value?.passkey?.id ?? value?.me?.passkeys?.at(-1)?.id ?? this.#passkey;
    }
    const input = params.variables?.input;
    if (!input || !fields.some(({ key }) => SUCCESS.has(answer.data?.[key]?.__typename))) return;
    this.#noted.address = input.email ?? input.username ?? this.#noted.address;
    this.#noted.password = input.newPassword ?? input.password ?? this.#noted.password;
    this.#know(this.#noted.address, this.#noted.password);
    this.#storage.setItem(STORAGE_KEY, JSON.stringify(this.#noted));
  }

  fill(variables) {
    const { address, password, known } = this.#noted;
    const put = (value) => (all, name, old) => (value !== null && known.includes(parse(old)) ? name + JSON.stringify(value) : all);
    let filled = variables.replace(ADDRESS, put(address)).replace(PASSWORD, put(password));
    if (this.#session) filled = filled.replace(NO_SESSION, () => JSON.stringify(this.#session));
    if (this.#passkey) filled = filled.replace(NO_PASSKEY, () => JSON.stringify(this.#passkey));
    return this.#challenge === null ? filled : filled.replace(CHALLENGE, (_, name) => name + JSON.stringify(this.#challenge));
  }

  #know(...values) {
    for (const value of values) {
      if (value && !this.#noted.known.includes(value)) this.#noted.known.push(value);
    }
  }
}

export function asksForCode(variables) {
  return CODE.test(variables ?? "");
}

// lacksCode says whether a code is asked for and none is there yet.
export function lacksCode(variables) {
  return NO_CODE.test(variables ?? "");
}

// fillCode puts a code in, and where the variables name a channel also the
// medium, EMAIL or SMS, by which it came.
export function fillCode(variables, code, medium) {
  const filled = variables.replace(CODE, (_, name) => name + JSON.stringify(code));
  return medium ? filled.replace(CHANNEL, (_, name) => name + JSON.stringify(medium)) : filled;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
