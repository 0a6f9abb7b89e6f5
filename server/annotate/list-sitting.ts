import type { SittingResponse } from "@/core/annotate/wire"
import type { StoredPreference } from "@/core/verdict"
import { toScreen, turnRound } from "@/core/verdict"
import type { ProjectAccess } from "@/server/access"
import { requireAnnotator } from "@/server/annotate/require-annotator"
import type { OwnEntry } from "@/server/data/own-work"
import { listOwnWork } from "@/server/data/own-work"

/** The person's own answers and skips since a time, as they saw them: for undo after a reload. */
export async function listSitting(
  access: ProjectAccess<"annotations:create">,
  query: { since: string },
): Promise<SittingResponse> {
  const entries = await listOwnWork(requireAnnotator(access), new Date(query.since))
  return {
    entries: entries.map((entry) => ({
      token: entry.token,
      outcome: entry.state === "SKIPPED" ? "skipped" : entry.status === "SURPLUS" ? "surplus" : "accepted",
      verdict: screenVerdict(entry),
      at: entry.closedAt.toISOString(),
    })),
  }
}

function screenVerdict({
  preference,
  bothBad,
  level,
  shown,
  asks,
}: OwnEntry): SittingResponse["entries"][number]["verdict"] {
  if (preference === null) return null
  const stored: StoredPreference =
    preference === "TIE"
      ? { preference, bothBad: bothBad ?? false, level: null }
      : { preference, bothBad: false, level: level ?? 1 }
  const better = toScreen(stored, shown)
  return asks === "worse" ? turnRound(better) : better
}
