import type { Metadata } from "next"
import { answerOne, withdrawAnswer } from "@/app/projects/[slug]/questions/actions"
import { QuestionFilters } from "@/components/questions/question-filters"
import { QuestionItem } from "@/components/questions/question-item"
import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import { PageHeader } from "@/components/ui/page-header"
import { Pagination } from "@/components/ui/pagination"
import { questionQueryDefaults, questionQuerySchema, questionsPerPage } from "@/core/lists/question-query"
import { toQueryString, toSingleValues } from "@/core/lists/query-string"
import { permissionsOf } from "@/server/access"
import { listQuestions } from "@/server/data/questions"
import { pageAccess } from "@/server/http/page"
import { renderText } from "@/server/projects/render-text"

export const metadata: Metadata = { title: "Questions" }

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function QuestionsPage({ params, searchParams }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "questions:answer", "tasks:read")
  const query = questionQuerySchema.parse(toSingleValues(await searchParams))
  const { rows, total } = await listQuestions(access, query)
  const path = `/projects/${slug}/questions`
  const writesGuidelines = permissionsOf(access).includes("guidelines:update")
  const answers = await Promise.all(rows.map(async (row) => (row.answer ? renderText(row.answer) : null)))
  return (
    <>
      <PageHeader
        title="Questions"
        lead="What people ask while they judge. An answer is shown to everybody, in the guidelines beside every task, without the name of who asked and without the task."
      />
      <QuestionFilters path={path} query={query} />
      {rows.length > 0 ? (
        <ul className="grid gap-4">
          {rows.map((row, index) => (
            <QuestionItem
              key={`${row.id}:${row.answeredAt?.toISOString() ?? ""}`}
              slug={slug}
              row={row}
              answerHtml={answers[index] ?? null}
              taskHref={row.taskId && `/projects/${slug}/tasks/${row.taskId}`}
              takeInHref={writesGuidelines ? `/projects/${slug}/guidelines?question=${row.id}` : null}
              answer={answerOne}
              withdraw={withdrawAnswer}
            />
          ))}
        </ul>
      ) : (
        <div className="panel">
          {query.state === "all" ? (
            <EmptyState title="Nobody has asked anything">
              People can ask about any task with one key. Their questions come here.
            </EmptyState>
          ) : (
            <EmptyState
              title="No question fits this filter"
              action={<LinkButton href={path}>Show all questions</LinkButton>}
            />
          )}
        </div>
      )}
      <Pagination
        className="mt-4"
        page={query.page}
        perPage={questionsPerPage}
        total={total}
        noun="questions"
        hrefOf={(page) => path + toQueryString(query, questionQueryDefaults, { page })}
      />
    </>
  )
}
