"use client"

import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { buttonStyle } from "@/components/ui/button-style"
import { Dialog, DialogClose } from "@/components/ui/dialog"
import { Notice } from "@/components/ui/notice"
import { Stat, StatRow } from "@/components/ui/stat"
import type { FormAction } from "@/core/action-result"
import type { DuplicateReportView } from "@/core/prompts/duplicates"

/** What the search found, with what has become of it. */
export function DuplicateSummary({
  slug,
  report,
  holdAll,
}: {
  slug: string
  report: DuplicateReportView
  /** None for who may only read. */
  holdAll: FormAction<{ changed: number; tasks: number }> | null
}) {
  const { groups, duplicates, served, contaminated, contaminatedPrompts, prompts, settings } = report
  const count = (value: number) => value.toLocaleString("en")
  return (
    <div className="grid gap-4">
      {report.stale && (
        <Notice tone="warn">
          Prompts have come in or gone since this report. Search again to look at those of now.
        </Notice>
      )}
      <div className="panel panel-padded">
        <StatRow>
          <Stat label="Groups" value={count(groups)} note={`of near duplicates among ${count(prompts)}`} />
          <Stat label="Prompts too many" value={count(duplicates)} note="beside one of each group" />
          <Stat
            label="Of these served"
            value={count(served)}
            note="not held back"
            tone={served > 0 ? "warn" : "ink"}
          />
          <Stat
            label="Across splits"
            value={count(contaminated)}
            note={`groups, ${plural(contaminatedPrompts, "prompt")}: what is tested is trained on too`}
            tone={contaminated > 0 ? "warn" : "ink"}
          />
        </StatRow>
        <p className="mt-4 text-sm text-ink-2">
          Alike from {settings.threshold}
          {settings.prefix > 0 && `, or the first ${count(settings.prefix)} characters the same`}. Searched{" "}
          {report.computedAt.slice(0, 16).replace("T", " ")} UTC. Prompts without a split of their own are
          placed as an export places them.
        </p>
        <div className="mt-4 flex flex-wrap items-center gap-2">
          {holdAll && served > 0 && <HoldAllGroups slug={slug} served={served} hold={holdAll} />}
          {groups > 0 && (
            <a
              href={`/api/projects/${slug}/prompts/duplicates/download`}
              download
              className={buttonStyle("secondary", "sm")}
            >
              Download as CSV
            </a>
          )}
        </div>
      </div>
    </div>
  )
}

function HoldAllGroups({
  slug,
  served,
  hold,
}: {
  slug: string
  served: number
  hold: FormAction<{ changed: number; tasks: number }>
}) {
  const { result, pending, formProps } = useFormAction(hold)
  return (
    <>
      <Dialog
        title={`Hold back ${plural(served, "prompt")} at most?`}
        description="Of each group the oldest that is served stays, and those that somebody released. The tasks of the others are given to nobody; what was answered stays."
        trigger={<Button size="sm">Hold back all but the oldest…</Button>}
      >
        <form {...formProps} className="grid gap-4">
          <input type="hidden" name="slug" value={slug} />
          <p className="text-sm text-ink-2">Each group can be released again, here and under Prompts.</p>
          <FormResult
            result={result}
            done={({ changed }: { changed: number }) => `Held back ${plural(changed, "prompt")}.`}
          />
          <div className="flex flex-wrap justify-end gap-2">
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" busy={pending}>
              Hold back
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
