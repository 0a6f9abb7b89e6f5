import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") }

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: [
            "{core,stats,formats,components,cli,server,prisma,setup}/**/*.test.{ts,tsx}",
            "tests/architecture/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", "tests/architecture/violations/**"],
          // Against what hangs, not against what is slow on a busy machine.
          testTimeout: 180_000,
          // Pure functions have nothing to keep apart, and loading the code anew is half the time.
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: "tests/support/global-setup.ts",
          setupFiles: "tests/support/worker-database.ts",
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // The code is loaded once by each worker; its database and environment are new in each file.
          isolate: false,
        },
      },
      {
        // The programs of setup/ as people run them; they need the production build.
        resolve: { alias },
        test: {
          name: "start",
          include: ["tests/start/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
