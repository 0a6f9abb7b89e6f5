import { readFile } from "node:fs/promises"
import { expect, signIn, test, visit } from "@/e2e/admin/scene"
import { manifestSchema } from "@/formats/export/manifest"
import { db } from "@/server/data/db"
import { unpackZip } from "@/tests/support/unpack-zip"

test("settings are counted as they change, made beside the page, cancelled, downloaded", async ({
  page,
  admin,
}) => {
  await signIn(page, admin.people.owner)
  let counted = 0
  page.on("request", (request) => {
    if (request.url().endsWith("/exports/preview")) counted++
  })
  await visit(page, `/projects/${admin.slug}/export`)
  const holds = page.getByRole("region", { name: "What the export will hold" })
  // Ann and Ben differ on one task; on the other only Ann answered and took it back.
  await expect(holds.getByRole("status")).toContainText(/nothing to export yet|0 rows/)

  // Method, tie policy, K-wise, filter, split and container: each is a control, and each is in the wish.
  await page.getByLabel("Format", { exact: true }).selectOption("raw_annotations")
  await expect(holds.getByRole("status")).toContainText("2 rows")
  await page.getByLabel("Format", { exact: true }).selectOption("preference")
  const folded = page.locator("form details > summary")
  for (const summary of await folded.all()) await summary.click()
  await page.getByLabel("From votes to one answer").selectOption("per_annotator")
  await expect(holds.getByRole("status")).toContainText("2 rows")
  const before = counted
  await page.getByLabel("Annotators", { exact: true }).pressSequentially("nobody")
  await expect(holds.getByRole("status")).toContainText(/nothing to export yet|0 rows/)
  // Typed in one go, counted once; taken back, not counted again.
  expect(counted - before).toBe(1)
  await page.getByLabel("Annotators", { exact: true }).fill("")
  await expect(holds.getByRole("status")).toContainText("2 rows")
  expect(counted - before).toBe(1)
  // What does not go together is said, and cannot be made.
  await page.getByLabel("Pairs of a ranking").selectOption("adjacent")
  await expect(holds.getByRole("alert")).toContainText("goes with one answer per pair")
  await expect(page.getByRole("button", { name: "Make and download" })).toBeDisabled()
  await page.getByLabel("Pairs of a ranking").selectOption("all_pairs")
  await page.getByLabel("Ties", { exact: true }).selectOption("both_ways")
  await page.getByLabel("File type").selectOption("jsonl.gz")
  await page.getByLabel("Test share in %").fill("0")
  await expect(holds.getByRole("status")).toContainText("2 rows: 2 train")

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Make and download" }).click(),
  ])
  const files = await unpackZip(await readFile(await download.path()))
  const text = [...files].find(([path]) => path.endsWith("manifest.json"))?.[1].toString("utf8")
  const manifest = manifestSchema.parse(JSON.parse(text ?? ""))
  expect(manifest.settings).toMatchObject({
    aggregation: "per_annotator",
    ties: "both_ways",
    testShare: 0,
    container: "jsonl.gz",
  })
  expect(manifest.counts.rows).toEqual({ preference: { train: 2 } })
  await expect(page.getByRole("table", { name: /Earlier exports/ }).getByRole("row")).toHaveCount(2)

  // One that another process is making: seen on the page, with how far it is, and cancelled there.
  const { projectId } = admin.scene
  const job = await db().job.create({
    data: {
      projectId,
      kind: "export",
      status: "RUNNING",
      payload: { format: "kto_unpaired" },
      done: 1200,
      total: 4800,
      attempts: 1,
      leaseExpiresAt: new Date(Date.now() + 600_000),
    },
  })
  await visit(page, `/projects/${admin.slug}/export`)
  const making = page.getByRole("list", { name: "Exports under way" })
  await expect(making).toContainText("1,200 of 4,800 annotations")
  await making.getByRole("button", { name: /^Cancel/ }).click()
  await expect(making).toBeHidden()
  expect(await db().job.findUnique({ where: { id: job.id } })).toMatchObject({ status: "CANCELLED" })
})
