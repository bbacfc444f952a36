// The JWE of docs/sealed-passwords.md: ECDH-ES in direct agreement and A256GCM, with Web Crypto alone.

/** A public key, as `config { sealing { jwk } }` gives it. */
export interface PublicJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
}

/** What a JWE is made with: the parameters of its header, and the key to encrypt for. */
export interface Recipient {
  readonly kid: string;
  readonly typ: string;
  readonly alg: string;
  readonly enc: string;
  readonly jwk: PublicJwk;
}

const TAG_BYTES = 16;
const IV_BYTES = 12;
const KEY_BITS = 256;
const P256 = { name: "ECDH", namedCurve: "P-256" };

type Bytes = Uint8Array<ArrayBuffer>;

/** The bytes of a text in UTF-8. */
export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

/** Base64url without padding (RFC 7515, section 2). */
export const base64url = (data: ArrayBuffer | Bytes): string =>
  btoa(String.fromCharCode(...new Uint8Array(data)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** SHA-256 of the data. */
export const sha256 = (data: Bytes): Promise<ArrayBuffer> => crypto.subtle.digest("SHA-256", data);

/** Encrypts the plaintext to a compact JWE (RFC 7516). Throws for another algorithm than the one that it knows. */
export async function encrypt(to: Recipient, plaintext: Bytes): Promise<string> {
  const { kid, typ, alg, enc } = to;
  if (alg !== "ECDH-ES" || enc !== "A256GCM") {
    throw new Error(
      `The server asks for ${alg} with ${enc}, and this version seals with ECDH-ES and A256GCM: update it.`,
    );
  }
  const server = await crypto.subtle.importKey("jwk", publicPart(to.jwk), P256, false, []);
  const own = await crypto.subtle.generateKey(P256, false, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, KEY_BITS);
  const key = await crypto.subtle.importKey("raw", await concatKdf(shared, enc), "AES-GCM", false, ["encrypt"]);

  const epk = publicPart((await crypto.subtle.exportKey("jwk", own.publicKey)) as PublicJwk);
  const header = base64url(utf8(JSON.stringify({ alg, enc, kid, typ, epk })));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(header) }, key, plaintext);
  return [header, "", base64url(iv), base64url(box.slice(0, -TAG_BYTES)), base64url(box.slice(-TAG_BYTES))].join(".");
}

// The server takes a key of exactly these members.
const publicPart = ({ kty, crv, x, y }: PublicJwk): PublicJwk => ({ kty, crv, x, y });

// RFC 7518, section 4.6.2: one round gives the 256 bits that A256GCM needs.
function concatKdf(shared: ArrayBuffer, enc: string): Promise<ArrayBuffer> {
  const number = (n: number): number[] => [0, 0, n >> 8, n & 255];
  const noParty = number(0);
  return sha256(
    new Uint8Array([
      ...number(1),
      ...new Uint8Array(shared),
      ...number(enc.length),
      ...utf8(enc),
      ...noParty,
      ...noParty,
      ...number(KEY_BITS),
    ]),
  );
}
