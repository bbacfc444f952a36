// Usage: node audit.mjs URL
//
// Runs every audit of graphql-http against URL, the recommended and optional ones included, and
// ends with 1 unless all pass.
import { serverAudits } from 'graphql-http';

// Counted, so that a smaller list never looks like success.
const EXPECTED = 61;
const REQUEST_LIMIT_MS = 10_000;

const url = process.argv[2];
if (!url) {
  console.error('usage: node audit.mjs URL');
  process.exit(2);
}

// Usher answers GET only with a preflight header, which no form and no image of another site can
// send. The audits know nothing of it.
function fetchFn(input, init = {}) {
  const headers = new Headers(init.headers);
  headers.set('apollo-require-preflight', 'true');
  return fetch(input, { ...init, headers, signal: AbortSignal.timeout(REQUEST_LIMIT_MS) });
}

const audits = serverAudits({ url, fetchFn });
let passed = 0;
for (const audit of audits) {
  let result;
  try {
    result = await audit.fn();
  } catch (error) {
    result = { status: 'error', reason: String(error?.cause ?? error) };
  }
  if (result.status === 'ok') {
    passed++;
    continue;
  }
  console.log(`${audit.id} ${audit.name}`);
  console.log(`     ${result.status}: ${result.reason}`);
}

console.log(`${passed} of ${audits.length} passed`);
if (audits.length !== EXPECTED) {
  console.log(`expected ${EXPECTED} audits: the version of graphql-http has changed`);
}
process.exit(passed === EXPECTED && audits.length === EXPECTED ? 0 : 1);
