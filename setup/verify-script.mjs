// verify.mjs: `diptych verify` as one file without dependencies, made of the same sources. The app offers it
// at /verify.mjs, and `diptych verify --script FILE` writes it.
import { createRequire } from "node:module"
import { join } from "node:path"
import { root } from "./steps.mjs"

/** @returns {Promise<string>} The same sources give the same bytes. */
export async function makeVerifyScript() {
  const here = createRequire(import.meta.url)
  // The bundler that tsx brings along.
  const { build } = createRequire(here.resolve("tsx"))("esbuild")
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, "cli", "verify-alone.ts")],
    tsconfig: join(root, "tsconfig.json"),
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "esm",
    minify: true,
    legalComments: "inline",
    banner: {
      js: "#!/usr/bin/env node\n// Checks an export of Diptych, offline: node verify.mjs DIR",
    },
    logLevel: "silent",
  })
  return outputFiles[0].text
}
