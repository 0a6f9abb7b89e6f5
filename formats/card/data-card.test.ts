import { expect, test } from "vitest"
import { dataCard } from "@/formats/card/data-card"
import { preference } from "@/formats/export/preference"
import { rawAnnotations } from "@/formats/export/raw-annotations"
import { exportSettingsSchema } from "@/formats/export/settings"

const settings = exportSettingsSchema.parse({ title: 'Tone: "soft" — ✓\n# no heading' })
const counts = {
  annotations: { read: 12, counted: 10, left_out: { surplus: 2 } },
  rows: { preference: { train: 7, test: 1 } },
  skipped: { tie: 2 },
}

test("the card of a preference export", async () => {
  const card = dataCard({ format: preference, settings, counts })
  await expect(card).toMatchFileSnapshot("../export/fixtures/preference-card.md")
})

test("the card of a raw export", async () => {
  const rows = { raw_annotations: { train: 7 } }
  const card = dataCard({ format: rawAnnotations, settings, counts: { ...counts, rows } })
  await expect(card).toMatchFileSnapshot("../export/fixtures/raw-annotations-card.md")
})

test("a split without rows is not named, and without any rows no config is", () => {
  const rows = { preference: { train: 7 } }
  expect(dataCard({ format: preference, settings, counts: { ...counts, rows } })).not.toContain("split: test")
  expect(dataCard({ format: preference, settings, counts: { ...counts, rows: {} } })).not.toContain(
    "configs:",
  )
})
