import { TextMarks } from "@/components/annotate/screen/text-marks"
import type { NamedMark } from "@/components/annotate/screen/marked-text"
import type { TaskPage } from "@/components/annotate/store/database"
import { lastText } from "@/components/annotate/store/database"
import type { Draft, Mark } from "@/core/annotate/draft"
import { canMark, marksOf } from "@/core/annotate/draft"
import type { WireProtocol } from "@/core/annotate/wire"

/** What a panel shows of the words that were marked in its text. */
export function marksPart(
  page: TaskPage,
  panel: number,
  protocol: WireProtocol,
  draft: Draft,
  onUnmark: (mark: Mark) => void,
) {
  const marks = namedMarks(draft, panel, protocol)
  const list = canMark(protocol) && (
    <TextMarks raw={lastText(page, panel)} marks={marks} onUnmark={onUnmark} />
  )
  return { marks, list }
}

export function namedMarks(draft: Draft, panel: number, { flags }: WireProtocol): readonly NamedMark[] {
  return marksOf(draft, panel).map((mark) => ({
    mark,
    label: flags.find(({ type }) => type === mark.type)?.label ?? mark.type,
  }))
}
