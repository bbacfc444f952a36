// Puts the page together: GraphiQL with the prepared tabs, and the strip above it.

import { carrier } from "./carry.mjs";
import { createFetcher } from "./fetcher.mjs";
import { MailWatch } from "./mail.mjs";
import { Notes } from "./notes.mjs";
import { PasswordSealer } from "./passwords.mjs";
import { tabStorage } from "./storage.mjs";
import { Strip } from "./strip.mjs";
import { Tokens } from "./tokens.mjs";

// Fields after which a mail may have arrived.
const SENDS_MAIL = new Set(["signUp", "resendConfirmationCode", "forgotPassword", "signIn"]);

const { endpoint, mailbox, cookies, sealed } = document.body.dataset;
const request = window.fetch.bind(window);
const operations = await (await request(new URL("operations.json", import.meta.url))).json();

const tokens = new Tokens(sessionStorage, { inCookies: cookies !== undefined });
const notes = new Notes(operations, sessionStorage);
const strip = new Strip(document, tokens);
const mail = mailbox === undefined ? null : new MailWatch({ fetch: request, onMail: (message) => strip.offer(message) });
mail?.start();

const passwords = sealed === undefined ? undefined : new PasswordSealer();
const fetcher = createFetcher({
  endpoint,
  tokens,
  passwords,
  fetch: request,
  onAnswer: (run) => {
    notes.learn(run);
    passwords?.learn(run);
    if (run.fields.some(({ name }) => SENDS_MAIL.has(name))) mail?.look();
  },
});

const storage = tabStorage(sessionStorage);
const tabs = operations.map(({ query, variables }) => ({ query, variables }));
// GraphiQL shows a prepared first tab without its variables unless told so;
// once it has stored tabs of its own, telling it would open one more.
const firstVisit = storage.length === 0 ? { variables: tabs[0].variables } : {};

// One function for good: a new one at each drawing would register anew each time.
const register = (fill) => strip.onUseCode(fill);

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
    carrier({ notes, register }),
  ),
);
