export type AddedExisting = { readonly added: number; readonly existing: number }

/** What an import did, as `import --json` prints it. */
export type ImportCounts = {
  readonly prompts: AddedExisting
  readonly completions: AddedExisting
  readonly labels: AddedExisting
  readonly tasks: AddedExisting
}

/** Rows of one kind that were staged, and those of them that were new. */
export function addedExisting(staged: number, added: number): AddedExisting {
  return { added, existing: staged - added }
}
