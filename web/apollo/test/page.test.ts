import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const HERE = resolve(import.meta.dirname, "..");
const blocks = [...readFileSync(resolve(HERE, "../../docs/apollo.md"), "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!);

test("the page begins with three lines for cookies and six for headers", () => {
  expect(blocks.map((code) => code.trim().split("\n").length)).toEqual([3, 6]);
  expect(blocks[0]).toContain('mode: "cookie"');
});

// A compiler reads all of Apollo's types for it.
test("both compile", { timeout: 120_000 }, () => {
  const files = new Map(blocks.map((code, at) => [resolve(HERE, `page${at}.ts`), code]));
  const { config } = ts.readConfigFile(resolve(HERE, "tsconfig.json"), (name) => ts.sys.readFile(name)) as { config: unknown };
  const options = {
    ...ts.parseJsonConfigFileContent(config, ts.sys, HERE).options,
    paths: { "@usher/apollo": [resolve(HERE, "src/index.ts")] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, text, target);
  };
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host));
  expect(ts.formatDiagnostics(diagnostics, { ...host, getNewLine: () => "\n" })).toBe("");
});
