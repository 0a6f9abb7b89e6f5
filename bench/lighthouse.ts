import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { makeAnnotateProject } from "@/bench/annotate-project"
import { OwnServer } from "@/e2e/annotator/own-server"
import { closeDb, db } from "@/server/data/db"

/**
 * Lighthouse on the annotate page, signed in, on the production build: as a desktop and as a phone.
 *
 *     DATABASE_URL=postgresql://… DIPTYCH_SECRET=… npx tsx bench/lighthouse.ts [path of lighthouse/cli/index.js]
 *
 * Lighthouse is no dependency: `npm install lighthouse@12.8.2` in a folder of its own and name it here
 * (version 13 needs a newer Node). Needs the production build and a database with the migrations applied.
 */
const [program = "node_modules/lighthouse/cli/index.js"] = process.argv.slice(2)
const slug = `bench-${randomUUID().slice(0, 8)}`
const folder = mkdtempSync(join(tmpdir(), "diptych-lighthouse-"))
const server = await OwnServer.start()

type Report = {
  categories: Record<string, { score: number }>
  audits: Record<string, { score: number | null; numericValue?: number; title: string }>
}

try {
  const cookie = await makeAnnotateProject(slug, folder, 5)
  const rows = ["desktop", "phone"].map((device) => {
    const out = join(folder, `${device}.json`)
    execFileSync(
      process.execPath,
      [
        program,
        `${server.url}/annotate/${slug}`,
        "--quiet",
        "--output=json",
        `--output-path=${out}`,
        ...(device === "desktop" ? ["--preset=desktop"] : []),
        "--only-categories=performance,accessibility,best-practices",
        `--extra-headers=${JSON.stringify({ Cookie: `${cookie.name}=${cookie.value}` })}`,
        `--chrome-flags=--headless=new --disable-gpu ${process.getuid?.() === 0 ? "--no-sandbox" : ""}`,
      ],
      {
        stdio: ["ignore", "ignore", "inherit"],
        env: {
          ...process.env,
          ...(existsSync("/usr/bin/chromium") && { CHROME_PATH: "/usr/bin/chromium" }),
        },
      },
    )
    const report = JSON.parse(readFileSync(out, "utf8")) as Report
    const score = (name: string) => Math.round((report.categories[name]?.score ?? 0) * 100)
    const failed = Object.entries(report.audits)
      .filter(([, audit]) => audit.score !== null && audit.score < 0.9)
      .map(([name]) => name)
    return {
      device,
      performance: score("performance"),
      accessibility: score("accessibility"),
      bestPractices: score("best-practices"),
      lcpMs: Math.round(report.audits["largest-contentful-paint"]?.numericValue ?? 0),
      tbtMs: Math.round(report.audits["total-blocking-time"]?.numericValue ?? 0),
      cls: report.audits["cumulative-layout-shift"]?.numericValue ?? 0,
      below90: failed.join(" "),
    }
  })
  console.table(rows)
  for (const row of rows) console.log(JSON.stringify({ bench: "lighthouse", ...row }))
} finally {
  await server.kill()
  await db()
    .project.deleteMany({ where: { slug } })
    .catch(() => undefined)
  await closeDb()
  rmSync(folder, { recursive: true, force: true })
}
