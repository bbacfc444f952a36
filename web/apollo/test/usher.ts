import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { inject } from "vitest";

/** How long a server may take until it serves, in milliseconds. */
const START_LIMIT_MS = 30_000;
/** How long a message may take to arrive, in milliseconds. */
const MAIL_LIMIT_MS = 5_000;

/** The code in every message, so that tests need not read them. */
export const CODE = "123456";
export const PASSWORD = "Quiet-Otters-7-Swim";

/** The body of an answer. */
export interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

/** A server in local mode, with users in memory and no limits. */
export interface Usher {
  /** Where the API is, such as `http://127.0.0.1:40123/graphql`. */
  readonly url: string;
  /** Sends one operation and returns the answer's body. */
  ask<Data>(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer<Data>>;
  /** Makes a confirmed user with {@link PASSWORD} and returns its address. */
  user(): Promise<string>;
  /** The newest message to an address, once it is there. */
  mail(to: string): Promise<{ text: string; code?: string }>;
  /** A counter of /metrics, summed over the label values that are not given; 0 if it is not there. */
  metric(name: string, labels?: Record<string, string>): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a server. settings are environment variables, such as `{ USHER_TRANSPORT: "cookie" }`. */
export async function startUsher(settings: Record<string, string> = {}): Promise<Usher> {
  const child = spawn(inject("usher"), {
    env: {
      PATH: process.env["PATH"],
      USHER_ADDR: "127.0.0.1:0",
      USHER_LOCAL_DATA: "",
      USHER_LOCAL_CODE: CODE,
      USHER_LIMITS: "off",
      USHER_ANSWER_TIME: "0s",
      USHER_LOG_FORMAT: "json",
      ...settings,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const url = await address(child);
  const origin = new URL(url).origin;
  let users = 0;

  const ask = async <Data>(query: string, variables?: object, headers?: Record<string, string>) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "apollo-require-preflight": "1", ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer<Data>;
  };

  return {
    url,
    ask,
    user: async () => {
      const email = `user${++users}@example.com`;
      await ask("mutation ($email: EmailAddress!) { signUp(input: { email: $email }) { __typename } }", { email });
      const { data } = await ask<{ confirmSignUp: { __typename: string } }>(
        "mutation ($input: ConfirmSignUpInput!) { confirmSignUp(input: $input) { __typename ... on Problem { message } } }",
        { input: { username: email, code: CODE, password: PASSWORD } },
      );
      if (data?.confirmSignUp.__typename !== "Session") {
        throw new Error(`${email} was not signed up: ${JSON.stringify(data)}`);
      }
      return email;
    },
    mail: async (to) => {
      const deadline = Date.now() + MAIL_LIMIT_MS;
      for (;;) {
        const response = await fetch(`${origin}/mailbox/messages?limit=1&to=${encodeURIComponent(to)}`);
        const { messages } = (await response.json()) as { messages: { text: string; code?: string }[] };
        if (messages[0]) {
          return messages[0];
        }
        if (Date.now() > deadline) {
          throw new Error(`No message to ${to} arrived within ${MAIL_LIMIT_MS} ms.`);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    metric: async (name, labels = {}) => {
      const text = await (await fetch(`${origin}/metrics`)).text();
      const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
      return text
        .split("\n")
        .filter((line) => line.startsWith(`${name}{`) && wanted.every((label) => line.includes(label)))
        .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
    },
    stop: async () => {
      process.removeListener("exit", kill);
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, "exit");
        kill();
        await gone;
      }
    },
  };
}

/** The address in the line "serving" of the server's log. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const fail = (why: string) => {
      child.kill("SIGKILL");
      reject(new Error(`The server ${why}. It said:\n${said.join("\n")}`));
    };
    const timer = setTimeout(() => fail(`did not serve within ${START_LIMIT_MS} ms`), START_LIMIT_MS);
    child.once("exit", (code) => fail(`ended with ${code}`));
    createInterface({ input: child.stderr! }).on("line", (line) => {
      if (said.length < 100) {
        said.push(line);
      }
      const entry = parse(line);
      if (entry?.msg === "serving" && entry.url) {
        clearTimeout(timer);
        child.removeAllListeners("exit");
        resolve(entry.url);
      }
    });
  });
}

function parse(line: string): { msg?: string; url?: string } | null {
  try {
    return JSON.parse(line) as { msg?: string; url?: string };
  } catch {
    return null; // a panic is no JSON, and is in what it said
  }
}
