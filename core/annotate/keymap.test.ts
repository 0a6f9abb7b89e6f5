import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { KeyContext, KeyPress } from "@/core/annotate/keymap"
import { defaultKeymap, keyActions, keyLayouts, remap, resolveKey, toStroke } from "@/core/annotate/keymap"

const press = (key: string, code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...more,
})
const free: KeyContext = { typing: false, covered: false, onControl: false, singleKeysOff: false }
const does = (p: KeyPress, c: Partial<KeyContext> = {}) => resolveKey(p, { ...free, ...c }, defaultKeymap)

describe("toStroke", () => {
  it("goes by the printed Latin letter, else by the place", () => {
    expect(toStroke(press("z", "KeyY"))).toBe("Z") // German
    expect(toStroke(press("t", "KeyK"))).toBe("T") // Dvorak
    expect(toStroke(press("я", "KeyZ"))).toBe("Z") // Russian
    expect(toStroke(press("ف", "KeyT"))).toBe("T") // Arabic
    expect(toStroke(press("T", "KeyT"))).toBe("T") // caps lock
  })

  it("takes digits by their place, on the pad only with NumLock", () => {
    expect(toStroke(press("&", "Digit1"))).toBe("1") // French
    expect(toStroke(press("1", "Digit1", { shiftKey: true }))).toBe("1") // French with Shift
    expect(toStroke(press("!", "Digit1", { shiftKey: true }))).toBeUndefined()
    expect(toStroke(press("7", "Numpad7"))).toBe("7")
    expect(toStroke(press("ArrowLeft", "Numpad4"))).toBe("ArrowLeft")
    expect(toStroke(press("١", "Digit1"))).toBe("1") // Arabic digits
  })

  it("knows the question mark of every layout", () => {
    expect(toStroke(press("?", "Slash", { shiftKey: true }))).toBe("?")
    expect(toStroke(press("?", "Minus", { shiftKey: true }))).toBe("?")
    expect(toStroke(press("؟", "Slash", { shiftKey: true }))).toBe("?")
  })
})

describe("resolveKey", () => {
  it("judges by left and right, scrolls by up and down", () => {
    expect(does(press("ArrowLeft", "ArrowLeft"))).toBe("left")
    expect(does(press("ArrowRight", "ArrowRight"))).toBe("right")
    expect(does(press("ArrowUp", "ArrowUp"))).toBe("scrollUp")
    expect(does(press("ArrowDown", "ArrowDown"))).toBe("scrollDown")
  })

  it("is silent while typing, under a dialog and while composing", () => {
    expect(does(press("t", "KeyT"), { typing: true })).toBeUndefined()
    expect(does(press("ArrowLeft", "ArrowLeft"), { covered: true })).toBeUndefined()
    expect(does(press("t", "KeyT", { isComposing: true }))).toBeUndefined()
  })

  it("leaves modified keys to the browser", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...keyActions.flatMap((action) => defaultKeymap[action])),
        fc.constantFrom("ctrlKey", "altKey", "metaKey"),
        (stroke, modifier) => {
          const code = /^[A-Z]$/.test(stroke)
            ? `Key${stroke}`
            : /^\d$/.test(stroke)
              ? `Digit${stroke}`
              : stroke
          expect(does(press(stroke === "Space" ? " " : stroke, code, { [modifier]: true }))).toBeUndefined()
        },
      ),
    )
  })

  it("lets a held key scroll and never judge", () => {
    const held = { repeat: true }
    expect(does(press("ArrowDown", "ArrowDown", held))).toBe("scrollDown")
    for (const [key, code] of [
      ["ArrowLeft", "ArrowLeft"],
      ["t", "KeyT"],
      ["1", "Digit1"],
      ["z", "KeyZ"],
      ["s", "KeyS"],
    ] as const) {
      expect(does(press(key, code, held))).toBeUndefined()
    }
  })

  it("leaves Space to the control that has the focus, and still judges there", () => {
    expect(does(press(" ", "Space"))).toBe("scrollBoth")
    expect(does(press(" ", "Space"), { onControl: true })).toBeUndefined()
    expect(does(press("ArrowLeft", "ArrowLeft"), { onControl: true })).toBe("left")
  })

  it("switches letters and digits off, not the arrows", () => {
    const off = { singleKeysOff: true }
    expect(does(press("t", "KeyT"), off)).toBeUndefined()
    expect(does(press("1", "Digit1"), off)).toBeUndefined()
    expect(does(press("ArrowLeft", "ArrowLeft"), off)).toBe("left")
    const signs = { ...defaultKeymap, tie: ["Period"], undo: ["Backspace"] }
    const quiet = { ...free, ...off }
    expect(resolveKey(press(".", "Period"), quiet, signs)).toBeUndefined()
    expect(resolveKey(press("Backspace", "Backspace"), quiet, signs)).toBe("back")
    expect(does(press("?", "Slash", { shiftKey: true }), off)).toBe("help")
  })
})

describe("keyLayouts", () => {
  it("gives every action a key, and no key two actions", () => {
    for (const layout of Object.values(keyLayouts)) {
      const strokes = keyActions.flatMap((action) => layout[action])
      expect(new Set(strokes).size).toBe(strokes.length)
      for (const action of keyActions) expect(layout[action]).not.toEqual([])
    }
  })

  it("keeps within one hand: no letter of a one-handed layout lies under the other", () => {
    const under = { left: "QWERTASDFGZXCVB", right: "YUIOPHJKLNM" }
    for (const hand of ["left", "right"] as const) {
      const letters = keyActions
        .flatMap((action) => keyLayouts[hand][action])
        .filter((one) => /^[A-Z]$/.test(one))
      for (const letter of letters) expect(under[hand]).toContain(letter)
    }
    // Answering, taking back and reading on need no key of the other side.
    const reach = /^(?:[QWERTASDFGZXCVB]|Space|Backquote)$/
    for (const action of [
      "left",
      "right",
      "tie",
      "bothBad",
      "undo",
      "skip",
      "scrollUp",
      "scrollDown",
    ] as const)
      expect(keyLayouts.left[action].some((stroke) => reach.test(stroke))).toBe(true)
  })
})

describe("remap", () => {
  it("never leaves one stroke with two actions", () => {
    for (const layout of Object.values(keyLayouts)) {
      fc.assert(
        fc.property(
          fc.array(
            fc.tuple(fc.constantFrom(...keyActions), fc.constantFrom("A", "1", "T", "ArrowLeft", "Space")),
          ),
          (changes) => {
            const end = changes.reduce((map, [action, stroke]) => remap(map, action, stroke).keymap, layout)
            const strokes = keyActions.flatMap((action) => end[action])
            expect(new Set(strokes).size).toBe(strokes.length)
          },
        ),
      )
    }
  })

  it("names the action that lost its key, and refuses keys the browser needs", () => {
    expect(remap(defaultKeymap, "left", "T")).toMatchObject({
      taken: "tie",
      keymap: { left: ["T"], tie: [] },
    })
    expect(remap(defaultKeymap, "left", "Tab").keymap).toBe(defaultKeymap)
  })
})
