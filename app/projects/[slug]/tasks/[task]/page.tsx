import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { z } from "zod"
import { markTaskGold } from "@/app/projects/[slug]/gold/actions"
import { MarkGold } from "@/components/gold/mark-gold"
import { TaskView } from "@/components/tasks/task-view"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import type { Messages } from "@/core/messages"
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
      task.texts.map(async ({ messages, ...text }) => ({ ...text, messages: await toRendered(messages) })),
    ),
  ])
  const scale = task.kind === "PAIRWISE" ? (await getProtocol(access)).definition.scale : null
  const mark =
    scale && permissionsOf(access).includes("tasks:update") ? (
      <MarkGold
        slug={slug}
        taskId={id}
        known={task.gold !== null && task.gold.retiredAt === null}
        tie={scale.tie}
        bothBad={scale.bothBad}
        mark={markTaskGold}
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
        deskHref={
          permissionsOf(access).includes("adjudications:create") ? `/adjudicate/${slug}?task=${id}` : null
        }
      />
    </>
  )
}

async function toRendered(messages: Messages) {
  return Promise.all(messages.map(async ({ role, content }) => ({ role, html: await renderText(content) })))
}
