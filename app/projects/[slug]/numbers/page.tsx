import type { Metadata } from "next"
import { Live } from "@/components/numbers/live"
import { NumbersFilters } from "@/components/numbers/numbers-filters"
import { NumbersReportView } from "@/components/numbers/numbers-report"
import { ROWS_ON_PAGE } from "@/components/numbers/rows-shown"
import { ReportTools } from "@/components/numbers/report-tools"
import { Computing, NotCounted, NothingYet } from "@/components/numbers/waiting"
import { PageHeader } from "@/components/ui/page-header"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { numbersQueryDefaults, numbersQuerySchema, toNumbersFilter } from "@/core/numbers/query"
import { permissionsOf } from "@/server/access"
import { getProject } from "@/server/data/projects"
import { listNumbersChoices } from "@/server/data/rollup/choices"
import { countContestedTasks } from "@/server/data/rollup/contested-count"
import { pageAccess } from "@/server/http/page"
import { getBiasAudit } from "@/server/numbers/get-bias-audit"
import { type Aside, toAsideSeen } from "@/server/numbers/get-aside"
import { getCrowd } from "@/server/numbers/get-crowd"
import { getFigures } from "@/server/numbers/get-figures"
import { toSeen } from "@/server/numbers/get-seen"
import { getSlices } from "@/server/numbers/get-slices"

export const metadata: Metadata = { title: "Numbers" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function NumbersPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:read", "tasks:read", "annotations:read", "results:read")
  const given = toSingleValues(await searchParams)
  const query = numbersQuerySchema.parse(given)
  const filter = toNumbersFilter(query)
  const may = permissionsOf(access)
  const [project, choices, figures, contested] = await Promise.all([
    getProject(access),
    listNumbersChoices(access),
    getFigures(access, filter),
    countContestedTasks(access),
  ])
  // What takes longer begins when the figures are there, so that it does not hold them up.
  const later: Aside<never> = { state: "counting" }
  const [crowd, slices] =
    figures.state === "ready"
      ? await Promise.all([getCrowd(access, filter), getSlices(access, filter)])
      : [later, later]
  const groups = may.includes("project:update")
    ? await getBiasAudit(
        await pageAccess(slug, "results:read", "tasks:read", "annotations:read", "project:update"),
      )
    : []
  const path = `/projects/${slug}/numbers`
  const asked = new URLSearchParams(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  return (
    <>
      <PageHeader
        title="Numbers"
        lead={
          figures.state === "ready"
            ? `${figures.kept.report.answers.toLocaleString("en")} answers by ${figures.kept.report.people === 1 ? "one person" : `${figures.kept.report.people.toLocaleString("en")} people`}${figures.current ? "" : ", counted a moment ago"}`
            : project.name
        }
        actions={figures.state === "ready" && <ReportTools name={slug} title={`${project.name}: numbers`} />}
        above={
          <Live
            address={`/api/projects/${slug}/numbers?${asked}`}
            seen={[toSeen(figures), toAsideSeen("crowd", crowd), toAsideSeen("slices", slices)].join(" ")}
            computedAt={
              figures.state === "ready"
                ? `${figures.computedAt.toISOString().slice(0, 16).replace("T", " ")} UTC`
                : null
            }
          />
        }
      />
      <NumbersFilters path={path} query={query} choices={choices} />
      {figures.state === "counting" && <NotCounted />}
      {figures.state === "running" && <Computing done={figures.done} error={figures.error} />}
      {figures.state === "ready" &&
        (figures.kept.report.answers === 0 ? (
          <NothingYet />
        ) : (
          <NumbersReportView
            report={figures.kept.report}
            progress={figures.kept.progress}
            texts={figures.kept.texts}
            today={new Date().toISOString().slice(0, 10)}
            rate={query.rate}
            looks={{
              contested,
              contestedHref: may.includes("adjudications:create") ? `/projects/${slug}/adjudicate` : null,
              flags: figures.kept.report.persons.reduce((sum, person) => sum + person.flags, 0),
              flagsHref: `/projects/${slug}/annotations?flag=any`,
              types: figures.kept.flags,
            }}
            crowd={crowd}
            slices={slices}
            groups={groups}
            shown={{
              most: given["tables"] === "all" ? Number.POSITIVE_INFINITY : ROWS_ON_PAGE,
              allHref: `${path}${toQueryString({ ...query, tables: "all" }, numbersQueryDefaults)}`,
            }}
            personHref={may.includes("members:read") ? (id) => `/projects/${slug}/reliability/${id}` : null}
          />
        ))}
    </>
  )
}
