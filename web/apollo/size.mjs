// Prints what the link adds to a page that has its peers, gql among them, and fails when that is too much: `npm run size`.
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

// Brotli is what most servers send to browsers; gzip is what all do.
const MAX_GZIP_BYTES = 4096;

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
if (gzip > MAX_GZIP_BYTES) {
  console.error(`More than ${MAX_GZIP_BYTES} bytes of gzip: take something out, or move it to an entry of its own.`);
  process.exit(1);
}
