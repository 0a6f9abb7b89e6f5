import type { Metadata } from "next"
import { notFound } from "next/navigation"
import type { ComponentProps } from "react"
import { z } from "zod"
import { markManyGold, markTaskGold } from "@/app/projects/[slug]/gold/actions"
import { MarkGold } from "@/components/gold/mark-gold"
import { TaskView } from "@/components/tasks/task-view"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import type { TaskDetail } from "@/core/lists/task-detail"
import type { Messages } from "@/core/messages"
import type { Protocol } from "@/core/protocol"
import { toFlagLabels } from "@/core/protocol"
import { permissionsOf } from "@/server/access"
import { getProtocol } from "@/server/data/projects"
import { getTask } from "@/server/data/task-detail"
import { orErrorPage, pageAccess } from "@/server/http/page"
import { renderText } from "@/server/projects/render-text"

export const metadata: Metadata = { title: "Task" }

type Props = { params: Promise<{ slug: string; task: string }> }

export default async function TaskPage({ params }: Props) {
  const { slug, task: id } = await params
  const access = await pageAccess(slug, "project:read", "tasks:read", "annotations:read", "results:read")
  if (!z.uuid().safeParse(id).success) notFound()
  const task = await orErrorPage(() => getTask(access, id))
  const [prompt, texts] = await Promise.all([
    toRendered(task.prompt.messages),
    Promise.all(
      task.texts.map(async ({ messages, ...text }) => ({
        ...text,
        raw: messages.at(-1)?.content ?? "",
        messages: await toRendered(messages),
      })),
    ),
  ])
  const { definition: protocol } = await getProtocol(access)
  const asked = toAsked(task, protocol)
  const mark =
    asked && permissionsOf(access).includes("tasks:update") ? (
      <MarkGold
        slug={slug}
        taskId={id}
        known={task.gold !== null && task.gold.retiredAt === null}
        asked={asked}
        mark={asked.kind === "PAIR" ? markTaskGold : markManyGold}
      />
    ) : null
  const title = task.prompt.externalId ? `Task on ${task.prompt.externalId}` : "Task"
  return (
    <>
      <PageHeader title={title} above={<TextLink href={`/projects/${slug}/tasks`}>Tasks</TextLink>} />
      <TaskView
        task={task}
        prompt={prompt}
        goldForm={mark}
        texts={texts}
        labels={toFlagLabels(protocol)}
        deskHref={
          permissionsOf(access).includes("adjudications:create") ? `/adjudicate/${slug}?task=${id}` : null
        }
      />
    </>
  )
}

/** What a known answer has to say; null where a task can have none. */
function toAsked(task: TaskDetail, protocol: Protocol): ComponentProps<typeof MarkGold>["asked"] | null {
  if (task.kind === "DEMONSTRATION") return null
  if (task.kind === "PAIRWISE") {
    return { kind: "PAIR", tie: protocol.scale?.tie ?? false, bothBad: protocol.scale?.bothBad ?? false }
  }
  const ratings = protocol.criteria
    .filter((criterion) => criterion.ask === "rating")
    .map(({ name, label, min = 1, max = 7 }) => ({ criterion: name, label, min, max }))
  return { kind: "MANY", k: task.texts.length, ranked: task.kind === "RANKING", ratings }
}

async function toRendered(messages: Messages) {
  return Promise.all(messages.map(async ({ role, content }) => ({ role, html: await renderText(content) })))
}
