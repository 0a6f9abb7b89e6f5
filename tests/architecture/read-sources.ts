import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export type Source = { readonly path: string; readonly text: string; readonly code: string }

/** The TypeScript files below some folders, tests left out; `code` is the text without comments. */
export function readSources(...folders: readonly string[]): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
      .filter((path) => !path.startsWith(join("prisma", "client")))
      .map((path) => {
        const text = readFileSync(path, "utf8")
        return { path, text, code: withoutComments(text) }
      }),
  )
}

/** Good enough for a search: block comments, and line comments that do not stand behind a colon (URLs). */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1")
}
