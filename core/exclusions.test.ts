import { expect, test } from "vitest"
import { createExclusionCheck, type ExclusionRow } from "@/core/exclusions"

const blank = { annotationId: null, annotatorId: null, fromAt: null, untilAt: null, reverses: null }
const annotation = { id: "a1", annotatorId: "p1", createdAt: new Date("2026-08-02T00:00:00.000Z") }

test.each<[string, ExclusionRow[], boolean]>([
  ["nothing", [], false],
  ["this annotation", [{ ...blank, id: "e", annotationId: "a1" }], true],
  ["another annotation", [{ ...blank, id: "e", annotationId: "a2" }], false],
  ["this person", [{ ...blank, id: "e", annotatorId: "p1" }], true],
  [
    "this person from that moment on",
    [{ ...blank, id: "e", annotatorId: "p1", fromAt: annotation.createdAt }],
    true,
  ],
  [
    "this person until that moment",
    [{ ...blank, id: "e", annotatorId: "p1", untilAt: annotation.createdAt }],
    false,
  ],
  [
    "an exclusion taken back",
    [
      { ...blank, id: "e", annotationId: "a1" },
      { ...blank, id: "r", reverses: "e" },
    ],
    false,
  ],
  [
    "a reversal taken back",
    [
      { ...blank, id: "q", reverses: "r" },
      { ...blank, id: "e", annotationId: "a1" },
      { ...blank, id: "r", reverses: "e" },
    ],
    true,
  ],
])("%s", (_name, rows, expected) => {
  expect(createExclusionCheck(rows)(annotation)).toBe(expected)
})
