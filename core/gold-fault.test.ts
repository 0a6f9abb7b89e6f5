import { expect, test } from "vitest"
import { findGoldFault } from "@/core/gold-fault"
import { presets } from "@/core/presets/registry"
import { protocolSchema } from "@/core/protocol"

const asked = protocolSchema.parse(presets.instructgpt)
const rating = asked.criteria.find((one) => one.ask === "rating")
if (!rating) throw new Error("The preset was to ask for ratings.")
const rate = (position: number, value: number, criterion = rating.name) => ({
  ratings: [{ position, criterion, value, tolerance: 1 }],
})

test("a known answer that somebody can give has no fault", () => {
  expect(findGoldFault("RANKING", 3, { ranks: [1, 2, 2] }, asked)).toBeNull()
  expect(findGoldFault("RANKING", 3, { ranks: [3, 1, 2], ...rate(2, 7) }, asked)).toBeNull()
  expect(findGoldFault("RATING", 1, rate(0, 1), asked)).toBeNull()
})

test("one that nobody could give, or everybody would, is refused by what is wrong with it", () => {
  const strict = { ...asked, ranking: { ties: false, partial: false } }
  const faults = [
    findGoldFault("RANKING", 3, {}, asked),
    findGoldFault("RATING", 3, { ranks: [1, 2, 3] }, asked),
    findGoldFault("RANKING", 3, { ranks: [1, 2] }, asked),
    findGoldFault("RANKING", 3, { ranks: [1, 2, 2] }, strict),
    findGoldFault("RANKING", 3, { ranks: [1, 1, 1] }, asked),
    findGoldFault("RATING", 1, rate(0, 4, "elegance"), asked),
    findGoldFault("RATING", 1, rate(1, 4), asked),
    findGoldFault("RATING", 1, rate(0, 8), asked),
  ]
  expect(faults).toEqual([
    "Say the known ranks or ratings.",
    "This task asks for ratings, so it has no known ranks.",
    "This task has 3 texts: give each a rank.",
    "The protocol allows no ties between ranks.",
    "Ranks that are all equal are right whatever people answer.",
    'The protocol rates nothing called "elegance".',
    "This task has 1 texts; there is no text 2.",
    expect.stringMatching(/goes from 1 to 7, not 8/),
  ])
})
