// Prints what the link adds to a page, and fails when that is too much: `npm run size`.
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

// As servers and networks send it to today's browsers; gzip is for those that do not. Written with gql the refresh's
// document would count 200 bytes less here, and bring graphql's parser, 7 KB, to pages that do without.
const MAX_BROTLI_BYTES = 4096;

const { outputFiles } = await build({
  stdin: { contents: 'export { usherLink } from "./src/link/link.ts"', resolveDir: import.meta.dirname, loader: "ts" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  external: ["@apollo/client", "graphql", "rxjs"],
  write: false,
});
const [{ contents }] = outputFiles;
const gzip = gzipSync(contents, { level: 9 }).length;
const brotli = brotliCompressSync(contents).length;
console.log(`usherLink: ${contents.length} bytes minified, ${gzip} gzip, ${brotli} brotli`);
if (brotli > MAX_BROTLI_BYTES) {
  console.error(`More than ${MAX_BROTLI_BYTES} bytes of brotli: take something out, or move it to an entry of its own.`);
  process.exit(1);
}
