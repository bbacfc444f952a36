import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

const ORIGIN = "http://localhost:3000";
const RP_ID = "localhost";
const USER_PRESENT_AND_VERIFIED = 0x05;
const ATTESTED = 0x40;

/** What a page gives the browser. */
interface Asked {
  readonly publicKey: {
    readonly challenge: BufferSource;
    readonly user?: { readonly id: BufferSource };
    readonly excludeCredentials?: readonly { readonly id: BufferSource }[];
    readonly allowCredentials?: readonly { readonly id: BufferSource }[];
  };
  readonly signal?: AbortSignal;
}

/**
 * A browser's `navigator.credentials` with an authenticator behind it (WebAuthn Level 3, ES256, attestation "none"). Its
 * credentials hold bytes and have no toJSON, as in browsers and password managers that know no JSON.
 */
export class Authenticator {
  /** What the next call throws in place of an answer. */
  refusal: Error | null = null;
  #passkey: { id: Buffer; key: KeyObject; user: Buffer } | null = null;
  #count = 0;

  async create({ publicKey, signal }: Asked): Promise<unknown> {
    this.#refuse(signal);
    const id = this.#passkey?.id;
    if (publicKey.excludeCredentials?.some((one) => id?.equals(bytes(one.id)))) {
      throw new DOMException("exists", "InvalidStateError");
    }
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x, y } = pair.publicKey.export({ format: "jwk" });
    this.#passkey = { id: randomBytes(16), key: pair.privateKey, user: bytes(publicKey.user!.id) };
    const coseKey = Buffer.concat([
      Buffer.from("a5010203262001215820", "hex"),
      Buffer.from(x!, "base64url"),
      Buffer.from("225820", "hex"),
      Buffer.from(y!, "base64url"),
    ]);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, 16]), this.#passkey.id, coseKey]);
    const authData = Buffer.concat([this.#authenticatorData(ATTESTED), attested]);
    const attestationObject = Buffer.concat([
      Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex"),
      Buffer.from([authData.length]),
      authData,
    ]);
    return this.#credential({
      clientDataJSON: buffer(clientData("webauthn.create", publicKey.challenge)),
      attestationObject: buffer(attestationObject),
      getTransports: () => ["internal"],
    });
  }

  async get({ publicKey, signal }: Asked): Promise<unknown> {
    this.#refuse(signal);
    if (this.#passkey === null) throw new DOMException("none", "NotAllowedError");
    const data = clientData("webauthn.get", publicKey.challenge);
    const authenticatorData = this.#authenticatorData(0);
    const signed = Buffer.concat([authenticatorData, createHash("sha256").update(data).digest()]);
    return this.#credential({
      clientDataJSON: buffer(data),
      authenticatorData: buffer(authenticatorData),
      signature: buffer(sign("sha256", signed, this.#passkey.key)),
      userHandle: buffer(this.#passkey.user),
    });
  }

  #refuse(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (this.refusal !== null) throw this.refusal;
  }

  #authenticatorData(flags: number): Buffer {
    const tail = Buffer.alloc(5);
    tail[0] = USER_PRESENT_AND_VERIFIED | flags;
    tail.writeUInt32BE(++this.#count, 1);
    return Buffer.concat([createHash("sha256").update(RP_ID).digest(), tail]);
  }

  #credential(response: object): object {
    const { id } = this.#passkey!;
    return {
      id: id.toString("base64url"),
      rawId: buffer(id),
      type: "public-key",
      authenticatorAttachment: "platform",
      getClientExtensionResults: () => ({}),
      response,
    };
  }
}

function clientData(type: string, challenge: BufferSource): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge: bytes(challenge).toString("base64url"), origin: ORIGIN }));
}

const buffer = (data: Buffer): ArrayBuffer => new Uint8Array(data).buffer;

function bytes(source: BufferSource): Buffer {
  return ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    : Buffer.from(source as ArrayBuffer);
}
