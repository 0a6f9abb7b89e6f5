import type { Aggregate } from "@/formats/aggregation/aggregate"
import { majority } from "@/formats/aggregation/majority"
import { meanStrength } from "@/formats/aggregation/mean-strength"
import { perAnnotator } from "@/formats/aggregation/per-vote"
import { single } from "@/formats/aggregation/single"
import { unanimous } from "@/formats/aggregation/unanimous"
import { weighted } from "@/formats/aggregation/weighted"

type Method = {
  readonly label: string
  readonly about: string
  readonly aggregate: Aggregate
  /** Which votes are put together: all on a pair, those of one person, or none (a row per vote). */
  readonly over: "pair" | "annotator" | "vote"
}

export const aggregations = {
  majority: {
    label: "Strict majority",
    about: "A side wins with more than half of all votes, ties among them.",
    aggregate: majority,
    over: "pair",
  },
  unanimous: {
    label: "Unanimous",
    about: "Every vote for the same side.",
    aggregate: unanimous,
    over: "pair",
  },
  single: {
    label: "Single vote",
    about: "Only pairs that exactly one vote decides.",
    aggregate: single,
    over: "pair",
  },
  mean_strength: {
    label: "Mean strength",
    about: "The sign of the mean of the signed levels.",
    aggregate: meanStrength,
    over: "pair",
  },
  weighted: {
    label: "Weighted by reliability",
    about:
      "Votes count by how often their annotator agrees with the others (one-coin model over all counted votes of the export).",
    aggregate: weighted,
    over: "pair",
  },
  soft: {
    label: "Soft labels",
    about:
      "Every vote gives two rows its way, a tie one each way: the loss of all rows is that of the share of votes. Only in train; validation and test get the strict majority.",
    aggregate: majority,
    over: "vote",
  },
  per_annotator: {
    label: "Per annotator",
    about: "Nothing is put together: one row per person and pair, with the person's pseudonym.",
    aggregate: perAnnotator,
    over: "annotator",
  },
} as const satisfies Record<string, Method>

export type AggregationName = keyof typeof aggregations
export const aggregationNames = Object.keys(aggregations) as [AggregationName, ...AggregationName[]]
