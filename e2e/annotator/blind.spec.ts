import { allSaved, atTask, expect, judge, sitDown, test } from "@/e2e/annotator/scene"
import { db, pool } from "@/server/data/db"

test("nothing that reaches an annotator's browser in a sitting names a model, a database id or a result", async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
  const traffic: { url: string; text: string }[] = []
  const reading: Promise<void>[] = []
  // Every page, script, style and answer, with its headers, and the worker's own requests.
  context.on("response", (response) => {
    reading.push(
      (async () => {
        const headers = JSON.stringify(await response.allHeaders())
        const body = await response.body().catch(() => Buffer.alloc(0))
        traffic.push({ url: response.url(), text: `${response.url()}\n${headers}\n${body.toString("utf8")}` })
      })().catch(() => undefined),
    )
  })
  const sitter = await sitDown(page, { tasks: 8, overlap: 2, guidelines: "# Guidelines\n\nBe fair." })
  const { projectId } = sitter.world
  const other = await sitter.world.person()
  await judge(page, "ArrowLeft")
  await judge(page, "t")
  const { prompt } = await judge(page, "ArrowRight")
  await page.keyboard.press("z")
  await expect(page.getByTestId("prompt")).toHaveText(prompt)
  for (const key of ["g", "o", "?", "f"]) {
    await page.keyboard.press(key)
    await expect(page.getByRole("dialog")).toBeVisible()
    await page.keyboard.press("Escape")
    await expect(page.getByRole("dialog")).toHaveCount(0)
  }
  await page.keyboard.press("s")
  await expect(page.getByRole("dialog")).toBeVisible()
  await page.keyboard.press("1")
  await allSaved(page)
  await page.reload()
  await atTask(page)
  await judge(page, "ArrowLeft")
  await allSaved(page)
  await page.waitForLoadState("networkidle")
  await Promise.all(reading)
  // What the page itself holds: scripts' data, the document, and the device's store.
  traffic.push({ url: "the document", text: await page.content() })
  traffic.push({ url: "the store", text: await page.evaluate(readStore) })

  expect(traffic.filter((one) => one.url.includes("/api/annotate/")).length).toBeGreaterThan(4)
  expect(traffic.some((one) => one.url.includes("/_next/static/"))).toBe(true)
  const secrets = ["secret-model", other.email]
  const { rows: columns } = await pool().query<{ table: string; column: string }>(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'uuid'`,
  )
  const ids = new Set<string>([projectId, sitter.userId, other.userId])
  for (const { table, column } of columns) {
    const { rows } = await pool().query<{ id: string }>(
      `SELECT "${column}"::text AS id FROM "${table}" WHERE "${column}" IS NOT NULL
       AND to_jsonb("${table}".*)->>'projectId' = $1 LIMIT 500`,
      [projectId],
    )
    for (const { id } of rows) ids.add(id)
  }
  const hashes = await db().completion.findMany({ where: { projectId }, select: { hash: true } })
  expect(ids.size).toBeGreaterThan(30)
  for (const secret of [...secrets, ...ids, ...hashes.map((one) => one.hash)]) {
    const found = traffic.filter(
      (one) => one.text.includes(secret) || one.text.includes(secret.replaceAll("-", "")),
    )
    expect(
      found.map((one) => one.url),
      secret,
    ).toEqual([])
  }
})

/** All of IndexedDB as text. */
async function readStore(): Promise<string> {
  const opening = indexedDB.open("diptych-annotate")
  await new Promise((resolve) => opening.addEventListener("success", resolve))
  const db = opening.result
  const all = [...db.objectStoreNames].map(
    (name) =>
      new Promise<unknown>((resolve) => {
        const asked = db.transaction(name).objectStore(name).getAll()
        asked.addEventListener("success", () => resolve(asked.result))
      }),
  )
  const text = JSON.stringify(await Promise.all(all))
  db.close()
  return text
}
