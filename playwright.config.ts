import { existsSync } from "node:fs"
import { defineConfig } from "@playwright/test"

/**
 * Browser tests. `npm test` gives them a production build with data of its own; while working on one,
 * point them at the development server:
 *
 *     DIPTYCH_E2E_URL=http://127.0.0.1:3000 DATABASE_URL=… DIPTYCH_SECRET=… npx playwright test e2e/annotator
 *
 * No retries: a test that needs a second try is broken, or has found something.
 */
const browser =
  process.env.DIPTYCH_E2E_BROWSER ??
  ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find((path) => existsSync(path))

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.DIPTYCH_E2E_URL ?? "http://127.0.0.1:3100",
    // A trace costs half of the time of the whole run; a picture is there after a failure, and
    // DIPTYCH_E2E_TRACE=retain-on-failure brings the trace.
    trace: process.env.DIPTYCH_E2E_TRACE === "retain-on-failure" ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      // No person's keys follow each other more closely; what does is tested below the browser.
      slowMo: 20,
      ...(browser && { executablePath: browser }),
      // A sandbox needs rights that root in a container has not.
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-background-networking",
      ],
    },
  },
})
