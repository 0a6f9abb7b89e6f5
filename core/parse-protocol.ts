import { DiptychError } from "@/core/errors"
import type { Criterion, Protocol } from "@/core/protocol"
import { maxLevelOf, protocolSchema } from "@/core/protocol"

export type ProtocolFault = { readonly field: string; readonly message: string }

/**
 * A protocol out of a file, a form or the API. Throws INVALID_INPUT that names every wrong field: what
 * was found there and what was expected.
 */
export function parseProtocol(input: unknown): Protocol {
  const parsed = protocolSchema.safeParse(input)
  const faults = parsed.success
    ? findProtocolFaults(parsed.data)
    : parsed.error.issues.map((issue) => ({ field: issue.path.join("."), message: issue.message }))
  if (parsed.success && faults.length === 0) return parsed.data
  const first = faults[0]
  throw new DiptychError(
    "INVALID_INPUT",
    `The protocol's ${first?.field ? `"${first.field}"` : "content"} is wrong: ${first?.message ?? "expected an object."}`,
    { fields: byField(faults) },
  )
}

function byField(faults: readonly ProtocolFault[]): Readonly<Record<string, readonly string[]>> {
  const fields: Record<string, string[]> = {}
  for (const { field, message } of faults) (fields[field] ??= []).push(message)
  return fields
}

/** What no single field can say: parts that contradict each other or cannot be asked. */
export function findProtocolFaults(protocol: Protocol): ProtocolFault[] {
  return [
    ...kindFaults(protocol),
    ...scaleFaults(protocol),
    ...uniqueFaults(
      "criteria",
      protocol.criteria.map((criterion) => criterion.name),
    ),
    ...uniqueFaults(
      "flags",
      protocol.flags.map((flag) => flag.type),
    ),
    ...protocol.criteria.flatMap((criterion, index) => criterionFaults(criterion, index, protocol)),
  ]
}

function kindFaults({ kind, scale, demonstration, criteria, asks, editBetter }: Protocol): ProtocolFault[] {
  const faults: ProtocolFault[] = []
  if (kind === "PAIRWISE" && !scale) {
    faults.push({ field: "scale", message: "comparing two answers needs a scale of 2, 4, 7 or 8 points." })
  }
  if (kind !== "PAIRWISE" && scale) {
    faults.push({ field: "scale", message: `a scale belongs to a comparison of two, not to ${kind}.` })
  }
  if (kind === "RATING" && !criteria.some((criterion) => criterion.ask === "rating")) {
    faults.push({ field: "criteria", message: "rating needs at least one criterion that asks for a rating." })
  }
  if (kind === "DEMONSTRATION" && !demonstration) {
    faults.push({
      field: "demonstration",
      message: "say what is to be written: the answer, or prompt and answer.",
    })
  }
  if (kind !== "DEMONSTRATION" && demonstration) {
    faults.push({ field: "demonstration", message: `belongs to the kind DEMONSTRATION, not to ${kind}.` })
  }
  if (kind !== "PAIRWISE" && asks === "worse") {
    faults.push({ field: "asks", message: "only a comparison of two can ask for the worse one." })
  }
  if (editBetter && (kind !== "PAIRWISE" || asks === "worse")) {
    faults.push({ field: "editBetter", message: "only the better one of two can be edited." })
  }
  return faults
}

function scaleFaults({ scale }: Protocol): ProtocolFault[] {
  if (!scale) return []
  const levels = maxLevelOf(scale)
  const faults: ProtocolFault[] = []
  if (scale.levelNames.length > 0 && scale.levelNames.length !== levels) {
    faults.push({
      field: "scale.levelNames",
      message: `${scale.points} points have ${levels} levels on a side; expected ${levels} names or none, got ${scale.levelNames.length}.`,
    })
  }
  if (scale.margins.length > 0 && scale.margins.length !== levels) {
    faults.push({
      field: "scale.margins",
      message: `expected ${levels} margins, one per level, or none; got ${scale.margins.length}.`,
    })
  }
  if (scale.margins.some((margin, index) => margin < (scale.margins[index - 1] ?? margin))) {
    faults.push({ field: "scale.margins", message: "a stronger preference cannot have a smaller margin." })
  }
  // The middle of seven points is the tie: without it there would be six.
  if (scale.points === 7 && !scale.tie) {
    faults.push({ field: "scale.tie", message: "a scale of 7 points has a tie in its middle." })
  }
  if ((scale.points === 4 || scale.points === 8) && scale.tie) {
    faults.push({
      field: "scale.tie",
      message: `a scale of ${scale.points} points has no middle; choose 7 points.`,
    })
  }
  return faults
}

function criterionFaults(criterion: Criterion, index: number, protocol: Protocol): ProtocolFault[] {
  const field = `criteria.${index}`
  if (protocol.kind === "DEMONSTRATION") {
    return [{ field, message: "a text that is yet to be written cannot be judged; remove the criterion." }]
  }
  if (criterion.ask === "comparison") {
    if (criterion.name === "overall") {
      return [
        { field: `${field}.name`, message: '"overall" is the main answer itself; choose another name.' },
      ]
    }
    return protocol.kind === "PAIRWISE"
      ? []
      : [
          {
            field: `${field}.ask`,
            message: "only two answers can be compared by a criterion; ask for ratings.",
          },
        ]
  }
  const { min = 1, max = 7 } = criterion
  if (max > 9) return [{ field: `${field}.max`, message: "expected at most 9, so that one key gives it." }]
  if (min >= max) return [{ field: `${field}.max`, message: `expected more than the lowest value ${min}.` }]
  const off = Object.keys(criterion.anchors).find((key) => !isOnScale(key, min, max))
  return off === undefined
    ? []
    : [{ field: `${field}.anchors`, message: `"${off}" is not a value from ${min} to ${max}.` }]
}

function isOnScale(key: string, min: number, max: number): boolean {
  return /^\d+$/.test(key) && Number(key) >= min && Number(key) <= max
}

function uniqueFaults(field: string, names: readonly string[]): ProtocolFault[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? [] : [{ field, message: `"${twice}" is there twice.` }]
}
