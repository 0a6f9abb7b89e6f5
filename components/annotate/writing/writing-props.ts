import type { TaskPage } from "@/components/annotate/store/database"
import type { Draft, DraftText } from "@/core/annotate/draft"
import type { WireProtocol } from "@/core/annotate/wire"

export type Demonstration = NonNullable<WireProtocol["demonstration"]>

export type WritingProps = {
  page: TaskPage
  draft: Draft
  demonstration: Demonstration
  /** The task is in view and takes words. */
  live: boolean
  /** Its frame is painted: it may take the focus. */
  settled: boolean
  onWrite: (change: Partial<DraftText>) => void
  onSubmit: (inputPath: string) => void
  /** Sanitised HTML of the words; null without the line. */
  onPreview: (text: string) => Promise<string | null>
}
