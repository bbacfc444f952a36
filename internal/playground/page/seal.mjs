// Seals a password, so that nobody who reads the request on its way reads the password. It needs the
// Web Crypto API and nothing else: any browser on https or localhost, or Node 20 and later.
//
//   sealing   what `query { config { sealing { kid typ alg enc jwk { kty crv x y } nonce } } }` answers
//   op        what the password is for, such as 'signIn'; docs/sealed-passwords.md lists all
//   account   the name that was typed; of a signed-in user `me { id }`
//
// The result goes where the password would. It is good once, for this operation and account.

const SHORTEST = 512; // bytes: all passwords of usual length make envelopes of one length
const TAG = 16;
const P256 = { name: 'ECDH', namedCurve: 'P-256' };
const utf8 = (text) => new TextEncoder().encode(text);
const base64url = (data) =>
  btoa(String.fromCharCode(...new Uint8Array(data))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const sha256 = (data) => crypto.subtle.digest('SHA-256', data);

export async function sealPassword(sealing, { password, op, account }) {
  const { kid, typ, alg, enc, nonce } = sealing;
  if (alg !== 'ECDH-ES' || enc !== 'A256GCM') throw new Error(`cannot seal with ${alg} and ${enc}`);

  const server = await crypto.subtle.importKey('jwk', publicPart(sealing.jwk), P256, false, []);
  const own = await crypto.subtle.generateKey(P256, false, ['deriveBits']);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: server }, own.privateKey, 256);
  const key = await crypto.subtle.importKey('raw', await concatKDF(shared, enc), 'AES-GCM', false, ['encrypt']);

  const epk = publicPart(await crypto.subtle.exportKey('jwk', own.publicKey));
  const header = base64url(utf8(JSON.stringify({ alg, enc, kid, typ, epk })));
  const sub = base64url(await sha256(utf8(account.trim().normalize('NFC').toLowerCase())));
  const claims = padded(utf8(JSON.stringify({ pwd: password, op, sub, nonce })));

  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(header) }, key, claims);
  return [header, '', base64url(iv), base64url(box.slice(0, -TAG)), base64url(box.slice(-TAG))].join('.');
}

const publicPart = ({ kty, crv, x, y }) => ({ kty, crv, x, y });

// RFC 7518, section 4.6.2: one round gives the 256 bits that A256GCM needs.
function concatKDF(shared, enc) {
  const number = (n) => [0, 0, n >> 8, n & 255];
  const noParty = number(0);
  return sha256(new Uint8Array([
    ...number(1), ...new Uint8Array(shared), ...number(enc.length), ...utf8(enc), ...noParty, ...noParty, ...number(256),
  ]));
}

function padded(claims) {
  const out = new Uint8Array(Math.max(SHORTEST, claims.length)).fill(0x20); // JSON may end in spaces
  out.set(claims);
  return out;
}
