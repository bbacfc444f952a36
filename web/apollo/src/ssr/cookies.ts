/** One cookie as a request carries it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
}

// Usher's own, over https and, in local mode, over http. The page's other cookies are none of its concern.
const OWN = /^(?:__Host-)?usher-(?:access|refresh|device)$/;

/** Whether Usher's cookies have this name. */
export const isOwn = (name: string): boolean => OWN.test(name);

/**
 * Usher's cookies among those of a Cookie header. Two of one name stay two: one of them was planted, and Usher has to see
 * that.
 */
export function ownCookies(header: string | null): readonly Cookie[] {
  return (header ?? "")
    .split(";")
    .map(pair)
    .filter(({ name }) => isOwn(name));
}

/** The cookies after an answer has set this one of Usher's, as a browser would keep them. */
export function afterSetCookie(cookies: readonly Cookie[], setCookie: string): readonly Cookie[] {
  const [first = "", ...attributes] = setCookie.split(";");
  const { name, value } = pair(first);
  const others = cookies.filter((cookie) => cookie.name !== name);
  const cleared = attributes.some((attribute) => /^\s*max-age=0*\s*$/i.test(attribute));
  return cleared ? others : [...others, { name, value }];
}

/** The name of the cookie that a Set-Cookie header sets. */
export function nameOf(setCookie: string): string {
  return pair(setCookie.split(";")[0] ?? "").name;
}

function pair(text: string): Cookie {
  const at = text.indexOf("=");
  return at < 0 ? { name: "", value: "" } : { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}
