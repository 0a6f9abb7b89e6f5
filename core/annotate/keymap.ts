/** Everything on the annotate page that a single key can do. */
export const keyActions = [
  "left",
  "right",
  "tie",
  "bothBad",
  "grade1",
  "grade2",
  "grade3",
  "grade4",
  "grade5",
  "grade6",
  "grade7",
  "grade8",
  "digit9",
  "digit0",
  "rankTie",
  "back",
  "commit",
  "notRankable",
  "pin",
  "undo",
  "skip",
  "flags",
  "marks",
  "note",
  "question",
  "edit",
  "diff",
  "raw",
  "reveal",
  "scrollUp",
  "scrollDown",
  "scrollBoth",
  "guidelines",
  "settings",
  "help",
] as const
export type KeyAction = (typeof keyActions)[number]

/**
 * A stroke names a key apart from the keyboard's layout: `ArrowLeft`, `Space`, `1`, `T`, `?`, or the
 * physical code (`BracketLeft`) of a key that has no such name.
 */
export type Stroke = string
/** One stroke or several for each action; an empty list switches the action's key off. */
export type Keymap = Readonly<Record<KeyAction, readonly Stroke[]>>

export const defaultKeymap: Keymap = {
  left: ["ArrowLeft"],
  right: ["ArrowRight"],
  tie: ["T"],
  bothBad: ["B"],
  grade1: ["1"],
  grade2: ["2"],
  grade3: ["3"],
  grade4: ["4"],
  grade5: ["5"],
  grade6: ["6"],
  grade7: ["7"],
  grade8: ["8"],
  digit9: ["9"],
  digit0: ["0"],
  rankTie: ["="],
  back: ["Backspace"],
  commit: ["Enter"],
  notRankable: ["X"],
  pin: ["P"],
  undo: ["Z"],
  skip: ["S"],
  flags: ["F"],
  marks: ["M"],
  note: ["N"],
  question: ["Q"],
  edit: ["E"],
  diff: ["D"],
  raw: ["R"],
  reveal: ["V"],
  scrollUp: ["ArrowUp"],
  scrollDown: ["ArrowDown"],
  scrollBoth: ["Space"],
  guidelines: ["G"],
  settings: ["O"],
  help: ["?"],
}

/**
 * Everything within reach of one hand on the letters, the other hand free for the mouse or for nothing
 * at all. What is read off the screen (graded answers) stays on the digits, in the order of the strip.
 */
export const leftHandKeymap: Keymap = {
  ...defaultKeymap,
  left: ["Q"],
  right: ["E"],
  tie: ["W"],
  note: ["C"],
  question: ["Quote"],
  edit: ["X"],
  // No letter of this hand is left for what is seldom needed.
  notRankable: ["Minus"],
  pin: ["Backslash"],
  marks: ["BracketRight"],
  scrollUp: ["ArrowUp", "T"],
  scrollDown: ["ArrowDown", "A"],
  settings: ["Backquote"],
}
/** The arrows and the number pad are a right hand's already; the letters come as well. */
export const rightHandKeymap: Keymap = {
  ...defaultKeymap,
  left: ["ArrowLeft", "J"],
  right: ["ArrowRight", "L"],
  tie: ["K"],
  bothBad: ["M"],
  undo: ["U"],
  skip: ["P"],
  pin: ["Quote"],
  notRankable: ["BracketLeft"],
  flags: ["H"],
  marks: ["BracketRight"],
  edit: ["I"],
  diff: ["Y"],
  raw: ["O"],
  reveal: ["Period"],
  guidelines: ["Comma"],
  settings: ["Slash"],
  question: ["Semicolon"],
}

export const keyLayouts = { both: defaultKeymap, left: leftHandKeymap, right: rightHandKeymap } as const
export type KeyLayout = keyof typeof keyLayouts

/** What of a keyboard event decides; the browser's event fits. */
export type KeyPress = {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly repeat: boolean
  readonly isComposing: boolean
}

/** Where the page is when the key comes. */
export type KeyContext = {
  /** The focus is in a field that takes text. */
  readonly typing: boolean
  /** A dialog or menu is open and has the keys. */
  readonly covered: boolean
  /** The focus is on a button or another control that uses Space and Enter itself. */
  readonly onControl: boolean
  /** The person switched single-key shortcuts off (WCAG 2.1.4). */
  readonly singleKeysOff: boolean
}

