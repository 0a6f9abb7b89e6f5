/** A file to import: its name for people, and where its bytes are. */
export type SourceFile = { readonly name: string; readonly path: string }
