// What the page says in words.

const MEDIA = { EMAIL: "E-mail", SMS: "Text message" };

// The local pool's words for why it sent a message.
const PURPOSES = {
  SignUp: "for a sign-up",
  ResendCode: "for a sign-up, sent again",
  Authentication: "for a sign-in",
  ForgotPassword: "for a forgotten password",
  AdminCreateUser: "as an invitation",
  UpdateUserAttribute: "for a new address or number",
  VerifyUserAttribute: "to prove an address or number",
  CustomChallenge: "for a sign-in of the pool's own",
};

export function mediumOf({ medium }) {
  return MEDIA[medium] ?? medium;
}

export function purposeOf({ purpose }) {
  return PURPOSES[purpose] ?? (purpose && `for ${purpose}`);
}

export function subjectOf({ subject, medium }) {
  return subject || mediumOf({ medium }) || "Message";
}

// spoken spells a code out, so that nobody hears a number of six digits.
export function spoken(code) {
  return [...code].join(" ");
}

export function exact(date) {
  return date.toLocaleString([], { dateStyle: "medium", timeStyle: "medium" });
}

// ago says how long before now (in ms) a date was.
export function ago(date, now) {
  const seconds = Math.round((now - date) / 1000);
  if (seconds < 10) return "just now";
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
  if (seconds < 60) return words.format(-seconds, "second");
  if (seconds < 3600) return words.format(-Math.floor(seconds / 60), "minute");
  if (seconds < 86400) return words.format(-Math.floor(seconds / 3600), "hour");
  return words.format(-Math.floor(seconds / 86400), "day");
}
