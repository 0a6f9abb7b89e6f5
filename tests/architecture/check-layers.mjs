// Who imports whom: `npm run layers`, or with a folder as argument the tree in that folder.
// Prints one line per breach; exit code 1 when there is one, 2 when the check itself could not work.
import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const require = createRequire(import.meta.url)
const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

// dependency-cruiser reads TypeScript through TypeScript's JavaScript API, which version 7 has not, or
// through SWC, but then takes every file for .ts and stumbles over JSX. This tells SWC which is which.
const swc = require("@swc/core")
const { parseFileSync } = swc
swc.parseFileSync = (file, options) =>
  parseFileSync(file, { ...options, tsx: file.endsWith("x"), decorators: false })

const base = resolve(process.argv[2] ?? repository)
process.chdir(base)
const { cruise } = await import("dependency-cruiser")
const { default: config } = await import(pathToFileURL(join(repository, ".dependency-cruiser.cjs")).href)
const { options } = config
const alias = { "@": base }

const folders = [
  "app",
  "bench",
  "cli",
  "components",
  "core",
  "e2e",
  "formats",
  "prisma",
  "server",
  "stats",
  "tests",
]
const result = await cruise(
  folders.filter((folder) => existsSync(join(base, folder))),
  { ...options, ruleSet: { forbidden: config.forbidden }, validate: true, baseDir: base },
  { alias },
)
const { summary } = result.output
const breaches = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
for (const line of breaches.sort()) console.log(line)
// No files or no imports seen means that the check is broken, not that the code is clean.
if (summary.totalCruised < 10 || summary.totalDependenciesCruised < 10) process.exit(2)
console.error(
  `${summary.totalCruised} files, ${summary.totalDependenciesCruised} imports, ${breaches.length} breaches`,
)
process.exit(breaches.length > 0 ? 1 : 0)
