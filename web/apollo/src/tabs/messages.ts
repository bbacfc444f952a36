import { isStoredSession, type StoredSession } from "../store/session.js";

/** Why a session is over: the user ended it, it ran out, or it was ended from elsewhere. */
export type SignedOutReason = "signed-out" | "expired" | "revoked";

/** What one tab says to all others. */
export type Message = { readonly usher: 1; readonly from: string } & (
  | { readonly kind: "ask"; readonly ask: string }
  /** `to` names the ask that is answered; without it the session has just changed. */
  | { readonly kind: "have"; readonly session: StoredSession | null; readonly to?: string }
  | { readonly kind: "end"; readonly id: string | null; readonly reason: SignedOutReason }
  | { readonly kind: "bye" }
);

const REASONS: readonly unknown[] = ["signed-out", "expired", "revoked"] satisfies SignedOutReason[];

/** Reads what arrived. Null for what is no message of this package: every script of the origin can send here. */
export function readMessage(data: unknown): Message | null {
  if (typeof data !== "object" || data === null) {
    return null;
  }
  const m = data as Record<string, unknown>;
  if (m["usher"] !== 1 || typeof m["from"] !== "string") {
    return null;
  }
  const fits =
    m["kind"] === "bye" ||
    (m["kind"] === "ask" && typeof m["ask"] === "string") ||
    (m["kind"] === "have" && (m["session"] === null || isStoredSession(m["session"]))) ||
    (m["kind"] === "end" && (m["id"] === null || typeof m["id"] === "string") && REASONS.includes(m["reason"]));
  return fits ? (data as Message) : null;
}
