// Builds @usher/apollo where the clone has not built it yet, so that `npm ci && npm run build` is enough here.
// Copied out of the tree, the app takes the package from wherever package.json then says, and nothing is to be done.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const home = fileURLToPath(new URL("../../../web/apollo/", import.meta.url))

function npm(...args) {
  const { status } = spawnSync("npm", args, { cwd: home, stdio: "inherit", shell: process.platform === "win32" })
  if (status !== 0) {
    console.error(`web/apollo: \`npm ${args.join(" ")}\` failed; mend that first, the app is built from it`)
    process.exit(status ?? 1)
  }
}

if (existsSync(home) && !existsSync(`${home}dist/index.js`)) {
  if (!existsSync(`${home}node_modules/typescript`)) npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
  npm("run", "build")
}
