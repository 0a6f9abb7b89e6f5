/**
 * The part of an address that a name suggests: `[a-z0-9-]`, at most 64 characters, no hyphen at either
 * end. Accents fall off; a name in another script gives an empty string, and the person types one.
 *
 * Example: `toSlug("Réponses du support, round 3")` is `"reponses-du-support-round-3"`.
 */
export function toSlug(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 65)
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 64)
    .replaceAll(/-+$/g, "")
}
