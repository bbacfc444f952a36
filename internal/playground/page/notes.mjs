// Remembers the address and the password in use, and the challenge of a sign-in
// under way, so that the tabs after an operation go on without retyping.

const STORAGE_KEY = "usher:notes";

// Outcomes that prove the values of the input right.
const SUCCESS = new Set(["SignUpStarted", "SignUpConfirmed", "Session", "PasswordChanged"]);

const ADDRESS = /("(?:email|username)"\s*:\s*)("(?:[^"\\]|\\.)*")/g;
const PASSWORD = /("(?:password|currentPassword)"\s*:\s*)("(?:[^"\\]|\\.)*")/g;
const CODE = /("code"\s*:\s*)"[^"]*"/;
const CHALLENGE = /("challenge"\s*:\s*)"[^"]*"/;

export class Notes {
  // Only a value that was prepared or used before is replaced: what the user
  // typed and did not run yet stays.
  #noted = { address: null, password: null, known: [] };
  #challenge = null; // of minutes, so it is not stored
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
    for (const { key } of fields) this.#challenge = answer.data?.[key]?.challenge ?? this.#challenge;
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
    const filled = variables.replace(ADDRESS, put(address)).replace(PASSWORD, put(password));
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

export function fillCode(variables, code) {
  return variables.replace(CODE, (_, name) => name + JSON.stringify(code));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
