import { isStoredSession, type StoredSession } from "../store/session.js";

/** Why a session is over: the user ended it, it ran out, or it was ended from elsewhere. */
export type SignedOutReason = "signed-out" | "expired" | "revoked";

/** What one tab says to all others. */
export type Message = { readonly usher: 1; readonly from: string } & (
  | { readonly kind: "ask"; readonly ask: string }
  /** `to` names the ask that is answered; without it the session has just changed. */
  | { readonly kind: "have"; readonly session: StoredSession | null; readonly to?: string }
  | { readonly kind: "end"; readonly id: string; readonly reason: SignedOutReason }
  | { readonly kind: "bye" }
);

const REASONS: readonly unknown[] = ["signed-out", "expired", "revoked"] satisfies SignedOutReason[];

/** Reads what arrived. Null for what is no message of this package: every script of the origin can send here. */
export function readMessage(data: unknown): Message | null {
  const m = data as Partial<Record<string, unknown>> | null | undefined;
  const kind = m?.["usher"] === 1 && typeof m["from"] === "string" ? m["kind"] : null;
  const fits =
    kind === "bye" ||
    (kind === "ask" && typeof m!["ask"] === "string") ||
    (kind === "have" && (m!["session"] === null || isStoredSession(m!["session"]))) ||
    (kind === "end" && typeof m!["id"] === "string" && REASONS.includes(m!["reason"]));
  return fits ? (data as Message) : null;
}
