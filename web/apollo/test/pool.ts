import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { startUsher, type Usher } from "./usher.js";

const POOL = "us-east-1_UsherPool";
/** The embedded pool looks at the form of a signature only. */
const SIGNATURE =
  "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=00";

/** A server whose pool an administrator can reach, as a Cognito pool's can. */
export interface Administered extends Usher {
  /** Calls an operation of Cognito for the pool, such as AdminCreateUser. Throws what the pool refuses. */
  admin(operation: string, input?: Record<string, unknown>): Promise<void>;
}

/** Starts a server with the pool's own protocol on another port. */
export async function startAdministered(settings: Record<string, string> = {}): Promise<Administered> {
  const port = await freePort();
  const usher = await startUsher({ ...settings, USHER_LOCAL_LISTEN: `127.0.0.1:${port}` });
  return {
    ...usher,
    admin: async (operation, input = {}) => {
      const response = await fetch(`http://127.0.0.1:${port}/`, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
          authorization: SIGNATURE,
        },
        body: JSON.stringify({ UserPoolId: POOL, ...input }),
      });
      if (!response.ok) {
        throw new Error(`${operation}: ${await response.text()}`);
      }
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * The code that an authenticator app shows (RFC 6238). Each is taken once, so a test that needs two in the same half
 * minute takes the one before, too, which is taken as well.
 */
export function totp(secret: string, stepsFromNow = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + stepsFromNow));
  const hash = createHmac("sha1", base32(secret)).update(counter).digest();
  const at = hash[hash.length - 1]! & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

function base32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, "")].map((c) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"),
  );
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((octet) => parseInt(octet, 2)));
}
