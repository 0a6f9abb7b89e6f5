// A Chromium for the browser tests: the system's, else Playwright's, else Debian's package.
// The one without a window comes first: a fresh context costs it a quarter of what it costs the others.
import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { root, say } from "../steps.mjs"
import { runProgram } from "./check.mjs"

const packages = ["chromium-headless-shell", "fonts-liberation"]
const names = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
]
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
]

/** The one command that helps where no browser could be had. */
export const remedy =
  process.platform === "linux"
    ? `${process.getuid?.() === 0 ? "" : "sudo "}apt-get install -y --no-install-recommends ${packages.join(" ")}`
    : "npx playwright install chromium"

/** Path of a browser that answers, or undefined after everything was tried. */
export async function findBrowser() {
  const system = onPath()
  if (system) return system
  const own = await ofPlaywright()
  if (own && (await answers(own))) return own
  say("Installing a browser for the tests (once) …")
  const cli = join(root, "node_modules", "playwright", "cli.js")
  await runProgram(process.execPath, [cli, "install", "chromium"], { timeoutMs: 240_000 })
  const fresh = await ofPlaywright()
  if (fresh && (await answers(fresh))) return fresh
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  await runProgram("apt-get", ["update"], { env, timeoutMs: 120_000 })
  await runProgram("apt-get", ["install", "-y", "--no-install-recommends", ...packages], {
    env,
    timeoutMs: 300_000,
  })
  return onPath()
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean)
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file))
  return found ?? elsewhere.find((file) => existsSync(file))
}

async function ofPlaywright() {
  const { chromium } = await import("playwright")
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}

/** Playwright's download may lack libraries of the system. */
async function answers(path) {
  const { code } = await runProgram(path, ["--version"], { timeoutMs: 20_000 })
  return code === 0
}
