// Stand-ins for what the page gets from the browser and the server.

export const NOON = Date.UTC(2026, 2, 4, 12);
export const HOUR = 3_600_000;

export function memoryStorage() {
  const map = new Map();
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => map.set(key, String(value)),
    removeItem: (key) => map.delete(key),
    get length() {
      return map.size;
    },
  };
}

export function jwt(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.c2ln`;
}

export function tokenSet(name) {
  const exp = (NOON + HOUR) / 1000;
  return {
    accessToken: jwt({ exp, username: name }),
    idToken: jwt({ exp, email: `${name}@example.com` }),
    refreshToken: `${name}-refresh`,
    expiresAt: new Date(NOON + HOUR).toISOString(),
  };
}

// documentOf is as much of a parsed document as the fetcher reads.
export function documentOf(operationName, ...fields) {
  const selections = fields.map((field) => {
    const [key, name = key] = field.split(":");
    return { kind: "Field", name: { value: name }, alias: name === key ? undefined : { value: key } };
  });
  return { definitions: [{ kind: "OperationDefinition", name: { value: operationName }, selectionSet: { selections } }] };
}

// server answers each request with the next of the given answers and records
// what it was sent.
export function server(...answers) {
  const requests = [];
  const fetch = async (url, init) => {
    requests.push({ url, ...init, headers: Object.fromEntries(init.headers) });
    const { body, headers = {}, status = 200 } = answers.shift();
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
  };
  return { fetch, requests };
}
