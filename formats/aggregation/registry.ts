import type { Aggregate } from "@/formats/aggregation/aggregate"
import { majority } from "@/formats/aggregation/majority"
import { meanStrength } from "@/formats/aggregation/mean-strength"
import { single } from "@/formats/aggregation/single"
import { unanimous } from "@/formats/aggregation/unanimous"

export const aggregations = {
  majority: {
    label: "Strict majority",
    about: "A side wins with more than half of all votes, ties among them.",
    aggregate: majority,
  },
  unanimous: {
    label: "Unanimous",
    about: "Every vote for the same side.",
    aggregate: unanimous,
  },
  single: {
    label: "Single vote",
    about: "Only pairs that exactly one vote decides.",
    aggregate: single,
  },
  mean_strength: {
    label: "Mean strength",
    about: "The sign of the mean of the signed levels.",
    aggregate: meanStrength,
  },
} as const satisfies Record<string, { label: string; about: string; aggregate: Aggregate }>

export type AggregationName = keyof typeof aggregations
export const aggregationNames = Object.keys(aggregations) as [AggregationName, ...AggregationName[]]
