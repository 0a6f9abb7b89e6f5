import { DiptychError } from "@/core/errors"

/** How the distinct texts of a prompt become tasks. Stored in three columns of Project. */
export type PairingPolicy =
  | { readonly kind: "ALL" }
  | { readonly kind: "BALANCED"; readonly n: number }
  | { readonly kind: "AGAINST"; readonly modelKey: string }
  | { readonly kind: "KWISE"; readonly k: number }
  | { readonly kind: "AS_IMPORTED" }

export const defaultPairing: PairingPolicy = { kind: "BALANCED", n: 3 }

const forms = "all, balanced:N (1 to 1000), against:MODEL, kwise:K (3 to 9) or as-imported"

/**
 * From the form people write. Throws INVALID_INPUT naming the accepted forms.
 *
 * Example: `parsePairing("balanced:3")` is `{ kind: "BALANCED", n: 3 }`.
 */
export function parsePairing(text: string): PairingPolicy {
  const [name = "", ...rest] = text.trim().split(":")
  const value = rest.join(":").trim()
  if (name === "all" && rest.length === 0) return { kind: "ALL" }
  if (name === "as-imported" && rest.length === 0) return { kind: "AS_IMPORTED" }
  if (name === "against" && value !== "") return { kind: "AGAINST", modelKey: value }
  if (name === "balanced") {
    const n = rest.length === 0 ? 3 : wholeNumber(value)
    if (n >= 1 && n <= 1000) return { kind: "BALANCED", n }
  }
  if (name === "kwise") {
    const k = wholeNumber(value)
    if (k >= 3 && k <= 9) return { kind: "KWISE", k }
  }
  throw new DiptychError("INVALID_INPUT", `"${text}" is no pairing policy; expected ${forms}.`, {
    field: "pairing",
  })
}

/** The inverse of `parsePairing`. */
export function pairingText(policy: PairingPolicy): string {
  switch (policy.kind) {
    case "ALL":
      return "all"
    case "BALANCED":
      return `balanced:${policy.n}`
    case "AGAINST":
      return `against:${policy.modelKey}`
    case "KWISE":
      return `kwise:${policy.k}`
    case "AS_IMPORTED":
      return "as-imported"
  }
}

/** As the columns of Project hold it. */
export type PairingColumns = {
  readonly pairing: PairingPolicy["kind"]
  readonly pairingN: number | null
  readonly pairingModelKey: string | null
}

export function toPairingColumns(policy: PairingPolicy): PairingColumns {
  return {
    pairing: policy.kind,
    pairingN: policy.kind === "BALANCED" ? policy.n : policy.kind === "KWISE" ? policy.k : null,
    pairingModelKey: policy.kind === "AGAINST" ? policy.modelKey : null,
  }
}

export function toPairingPolicy(columns: PairingColumns): PairingPolicy {
  switch (columns.pairing) {
    case "BALANCED":
      return { kind: "BALANCED", n: columns.pairingN ?? 3 }
    case "KWISE":
      return { kind: "KWISE", k: columns.pairingN ?? 4 }
    case "AGAINST":
      return { kind: "AGAINST", modelKey: columns.pairingModelKey ?? "" }
    case "ALL":
    case "AS_IMPORTED":
      return { kind: columns.pairing }
  }
}

function wholeNumber(text: string): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
}
