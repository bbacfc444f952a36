// Says what to do next, in one line and one button. advise is a function of
// what is known; Guide draws what it says.

import { isChallenge, wordsFor } from "./challenges.mjs";

// titleOf is the name of an operation in its document and on its tab.
export function titleOf(name) {
  return name[0].toUpperCase() + name.slice(1);
}

// advise returns { text, label, act, name }: act is one of run, open, code,
// challenge, passkey and mailbox, and name the operation that open opens.
//
//   operations  Map of name -> { label, summary, next }
//   walk        names of the steps of the first walk
//   done        (name) => whether it has succeeded
//   active      name of the open operation, null for one of the user's own
//   last        how the last operation ended, as Progress has it, or null
//   interrupted name of the operation that waits for a sign-in, or null
//   mail        the message with a code: { code, to, from, goesTo }, or null
//   passkey     what an answer asks of the browser: { kind, from, goesTo }, or null
//   codeMissing whether the open operation waits for a code in its variables
export function advise({ operations, walk, done, active, last, interrupted, mail, passkey, codeMissing, mailbox }) {
  const answered = last?.name === active ? last : null;
  // A sign-in before confirming fails, and a code comes for all that.
  const failed = answered !== null && !answered.ok && answered.code !== "NOT_CONFIRMED";
  if (belongs(mail, active) && !failed) return { text: `The code ${mail.code} came for ${mail.to}.`, label: "Use the code", act: "code" };
  if (belongs(passkey, active)) {
    const making = passkey.kind === "create";
    return {
      text: making ? "The answer holds what the browser needs to make a passkey." : "The sign-in asks for a passkey.",
      label: making ? "Make the passkey" : "Use a passkey",
      act: "passkey",
    };
  }
  if (answered) {
    if (!last.ok) return afterFailure(last, done, operations);
    if (isChallenge(last.value)) return { text: wordsFor(last.value), label: "Answer it", act: "challenge" };
    if (last.type === "Session" && operations.has(interrupted)) {
      return { text: `Signed in. Back to: ${lower(operations.get(interrupted).label)}.`, label: `Open ${titleOf(interrupted)}`, act: "open", name: interrupted };
    }
    return afterSuccess({ operations, walk, done, active });
  }
  return beforeRun({ operations, walk, done, active, last, interrupted, codeMissing, mailbox });
}

// What came for one operation is offered where it was asked for and where it
// goes; elsewhere the user has turned to something else.
function belongs(asked, active) {
  return asked !== null && (asked.from === active || asked.goesTo === active);
}

// Where a problem leads, by its code. A new code comes from where the old one did.
const RENEWAL = { confirmSignUp: "resendConfirmationCode", confirmForgotPassword: "forgotPassword", verifyContact: "resendVerificationCode" };
const WAYS_OUT = {
  CHALLENGE_EXPIRED: () => "signIn",
  CODE_EXPIRED: (name) => RENEWAL[name],
  NOT_CONFIRMED: () => "confirmSignUp",
  PASSWORD_RESET_REQUIRED: () => "forgotPassword",
  REAUTHENTICATION_REQUIRED: () => "signIn",
  SESSION_EXPIRED: () => "signIn",
};

const NO_SESSION = {
  EXPIRED: "The session has run out.",
  INVALID: "The tokens are not those of a session.",
  REVOKED: "The session was ended.",
};

function afterFailure({ name, code, message, reason, retryAfter }, done, operations) {
  if (code === "UNAUTHENTICATED") {
    const text = name === "me" && done("signOut") ? "Refused, as it should be: the session has ended." : (NO_SESSION[reason] ?? "This needs a session, and there is none.");
    return { text, label: "Open SignIn", act: "open", name: "signIn" };
  }
  const wait = typeof retryAfter === "number" ? ` (${retryAfter} seconds)` : "";
  const text = `${code}: ${message ?? "change the variables and run it again."}${wait}`;
  const way = WAYS_OUT[code]?.(name);
  if (operations.has(way) && way !== name) return { text, label: `Open ${titleOf(way)}`, act: "open", name: way };
  return { text, label: `Run ${titleOf(name)}`, act: "run" };
}

function afterSuccess({ operations, walk, done, active }) {
  const { next } = operations.get(active) ?? {};
  const walked = walk.every(done);
  if (walked && active === walk.at(-1)) {
    return { text: "That was the whole walk. Sign in again, or choose anything from the list.", label: `Open ${titleOf(next)}`, act: "open", name: next };
  }
  const step = walk.includes(active) ? walk.find((name) => !done(name)) : next;
  const name = step ?? walk.find((one) => !done(one));
  if (!name) return { text: "Done. Choose what you like from the list.", label: `Run ${titleOf(active)}`, act: "run" };
  return { text: `Done. Next: ${lower(operations.get(name).label)}.`, label: `Open ${titleOf(name)}`, act: "open", name };
}

function beforeRun({ operations, walk, done, active, last, interrupted, codeMissing, mailbox }) {
  const operation = operations.get(active);
  // After a reload the walk goes on from where it was.
  if (!last && active !== interrupted && walk.includes(active) && done(active) && !walk.every(done)) return afterSuccess({ operations, walk, done, active });
  if (!operation) {
    const name = walk.find((one) => !done(one)) ?? walk[0];
    return { text: `${place(walk, name)}${operations.get(name).summary}`, label: `Open ${titleOf(name)}`, act: "open", name };
  }
  if (codeMissing) {
    const text = `${place(walk, active)}Put the code into the variables.`;
    return mailbox ? { text, label: "Open the mailbox", act: "mailbox" } : { text, label: `Run ${titleOf(active)}`, act: "run" };
  }
  return { text: `${place(walk, active)}${operation.summary}`, label: `Run ${titleOf(active)}`, act: "run" };
}

function place(walk, name) {
  const index = walk.indexOf(name);
  return index < 0 ? "" : `Step ${index + 1} of ${walk.length}: `;
}

function lower(label) {
  return label[0].toLowerCase() + label.slice(1);
}

// Guide is the line with its button. act receives the advice that was taken.
export class Guide {
  #advice = null;

  constructor(document, act) {
    this.text = document.getElementById("guide-text");
    this.button = document.getElementById("guide-action");
    this.button.addEventListener("click", () => {
      if (this.button.getAttribute("aria-disabled") !== "true") act(this.#advice);
    });
  }

  show(advice) {
    this.#advice = advice;
    // Unchanged text is left alone, or a screen reader would repeat it.
    if (this.text.textContent !== advice.text) this.text.textContent = advice.text;
    if (this.button.textContent !== advice.label) this.button.textContent = advice.label;
    this.button.hidden = false;
  }

  // complain shows what went wrong with the last click until there is other advice.
  complain(message) {
    this.text.textContent = message;
  }

  // wait keeps a second click from doing it twice. The button is not disabled,
  // which would take the focus from it.
  wait(waiting) {
    this.button.setAttribute("aria-disabled", String(waiting));
  }
}
