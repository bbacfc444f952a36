// Installs the package as npm would publish it into an empty Vite project, type-checks every entry point there with all of
// TypeScript's strictness, builds it, and prints what it weighs: `npm run pack-test`. With `-- --built` it takes dist as it is.
import { execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const here = import.meta.dirname;
const { devDependencies: versions, overrides } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
const pick = (...names) => Object.fromEntries(names.map((name) => [name, versions[name]]));
const run = (cwd, program, ...args) =>
  execFileSync(program, args, { cwd, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });

// What the compiler has to say goes to standard output.
const check = (project, ...flags) => execFileSync("npx", ["tsc", ...flags], { cwd: project, stdio: "inherit" });

const APP = `
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { ApolloProvider, useQuery } from "@apollo/client/react";
import {
  AuthFlow, changePassword, createPasskey, deleteAccount, getPasskey, isProblem, memoryStore, passkeysAvailable, possibleTypes,
  retryAfter, runAuth, sealPassword, sessionStore, usherLink, UsherLink, type SessionState,
} from "@usher/apollo";
import { MeDocument, SignInDocument, type ProblemCode } from "@usher/apollo/operations";
import { useAuthFlow, UsherProvider, useSession } from "@usher/apollo/react";
import { usherForwarder } from "@usher/apollo/ssr";
import manifest from "@usher/apollo/persisted-query-manifest.json";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

const link: UsherLink = usherLink({ store: sessionStore() });
const client = new ApolloClient({
  cache: new InMemoryCache({ possibleTypes }),
  link: ApolloLink.from([link, new HttpLink({ uri: "/graphql" })]),
});

function Page() {
  const { status, me } = useSession();
  const { step, problem, signIn } = useAuthFlow();
  const { data } = useQuery(MeDocument);
  const code: ProblemCode | undefined = problem?.code;
  return (
    <button onClick={() => void signIn({ username: "ada@example.com" })}>
      {status} {me?.email} {step.kind} {code} {data?.me?.id}
    </button>
  );
}

createRoot(document.body).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <UsherProvider link={link}>
        <Page />
      </UsherProvider>
    </ApolloProvider>
  </StrictMode>,
);

export async function everythingElse(): Promise<unknown> {
  const { data } = await client.mutate({ mutation: SignInDocument, variables: { input: { username: "ada@example.com" } } });
  const state: SessionState = link.session.get();
  if (data && isProblem(data.signIn)) return retryAfter(data.signIn);
  const session = data && (await runAuth(client, data.signIn, { CodeChallenge: () => ({ code: "123456" }) }));
  const forwarder = usherForwarder(new Headers());
  return [
    state, session, memoryStore, AuthFlow, changePassword, createPasskey, deleteAccount, getPasskey, passkeysAvailable,
    sealPassword, forwarder.headers(), manifest.operations.length,
  ];
}
`;

const FILES = {
  "package.json": {
    name: "empty",
    private: true,
    type: "module",
    overrides,
    dependencies: pick("@apollo/client", "graphql", "react", "react-dom", "rxjs"),
    devDependencies: pick("@types/node", "@types/react", "@types/react-dom", "typescript", "vite"),
  },
  "tsconfig.json": {
    compilerOptions: {
      target: "ES2022",
      lib: ["ES2023", "DOM", "DOM.Iterable"],
      module: "ESNext",
      moduleResolution: "bundler",
      jsx: "react-jsx",
      strict: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      resolveJsonModule: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    },
    include: ["src"],
  },
  "index.html": '<!doctype html><title>empty</title><script type="module" src="/src/main.tsx"></script>',
  "src/main.tsx": APP,
};

const folder = mkdtempSync(join(tmpdir(), "usher-pack-"));
try {
  // It builds what it packs, though scripts may be off where this runs; --built takes dist as it is.
  const scripts = process.argv.includes("--built") ? "--ignore-scripts" : "--no-ignore-scripts";
  const packing = ["--json", scripts, "--foreground-scripts=false", "--pack-destination", folder];
  const [packed] = JSON.parse(run(here, "npm", "pack", ...packing));
  const project = join(folder, "project");
  mkdirSync(join(project, "src"), { recursive: true });
  for (const [name, content] of Object.entries(FILES)) {
    writeFileSync(join(project, name), typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
  run(project, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", join(folder, packed.filename));
  check(project);
  // The declarations of Apollo Client do not bear this one.
  check(project, "--exactOptionalPropertyTypes", "--skipLibCheck");
  // Node reads the package without a bundler, too, and without a window.
  const entries = ["@usher/apollo", "@usher/apollo/operations", "@usher/apollo/react", "@usher/apollo/ssr"];
  run(project, "node", "--input-type=module", "-e", entries.map((entry) => `await import("${entry}");`).join(""));
  const built = run(project, "npx", "vite", "build");
  console.log(
    built
      .split("\n")
      .filter((line) => line.includes("dist/"))
      .join("\n"),
  );
  if (readFileSync(join(here, "LICENSE"), "utf8") !== readFileSync(join(here, "../../LICENSE"), "utf8"))
    throw new Error("LICENSE is not that of the repository: copy it here.");
  for (const path of ["LICENSE", "README.md", "persisted-query-manifest.json", "dist/index.js", "dist/index.d.ts"])
    if (!packed.files.some((file) => file.path === path)) throw new Error(`The package lacks ${path}.`);
  const stray = packed.files.filter(
    ({ path }) => !/^(dist\/|package\.json$|README\.md$|LICENSE$|persisted-query-manifest\.json$)/.test(path),
  );
  if (stray.length > 0)
    throw new Error(`The package holds what nobody needs: ${stray.map(({ path }) => path).join(", ")}`);
  console.log(`packed: ${packed.size} bytes, unpacked: ${packed.unpackedSize} bytes, ${packed.files.length} files`);
  console.log("installed, type-checked with strict and without skipLibCheck, and built: good");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
