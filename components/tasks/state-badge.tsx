import { Badge, type Tone } from "@/components/ui/badge"
import type { AnnotationState } from "@/core/lists/annotation-query"
import type { TaskState } from "@/core/lists/task-query"

export const taskStateName: Readonly<Record<TaskState, string>> = {
  open: "Open",
  running: "In progress",
  done: "Done",
  review: "In review",
  retired: "Retired",
  gold: "Gold",
}
const taskTone: Readonly<Record<TaskState, Tone>> = {
  open: "neutral",
  running: "accent",
  done: "good",
  review: "warn",
  retired: "neutral",
  gold: "neutral",
}

export function TaskStateBadge({ state }: { state: TaskState }) {
  return <Badge tone={taskTone[state]}>{taskStateName[state]}</Badge>
}

export const annotationStateName: Readonly<Record<AnnotationState, string>> = {
  counted: "Counted",
  surplus: "Surplus",
  withdrawn: "Taken back",
  excluded: "Excluded",
  control: "Control",
}
const annotationTone: Readonly<Record<AnnotationState, Tone>> = {
  counted: "good",
  surplus: "neutral",
  withdrawn: "neutral",
  excluded: "warn",
  control: "neutral",
}

export function AnnotationStateBadge({ state }: { state: AnnotationState }) {
  return <Badge tone={annotationTone[state]}>{annotationStateName[state]}</Badge>
}
