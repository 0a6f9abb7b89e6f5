import type { Stroke } from "@/core/annotate/keymap"
import { toKeyCap } from "@/core/annotate/keymap"

/**
 * The key of an action, as on the keyboard; nothing where the person has taken the key away. Drawn as
 * generated content, so that what a button says and what it is called stay the same words.
 */
export function KeyCap({ strokes }: { strokes: readonly Stroke[] }) {
  const stroke = strokes[0]
  if (stroke === undefined) return null
  return <kbd aria-hidden className="key-cap" data-key={toKeyCap(stroke)} />
}
