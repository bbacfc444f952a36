// What GraphiQL calls to run an operation. It does a client's whole duty: send
// the access token, send the refresh token when the access token has ended, seal
// passwords where it must, and keep the tokens that come back.

// These fields act on the session itself and take the refresh token along.
const NEEDS_REFRESH_TOKEN = new Set(["refreshTokens", "signOut", "signOutEverywhere"]);
const ENDS_SESSION = new Set(["signOut", "signOutEverywhere"]);

// Reasons of UNAUTHENTICATED after which the tokens are worth nothing.
const WORTHLESS = new Set(["INVALID", "REVOKED"]);

// Bounds of the search for tokens in an answer.
const MAX_DEPTH = 12;

const asTheyAre = { seal: async (params) => params };

export function createFetcher({ endpoint, tokens, fetch, passwords = asTheyAre, onAnswer = () => {} }) {
  async function send(params, extraHeaders, withRefreshToken) {
    const headers = new Headers({
      "Content-Type": "application/json",
      // Where tokens travel in cookies the API takes no POST without it.
      "Apollo-Require-Preflight": "true",
      Accept: "application/graphql-response+json, application/json;q=0.9",
      ...tokens.headers(withRefreshToken),
    });
    for (const [name, value] of Object.entries(extraHeaders ?? {})) headers.set(name, value);
    let response;
    try {
      response = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(params), cache: "no-store", credentials: "same-origin" });
    } catch {
      throw new Error(`No answer from ${endpoint}. Is the server still running?`);
    }
    const text = await response.text();
    let answer;
    try {
      answer = JSON.parse(text);
    } catch {
      throw new Error(`${endpoint} answered HTTP ${response.status} without JSON: ${text.slice(0, 500)}`);
    }
    tokens.takeHeaders(response.headers);
    return answer;
  }

  async function exchange(params, headers, withRefreshToken = false) {
    const answer = await send(params, headers, withRefreshToken);
    // Sealed tokens do not say when they end: the server does.
    const again = reasonOf(answer) === "EXPIRED" && !withRefreshToken && !tokens.ended() && tokens.refreshable();
    return again ? send(params, headers, true) : answer;
  }

  return async function fetcher(params, { headers, documentAST } = {}) {
    const fields = rootFields(documentAST, params.operationName);
    const withRefreshToken = fields.some(({ name }) => NEEDS_REFRESH_TOKEN.has(name));
    const sent = await passwords.seal(params, fields, (query) => exchange({ query }, headers));
    const answer = await exchange(sent, headers, withRefreshToken);
    if (documentAST) {
      learn(answer, fields, tokens);
      onAnswer({ params, fields, answer });
    }
    return answer;
  };
}

// learn keeps what an answer says about the session.
function learn(answer, fields, tokens) {
  walk(answer.data, (key, value) => {
    if (key === "tokens" && typeof value.accessToken === "string") tokens.takeTokenSet(value);
  });
  walk(answer.data, (key, value) => {
    if (key === "me") tokens.takeName(value.email ?? value.username);
  });
  const ended = fields.some(({ name, key }) => {
    const outcome = answer.data?.[key];
    if (outcome?.__typename === "AccountDeleted") return true;
    return ENDS_SESSION.has(name) ? outcome : name === "refreshTokens" && outcome?.code === "SESSION_EXPIRED";
  });
  const reason = reasonOf(answer);
  // A refusal beside cookies says that they open no session, whatever the reason.
  if (ended || WORTHLESS.has(reason) || (tokens.inCookies && reason)) tokens.forget();
}

function reasonOf(answer) {
  const refusal = answer.errors?.find((error) => error.extensions?.code === "UNAUTHENTICATED");
  return refusal?.extensions.reason;
}

// rootFields lists the schema's names and the answer's keys of the fields that
// the operation asks for.
export function rootFields(documentAST, operationName) {
  const operations = documentAST?.definitions.filter((d) => d.kind === "OperationDefinition") ?? [];
  const operation = operations.find((d) => d.name?.value === operationName) ?? operations[0];
  return (operation?.selectionSet.selections ?? [])
    .filter((selection) => selection.kind === "Field")
    .map((field) => ({ name: field.name.value, key: field.alias?.value ?? field.name.value }));
}

// documentFor is as much of a parsed document as the fetcher reads, for an
// operation that the page sends by itself.
export function documentFor(name) {
  return { definitions: [{ kind: "OperationDefinition", selectionSet: { selections: [{ kind: "Field", name: { value: name } }] } }] };
}

function walk(value, visit, key = "", depth = 0) {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return;
  if (!Array.isArray(value)) visit(key, value);
  for (const [name, child] of Object.entries(value)) walk(child, visit, name, depth + 1);
}
