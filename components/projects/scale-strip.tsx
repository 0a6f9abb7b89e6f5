import { stripAnswers } from "@/core/annotate/strip"
import type { Scale } from "@/core/protocol"
import { cx } from "@/components/ui/cx"

export type NamedAnswer = { readonly key: string; readonly name: string; readonly isTie: boolean }

const keys: Readonly<Record<string, string>> = { left: "←", right: "→", tie: "T", bothBad: "B" }

/** The answers a scale offers, in the order of the screen, with their keys and in words. */
export function toNamedAnswers(scale: Scale): NamedAnswer[] {
  return stripAnswers(scale).map(({ action, verdict }) => {
    const key = keys[action] ?? action.replace("grade", "")
    if (verdict.side === "tie") {
      const same = action === "tie" ? "Tie" : "About the same"
      return { key, name: verdict.bothBad ? "Both bad" : same, isTie: true }
    }
    const side = verdict.side === "left" ? "Left" : "Right"
    const level = (scale.levelNames[verdict.level - 1] ?? `by ${verdict.level}`).toLocaleLowerCase("en")
    return { key, name: `${side} ${level.includes("better") ? level : `${level} better`}`, isTie: false }
  })
}

/** A small picture of the strip of answers that the annotator will see. */
export function ScaleStrip({ scale }: { scale: Scale }) {
  const answers = toNamedAnswers(scale)
  return (
    <span
      role="img"
      aria-label={`Answers from left to right: ${answers.map((answer) => answer.name).join(", ")}`}
      className="flex flex-wrap items-center gap-1"
    >
      {answers.map((answer) => (
        <span
          key={answer.key}
          className={cx(
            "inline-flex h-7 min-w-7 items-center justify-center rounded-md border border-line bg-surface px-1.5 font-mono text-xs",
            answer.isTie ? "text-ink-3" : "text-ink",
          )}
        >
          {answer.key}
        </span>
      ))}
    </span>
  )
}
