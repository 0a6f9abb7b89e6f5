import type { FilePreview, ImportRunView, MappingView } from "@/core/import-view"

/** A file on its way up, or there. */
export type Upload = {
  readonly key: number
  readonly name: string
  readonly bytes: number
  readonly sent: number
  /** Set once it is there. */
  readonly fileId: string | null
  readonly error: string | null
}

/**
 * The screen: files come in, then the preview shows how they are understood, then a check counts
 * what would be stored, then the import runs.
 */
export type ImportState = {
  readonly importId: string | null
  readonly uploads: readonly Upload[]
  readonly mapping: MappingView
  /** Name of the shape that was chosen; null = as the files look. */
  readonly shape: string | null
  readonly keepColumns: boolean
  readonly skipBadRows: boolean
  readonly previews: readonly FilePreview[] | null
  /** The check or the import as the server last told. */
  readonly run: ImportRunView | null
  /** The server took the work on, so its state is worth asking for. */
  readonly asking: boolean
  readonly doing: "nothing" | "previewing" | "checking" | "importing" | "done"
  readonly error: string | null
}

export const emptyImport: ImportState = {
  importId: null,
  uploads: [],
  mapping: {},
  shape: null,
  keepColumns: false,
  skipBadRows: false,
  previews: null,
  run: null,
  asking: false,
  doing: "nothing",
  error: null,
}

export type ImportEvent =
  | { readonly type: "begun"; readonly importId: string }
  | { readonly type: "file-added"; readonly upload: Upload }
  | { readonly type: "file-sent"; readonly key: number; readonly sent: number }
  | { readonly type: "file-there"; readonly key: number; readonly fileId: string }
  | { readonly type: "file-failed"; readonly key: number; readonly error: string }
  | { readonly type: "file-dropped"; readonly key: number }
  | { readonly type: "mapped"; readonly mapping: MappingView }
  | { readonly type: "shaped"; readonly shape: string | null }
  | { readonly type: "keep-chosen"; readonly keep: boolean }
  | { readonly type: "skip-chosen"; readonly skip: boolean }
  | { readonly type: "previewing" }
  | { readonly type: "previewed"; readonly previews: readonly FilePreview[] }
  | { readonly type: "checking" }
  | { readonly type: "importing" }
  | { readonly type: "taken-on" }
  | { readonly type: "told"; readonly run: ImportRunView }
  | { readonly type: "failed"; readonly error: string }
  | { readonly type: "again" }

export function importReducer(state: ImportState, event: ImportEvent): ImportState {
  switch (event.type) {
    case "begun":
      return { ...state, importId: event.importId }
    case "file-added":
      return { ...state, uploads: [...state.uploads, event.upload], error: null }
    case "file-sent":
      return withUpload(state, event.key, { sent: event.sent })
    case "file-there":
      return withUpload(state, event.key, { fileId: event.fileId })
    case "file-failed":
      return withUpload(state, event.key, { error: event.error })
    case "file-dropped": {
      const uploads = state.uploads.filter((upload) => upload.key !== event.key)
      return { ...state, uploads, previews: null, run: null, error: null }
    }
    case "mapped":
      return { ...state, mapping: event.mapping, ...lookAgain }
    case "shaped":
      return { ...state, shape: event.shape, ...lookAgain }
    case "keep-chosen":
      return { ...state, keepColumns: event.keep }
    case "skip-chosen":
      return { ...state, skipBadRows: event.skip }
    case "previewing":
      return { ...state, doing: "previewing", run: null, error: null }
    case "previewed":
      return { ...state, doing: "nothing", previews: event.previews }
    case "checking":
      return { ...state, doing: "checking", run: null, error: null }
    case "importing":
      return { ...state, doing: "importing", error: null }
    case "taken-on":
      return { ...state, asking: true }
    case "told":
      return { ...state, run: event.run, ...afterRun(event.run) }
    case "failed":
      return { ...state, doing: "nothing", asking: false, error: event.error }
    case "again":
      return emptyImport
  }
}

/** Nothing is counted before the files were looked at as the person now says; the count would run beside another. */
const lookAgain = { doing: "previewing", run: null, error: null } as const

function afterRun(run: ImportRunView): Partial<ImportState> {
  if (run.status === "RUNNING") return {}
  if (run.status === "DONE") return { doing: "done", asking: false }
  // Bad rows are shown as such; an error beside them would say the same twice.
  return { doing: "nothing", asking: false, error: run.badRowCount > 0 ? null : run.error }
}

function withUpload(state: ImportState, key: number, change: Partial<Upload>): ImportState {
  const uploads = state.uploads.map((upload) => (upload.key === key ? { ...upload, ...change } : upload))
  return { ...state, uploads }
}

/** Everything is up, and there is something. */
export function isUploaded(state: ImportState): boolean {
  return state.uploads.length > 0 && state.uploads.every((upload) => upload.fileId !== null)
}

/** Every file is understood, so that counting makes sense. */
export function isUnderstood(state: ImportState): boolean {
  return (
    state.previews !== null && state.previews.length > 0 && state.previews.every((one) => one.error === null)
  )
}

/** What the check allows: to start as it is, or only with bad rows left out. */
export function canStart(state: ImportState): boolean {
  const check = state.run?.check
  if (!check || state.doing !== "nothing") return false
  return !check.refused && (check.badRowCount === 0 || state.skipBadRows)
}
