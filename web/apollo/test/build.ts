import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of the server that the tests start. */
    usher: string;
  }
}

/** Builds the server once for all test files. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "usher-apollo-"));
  const program = join(folder, "usher");
  try {
    execFileSync("go", ["build", "-buildvcs=false", "-p", "2", "-o", program, "."], { cwd: resolve(import.meta.dirname, "../../.."), stdio: "inherit" });
  } catch (cause) {
    throw new Error("The tests need a server to talk to: install Go (the version of go.mod) and see that it builds.", { cause });
  }
  project.provide("usher", program);
  return () => rmSync(folder, { recursive: true, force: true });
}
