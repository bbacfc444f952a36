// Puts the page together: GraphiQL with the prepared operations, the list of
// them beside it, and above it the line that says what to do next.

import { isChallenge, variablesFor } from "./challenges.mjs";
import { Desk, inside } from "./desk.mjs";
import { createFetcher, documentFor } from "./fetcher.mjs";
import { advise, Guide } from "./guide.mjs";
import { Mail } from "./mail.mjs";
import { asksForCode, fillCode, lacksCode, Notes } from "./notes.mjs";
import { askedOf, credentialFor, variablesWith } from "./passkeys.mjs";
import { PasswordSealer } from "./passwords.mjs";
import { Progress } from "./progress.mjs";
import { Rail } from "./rail.mjs";
import { lookFor, SessionLine } from "./session.mjs";
import { tabStorage } from "./storage.mjs";
import { Tokens } from "./tokens.mjs";

const { endpoint, mailbox, cookies, sealed } = document.body.dataset;
const request = window.fetch.bind(window);
const groups = await (await request(new URL("operations.json", import.meta.url))).json();
const all = groups.flatMap((group) => group.operations);
const operations = new Map(all.map((operation) => [operation.name, operation]));
const walk = groups.find((group) => group.walk).operations.map(({ name }) => name);

const tokens = new Tokens(sessionStorage, { inCookies: cookies !== undefined });
const notes = new Notes(all, sessionStorage);
const progress = new Progress(sessionStorage);
const desk = new Desk(operations);
const mail = mailbox === undefined ? null : new Mail({ document, storage: sessionStorage, fetch: request });
const passwords = sealed === undefined ? undefined : new PasswordSealer();
let passkey = null; // what the last answer asks of the browser

const send = createFetcher({
  endpoint,
  tokens,
  passwords,
  fetch: request,
  onAnswer: (run) => {
    notes.learn(run);
    passwords?.learn(run);
    passkey = askedOf(run);
    mail?.after(codeGoesTo(run), ...run.fields.map(({ name }) => name));
    progress.learn(run);
  },
});

// GraphiQL runs an operation as often as it is told to.
async function fetcher(params, options) {
  if (!options?.documentAST) return send(params, options); // it asks for the schema by itself
  guide.wait(true);
  try {
    return await send(params, options);
  } finally {
    guide.wait(false);
  }
}

// ask runs a prepared operation that the page needs by itself.
const ask = (name) => send({ query: operations.get(name).query }, { documentAST: documentFor(name) });

const done = (name) => progress.has(name);
const rail = new Rail(document, groups, (name) => desk.open(name));
const guide = new Guide(document, take);
new SessionLine(document, tokens, { signOut });

if (tokens.inCookies) {
  const look = () => document.hidden || lookFor(() => send({ query: operations.get("session").query }), tokens);
  document.addEventListener("visibilitychange", look);
  look();
}

async function signOut() {
  try {
    const { errors } = await ask("signOut");
    if (tokens.status().signedIn) guide.complain(`Still signed in: ${errors?.[0]?.message ?? "the server did not say why."}`);
  } catch (error) {
    guide.complain(`Still signed in: ${error.message}`);
  }
}

// codeGoesTo names the operation that takes the code which an answered one may
// have sent, or null where none does.
function codeGoesTo({ fields, answer }) {
  if (fields.some(({ key }) => isChallenge(answer.data?.[key]))) return "respondToChallenge";
  if (fields.some(({ key }) => answer.data?.[key]?.code === "NOT_CONFIRMED")) return "confirmSignUp";
  const next = operations.get(fields[0]?.name)?.next;
  return asksForCode(operations.get(next)?.variables) ? next : null;
}

function draw() {
  const { active } = desk;
  rail.draw({ active, done });
  if (desk.opening) return;
  const state = { operations, walk, done, active, passkey, last: progress.last, interrupted: progress.interrupted, mail: mail?.code ?? null };
  guide.show(advise({ ...state, codeMissing: lacksCode(desk.variables), mailbox: mailbox !== undefined }));
}

// take does what the guide advised, and for a double click once.
async function take({ act, name }) {
  if (desk.opening) return;
  const { value } = progress.last ?? {};
  if (act === "run" && !isJSON(desk.variables)) return guide.complain("The variables are no JSON: mend them first.");
  if (act === "run") desk.run();
  if (act === "open") desk.open(name);
  if (act === "mailbox") window.open("/mailbox", "_blank", "noopener");
  if (act === "challenge") desk.open("respondToChallenge", () => variablesFor(value));
  if (act === "code") {
    const { code, medium, goesTo } = mail.use();
    const shaped = (text) => (isChallenge(value) ? variablesFor(value) : text);
    desk.open(goesTo, (text) => fillCode(shaped(text), code, medium));
  }
  if (act === "passkey") {
    const asked = passkey;
    guide.wait(true);
    try {
      const credential = await credentialFor(asked);
      passkey = null;
      desk.open(asked.goesTo, () => variablesWith(asked, credential));
    } catch (error) {
      return guide.complain(`The browser made no passkey: ${error.message}`);
    } finally {
      guide.wait(false);
    }
  }
  // What was taken is behind: the line goes on from here.
  if (act !== "run") progress.last = null;
  draw();
}

function isJSON(text) {
  try {
    return text.trim() === "" || typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

for (const source of [desk, progress, tokens]) source.addEventListener("change", draw);
mail?.addEventListener("change", draw);
mail?.start();
document.getElementById("documentation").addEventListener("click", () => {
  rail.toggle(false);
  desk.showDocumentation();
});
document.getElementById("again").addEventListener("click", () => {
  rail.toggle(false);
  progress.begin(walk);
  desk.open(walk[0]);
});

const storage = tabStorage(sessionStorage);
const tabs = walk.map((name) => operations.get(name)).map(({ query, variables }) => ({ query, variables }));
// GraphiQL shows a prepared first tab without its variables unless told so;
// once it has stored tabs of its own, telling it would open one more.
const firstVisit = storage.length === 0 ? { variables: tabs[0].variables } : {};

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(
    GraphiQL,
    {
      fetcher,
      storage,
      defaultTabs: tabs,
      defaultQuery: "",
      defaultEditorToolsVisibility: "variables",
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
      ...firstVisit,
    },
    React.createElement(GraphiQL.Logo, { key: "logo" }, null),
    inside({ desk, notes }),
  ),
);
