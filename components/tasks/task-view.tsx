import type { ReactNode } from "react"
import { plural, toDuration } from "@/components/projects/figures"
import { When } from "@/components/projects/when"
import { toAnswerText, toShownText } from "@/components/tasks/answer-text"
import { Conversation, type RenderedMessage } from "@/components/tasks/conversation"
import { AnnotationStateBadge, TaskStateBadge } from "@/components/tasks/state-badge"
import { KnownAnswer } from "@/components/gold/known-answer"
import { MarkedList, MarkedWords } from "@/components/tasks/marked-words"
import { TaskRulings } from "@/components/tasks/task-rulings"
import { Badge } from "@/components/ui/badge"
import { EmptyState } from "@/components/ui/empty-state"
import type { TaskAnswer, TaskAssignment, TaskDetail } from "@/core/lists/task-detail"
import type { FlagLabels } from "@/core/protocol"

export type TaskViewText = {
  readonly position: number
  readonly models: readonly string[]
  readonly isEmpty: boolean
  readonly messages: readonly RenderedMessage[]
  /** The last message as it was written. */
  readonly raw: string
}

/** A task as those see it who may see everything: texts with their models, and every revision of every answer. */
export function TaskView({
  task,
  prompt,
  texts,
  labels,
  deskHref,
  goldForm,
}: {
  task: TaskDetail
  /** Where it is given a known answer; null for those who may not, and for tasks that cannot have one here. */
  goldForm: ReactNode
  /** Where the task can be ruled on; null for those who may not. */
  deskHref: string | null
  prompt: readonly RenderedMessage[]
  texts: readonly TaskViewText[]
  labels: FlagLabels
}) {
  const raws = new Map(texts.map((text) => [text.position, text.raw]))
  return (
    <div className="grid grid-cols-1 gap-6">
      <div className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
        <TaskStateBadge state={task.state} />
        <span className="figures">
          {task.counted} of {plural(task.overlap, "answer")}
        </span>
        {task.doubleJudged && <Badge>Always judged twice</Badge>}
        {task.prompt.split && <Badge>Split {task.prompt.split}</Badge>}
        {task.prompt.tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
        <span className="ms-auto">{goldForm}</span>
      </div>
      {task.gold && <KnownAnswer gold={task.gold} />}
      <section aria-labelledby="prompt">
        <h2 id="prompt" className="mb-2 text-base">
          Prompt
        </h2>
        <div className="prose-measure">
          <Conversation messages={prompt} plainRole="user" />
        </div>
      </section>
      <section
        aria-label="Texts"
        className="panel grid grid-cols-1 divide-y divide-line lg:grid-cols-2 lg:divide-x lg:divide-y-0 rtl:divide-x-reverse"
      >
        {texts.map((text) => (
          <article
            key={text.position}
            aria-label={`Text ${text.position + 1}`}
            className="min-w-0 p-5 sm:p-6"
          >
            <header className="mb-3 flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
              <h3 className="text-sm">Text {text.position + 1}</h3>
              <p dir="auto" className="min-w-0 text-sm wrap-anywhere text-ink-2">
                {text.models.join(", ")}
              </p>
            </header>
            {text.isEmpty ? (
              <p className="text-ink-3 italic">The model gave an empty answer.</p>
            ) : (
              <Conversation messages={text.messages} plainRole="assistant" />
            )}
            <MarkedWords
              raw={text.raw}
              position={text.position}
              assignments={task.assignments}
              labels={labels}
            />
          </article>
        ))}
      </section>
      <TaskRulings task={task} deskHref={deskHref} />
      <section aria-labelledby="answers">
        <h2 id="answers" className="mb-2 text-base">
          Answers
        </h2>
        {task.assignments.length === 0 ? (
          <div className="panel">
            <EmptyState title="Nobody has had this task yet" level={3}>
              It is in the queue, and the next free person gets it.
            </EmptyState>
          </div>
        ) : (
          <ul className="panel divide-y divide-line">
            {task.assignments.map((assignment) => (
              <AssignmentRow key={assignment.id} assignment={assignment} raws={raws} labels={labels} />
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

const assignmentStates: Readonly<Record<TaskAssignment["state"], string>> = {
  LEASED: "has it now",
  SUBMITTED: "answered",
  SKIPPED: "skipped",
  EXPIRED: "did not answer in time",
  RELEASED: "gave it back",
}

type Words = { raws: ReadonlyMap<number, string>; labels: FlagLabels }

function AssignmentRow({ assignment, ...words }: { assignment: TaskAssignment } & Words) {
  const { name, email, purpose, state, answers } = assignment
  return (
    <li className="px-5 py-4 text-sm sm:px-6">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <p dir="auto" className="font-medium wrap-anywhere">
          {name || email}
        </p>
        <p className="text-ink-2">{assignmentStates[state]}</p>
        {purpose !== "LABEL" && <Badge>{purpose === "GOLD" ? "Gold" : "Hidden repeat"}</Badge>}
        <p className="ms-auto text-ink-3">
          {state === "LEASED" ? (
            <>
              until <When at={assignment.leaseExpiresAt} /> UTC
            </>
          ) : (
            <>
              given <When at={assignment.leasedAt} /> UTC
            </>
          )}
        </p>
      </div>
      {assignment.skipReason && (
        <p className="mt-1 text-ink-2">
          Reason: {assignment.skipReason}
          {assignment.skipNote && <> · “{assignment.skipNote}”</>}
        </p>
      )}
      {answers.length > 0 && (
        <ol className="mt-2 grid gap-2 border-s-2 border-line ps-4">
          {answers.toReversed().map((answer, index) => (
            <Revision key={answer.id} answer={answer} latest={index === 0} {...words} />
          ))}
        </ol>
      )}
    </li>
  )
}

function Revision({ answer, latest, raws, labels }: { answer: TaskAnswer; latest: boolean } & Words) {
  const whole = answer.flags.filter((flag) => flag.spanStart === null)
  const said = answer.notRankable
    ? "Cannot be ranked"
    : answer.status === "WITHDRAWN"
      ? "Taken back"
      : answer.comparisons
          .map((comparison) => {
            const criterion = comparison.criterion === "overall" ? "" : `${comparison.criterion}: `
            return criterion + toAnswerText(answer, comparison)
          })
          .join("; ")
  return (
    <li className={latest ? "" : "text-ink-3"}>
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className={latest ? "font-medium" : "line-through decoration-line-strong"}>
          {said || "No comparison"}
        </span>
        {answer.state && answer.state !== "withdrawn" && <AnnotationStateBadge state={answer.state} />}
        {whole.map((flag) => (
          <Badge key={flag.id} tone="warn">
            {labels.get(flag.type) ?? flag.type}
            {flag.position !== null && ` · text ${flag.position + 1}`}
          </Badge>
        ))}
        <span className="ms-auto text-ink-3">
          revision {answer.revision}, <When at={answer.createdAt} /> UTC
        </span>
      </div>
      <p className="figures mt-0.5 text-ink-3">
        {[
          toShownText(answer.shown),
          answer.activeMs !== null && `${toDuration(answer.activeMs / 1000)} of attention`,
          answer.confidence !== null && `confidence ${answer.confidence}`,
          answer.inputPath && `by ${answer.inputPath.replace("key:", "key ")}`,
          answer.device,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {whole.map(
        (flag) =>
          flag.comment && (
            <Quote key={flag.id} label={labels.get(flag.type) ?? flag.type} text={flag.comment} />
          ),
      )}
      <MarkedList flags={answer.flags} raws={raws} labels={labels} />
      {answer.rationale && <Quote label="Why" text={answer.rationale} />}
      {answer.note && <Quote label="Note" text={answer.note} />}
      {answer.editedText && <Quote label="Rewritten" text={answer.editedText} />}
    </li>
  )
}

/** Shown as it was typed, never as Markdown. */
function Quote({ label, text }: { label: string; text: string }) {
  return (
    <div className="mt-1.5 flex gap-2.5 text-ink">
      <span className="shrink-0 text-ink-3">{label}</span>
      <p dir="auto" className="min-w-0 wrap-anywhere whitespace-pre-wrap">
        {text}
      </p>
    </div>
  )
}
