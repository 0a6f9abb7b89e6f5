import { expect, test } from "vitest"
import type { ImportState } from "@/components/imports/import-state"
import { emptyImport, importReducer, isUnderstood } from "@/components/imports/import-state"
import type { FilePreview } from "@/core/import-view"

const preview: FilePreview = {
  file: "a.jsonl",
  error: null,
  container: "jsonl",
  shape: "A row per prompt and model",
  columns: ["prompt"],
  mapping: {},
  unmapped: [],
  items: [],
  badRows: [],
}
/** What the screen counts by itself. */
const isReady = (state: ImportState) =>
  isUnderstood(state) && state.doing === "nothing" && state.run === null && state.error === null

test.each([
  { type: "mapped", mapping: { prompt: ["text"] } },
  { type: "shaped", shape: "long" },
] as const)("after $type the files are looked at before anything is counted again", (event) => {
  const seen = importReducer(emptyImport, { type: "previewed", previews: [preview] })
  expect(isReady(seen)).toBe(true)
  const changed = importReducer(seen, event)
  expect(isReady(changed)).toBe(false)
  expect(isReady(importReducer(changed, { type: "previewed", previews: [preview] }))).toBe(true)
})
