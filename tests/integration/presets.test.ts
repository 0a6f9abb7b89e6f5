import { expect, test } from "vitest"
import { toWireProtocol } from "@/core/annotate/to-wire-protocol"
import { presetNames, presets } from "@/core/presets/registry"
import { claim, sendOne, verdict } from "@/tests/support/annotate-client"
import { makeKindWorld } from "@/tests/support/kinds-world"
import type { Raw, Trained } from "@/tests/support/preset-cases"
import { exportedRows, meantBy, presetCases, saidBy, trainedPairs } from "@/tests/support/preset-cases"
import { pressKeys } from "@/tests/support/press-keys"

test("every preset that asks for a judgment is here", () => {
  const asked = presetNames.filter((name) => presets[name].kind !== "DEMONSTRATION")
  expect([...new Set(presetCases.map(([name]) => name))].toSorted()).toEqual(asked.toSorted())
})

test.each(presetCases)(
  "%s of %i by the keys %s: the exported row says it",
  async (preset, k, keys, given, row) => {
    const { project, person } = await makeKindWorld(preset, [k])
    const [lease] = (await claim(person)).leases
    if (!lease) throw new Error("no task")
    const item = pressKeys(toWireProtocol(1, presets[preset]), k, keys, given)
    expect(await sendOne(person, verdict(lease.token, item))).toMatchObject({ status: "accepted" })

    const [raw] = await exportedRows<Raw>(project.slug, "raw_annotations")
    if (!raw) throw new Error("no row")
    expect(saidBy(raw, (position) => lease.shown.indexOf(position))).toMatchObject(meantBy(row))
    expect(saidBy(raw, (position) => lease.shown.indexOf(position)).flags).toEqual(row.flags ?? [])
    expect(saidBy(raw, (position) => lease.shown.indexOf(position)).ratings).toEqual(row.ratings ?? {})

    // And as a trainer gets it: the better text is the chosen one.
    const texts = lease.shown.map((position) => raw.completions[position]?.messages.at(-1)?.content ?? "")
    expect(trainedPairs(await exportedRows<Trained>(project.slug, "preference"), texts)).toEqual(
      row.pairs.filter((pair) => pair.includes(">")),
    )
  },
)
