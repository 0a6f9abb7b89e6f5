import type { KeyAction, KeyLayout, Keymap, Stroke } from "@/core/annotate/keymap"
import { keyActions, keyLayouts } from "@/core/annotate/keymap"

/** How one person likes to work, beside the theme and the language. Kept per account on the device. */
export type Preferences = {
  /** CSS pixels of the texts. */
  readonly fontSize: number
  /** Characters per line of the texts; 0 = as wide as the panel. */
  readonly measure: number
  readonly layout: KeyLayout
  /** Changes to the layout's keys. */
  readonly keys: Readonly<Partial<Record<KeyAction, readonly Stroke[]>>>
  readonly singleKeysOff: boolean
  readonly syncScroll: boolean
  readonly wrapCode: boolean
}

export const fontSizes = [14, 16, 17, 18, 20, 22, 26] as const
export const measures = [54, 66, 80, 0] as const

export const defaultPreferences: Preferences = {
  fontSize: 17,
  measure: 66,
  layout: "both",
  keys: {},
  singleKeysOff: false,
  syncScroll: true,
  wrapCode: true,
}

export function toKeymap({ layout, keys }: Preferences): Keymap {
  const own = new Set(Object.values(keys).flat())
  // What a person chose is theirs, also where the layout has come to use the same key for something else.
  const rest = Object.entries(keyLayouts[layout]).map(([action, strokes]) => [
    action,
    strokes.filter((stroke) => !own.has(stroke)),
  ])
  return { ...(Object.fromEntries(rest) as Keymap), ...keys }
}

/** Out of what was stored on the device: whatever does not fit is the default. */
export function readPreferences(stored: unknown): Preferences {
  const from = isRecord(stored) ? stored : {}
  const bool = (name: "singleKeysOff" | "syncScroll" | "wrapCode") =>
    typeof from[name] === "boolean" ? from[name] : defaultPreferences[name]
  const one = <T>(options: readonly T[], value: unknown, otherwise: T): T =>
    options.find((option) => option === value) ?? otherwise
  return {
    fontSize: one<number>(fontSizes, from["fontSize"], defaultPreferences.fontSize),
    measure: one<number>(measures, from["measure"], defaultPreferences.measure),
    layout: one(["both", "left", "right"] as const, from["layout"], defaultPreferences.layout),
    keys: readKeys(from["keys"]),
    singleKeysOff: bool("singleKeysOff"),
    syncScroll: bool("syncScroll"),
    wrapCode: bool("wrapCode"),
  }
}

function readKeys(stored: unknown): Preferences["keys"] {
  if (!isRecord(stored)) return {}
  return Object.fromEntries(
    keyActions.flatMap((action) => {
      const strokes = stored[action]
      return Array.isArray(strokes) && strokes.every((one) => typeof one === "string")
        ? [[action, strokes]]
        : []
    }),
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
}
