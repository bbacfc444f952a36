import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const HERE = resolve(import.meta.dirname, "..");
const PAGE = resolve(HERE, "../../docs/apollo-sign-in.md");
test("the examples of the page compile", { timeout: 180_000 }, () => {
  const page = readFileSync(PAGE, "utf8");
  const files = new Map(
    // A block that begins with the name of a file is that file.
    [...page.matchAll(/^```(tsx?)\n(?:\/\/ (\S+)\n)?(.*?)^```$/gms)].map(([, ending, name, code], at) => [
      resolve(HERE, name ?? `example${at}.${ending}`),
      code!,
    ]),
  );
  expect(files.size).toBeGreaterThan(4);
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(resolve(HERE, "tsconfig.json"), ts.sys.readFile).config,
      ts.sys,
      HERE,
    ).options,
    // The page's modules are the bundler's.
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: {
      "@usher/apollo": [resolve(HERE, "src/index.ts")],
      "@usher/apollo/*": [resolve(HERE, "src/*/index.ts")],
    },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, text, target);
  };
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host));
  expect(ts.formatDiagnostics(diagnostics, { ...host, getNewLine: () => "\n" })).toBe("");
});