/**
 * The stroke of a key press, or undefined for a modified key. The printed Latin letter counts, so
 * that the key that says Z undoes on a German keyboard too; where the layout prints no Latin letter
 * (Arabic, Russian, Greek), the letter at the same place of a US keyboard counts. Digits go by place:
 * a French keyboard prints them with Shift.
 */
export function toStroke(press: KeyPress): Stroke | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing) return undefined
  if (press.key === "?" || press.key === "؟") return "?"
  // Shifted on some layouts; the sign counts.
  if (press.key === "=") return "="
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(press.code)?.[1]
  // A number pad with NumLock off sends arrows and Home: those count as what they do.
  if (digit !== undefined && !(press.code.startsWith("Numpad") && press.key !== digit)) {
    return press.shiftKey && press.key !== digit ? undefined : digit
  }
  if (press.shiftKey) return undefined
  if (press.key === " ") return "Space"
  if (/^[a-z]$/i.test(press.key)) return press.key.toUpperCase()
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1]
  if (letter !== undefined) return letter
  if (press.key.length > 1 && /^[\x20-\x7e]+$/.test(press.key)) return press.key
  return press.code === "" ? undefined : press.code
}

/** Actions that a held key may repeat: scrolling, never a judgment. */
const repeatable: ReadonlySet<KeyAction> = new Set<KeyAction>(["scrollUp", "scrollDown", "scrollBoth"])

/**
 * What a key press does here and now, or undefined for nothing. Silent while typing, under a dialog,
 * for modified keys, and for a held key (or it would judge ten tasks).
 */
export function resolveKey(press: KeyPress, context: KeyContext, keymap: Keymap): KeyAction | undefined {
  if (context.typing || context.covered) return undefined
  const stroke = toStroke(press)
  if (stroke === undefined) return undefined
  if (context.onControl && (stroke === "Space" || stroke === "Enter")) return undefined
  const action = keyActions.find((one) => keymap[one].includes(stroke))
  if (action === undefined || (press.repeat && !repeatable.has(action))) return undefined
  // Arrows, Space and ? are no character keys that speech input could set off by chance.
  if (context.singleKeysOff && stroke !== "?" && isCharacter(stroke)) return undefined
  return action
}

export type RemapResult = { readonly keymap: Keymap; readonly taken?: KeyAction }

/** Strokes that the browser or a screen reader needs, and Enter and Escape that the page's parts use. */
const reserved: ReadonlySet<Stroke> = new Set([
  "Tab",
  "Enter",
  "Escape",
  "Shift",
  "CapsLock",
  "F5",
  "F6",
  "F11",
  "F12",
])

export function isReserved(stroke: Stroke): boolean {
  return reserved.has(stroke)
}

/**
 * Gives an action a new stroke. A stroke that another action has is taken from it (`taken` names it),
 * so that one key never does two things. A plain answer and a grade may not share one either.
 */
export function remap(keymap: Keymap, action: KeyAction, stroke: Stroke): RemapResult {
  if (reserved.has(stroke)) return { keymap }
  const taken = keyActions.find((one) => one !== action && keymap[one].includes(stroke))
  const next: Record<KeyAction, readonly Stroke[]> = { ...keymap, [action]: [stroke] }
  if (taken === undefined) return { keymap: next }
  next[taken] = keymap[taken].filter((one) => one !== stroke)
  return { keymap: next, taken }
}

const shownStrokes: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  BracketLeft: "[",
  BracketRight: "]",
  Minus: "-",
  Equal: "=",
  Comma: ",",
  Period: ".",
  Slash: "/",
  Backslash: "\\",
  Semicolon: ";",
  Quote: "'",
  Backquote: "`",
  Backspace: "⌫",
}

/** How a stroke stands on a key cap. */
export function toKeyCap(stroke: Stroke): string {
  return shownStrokes[stroke] ?? stroke
}

/** Letters, digits and signs: what a word spoken to the computer may type. */
function isCharacter(stroke: Stroke): boolean {
  return stroke.length === 1 || (shownStrokes[stroke] !== undefined && !/^Arrow|^Backspace/.test(stroke))
}

/** For `aria-keyshortcuts`; undefined where the person has taken the key away. */
export function toKeyShortcuts(strokes: readonly Stroke[]): string | undefined {
  return strokes.length === 0 ? undefined : strokes.join(" ")
}
