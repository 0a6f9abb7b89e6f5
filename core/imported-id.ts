/**
 * Ids of what came in with our own `raw_annotations`. The file has pseudonyms of 64 bits and no ids; a
 * UUID of version 8 holds one of them (and 56 bits of the project, so that two projects may hold the same
 * file), so what goes out again has the pseudonym it came with. No id of ours has that version.
 *
 *     nnnnnnnn-nnnn-8nnn-8npp-pppppppppppp    n = the pseudonym, p = the project
 *
 * Example: `importedName("01234567-89ab-8cde-8f00-112233445566")` is `"0123456789abcdef"`.
 */
export function importedName(id: string): string | undefined {
  const found = /^(.{8})-(.{4})-8(.{3})-8(.)/.exec(id)
  return found ? `${found[1]}${found[2]}${found[3]}${found[4]}` : undefined
}

/** The same way there; `salt` is 14 hexadecimal digits of the project. */
export function toImportedId(name: string, salt: string): string {
  const [first, second, third, fourth] = [
    name.slice(0, 8),
    name.slice(8, 12),
    name.slice(12, 15),
    name.slice(15),
  ]
  return `${first}-${second}-8${third}-8${fourth}${salt.slice(0, 2)}-${salt.slice(2, 14)}`
}
