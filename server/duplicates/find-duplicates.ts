import { setImmediate } from "node:timers/promises"
import type { DuplicateSettings } from "@/core/prompts/duplicates"
import { NearDuplicates } from "@/stats/duplicates/near-duplicates"
import type { ProjectAccess } from "@/server/access"
import { keepDuplicateReport } from "@/server/data/duplicates/keep-report"
import { getDuplicateBasis, readPromptText, readPromptTexts } from "@/server/data/duplicates/read-texts"

/** Characters of normalised texts that are kept at hand; beyond them texts are fetched again when looked at. */
const keptChars = 128 * 1024 * 1024

/**
 * Looks for near duplicates among all prompts of a project and writes the report down. Others who wait
 * for this process are served between the parts; `progress` may throw to end it, and then the report of
 * before stays.
 */
export async function findDuplicates(
  access: ProjectAccess<"prompts:read" | "prompts:update">,
  settings: DuplicateSettings,
  progress: (share: number) => Promise<void>,
): Promise<{ readonly prompts: number; readonly groups: number; readonly duplicates: number }> {
  const { prompts, basis } = await getDuplicateBasis(access)
  const search = new NearDuplicates(settings)
  const ids: string[] = []
  const kept: string[] = []
  let chars = 0
  let rested = performance.now()
  const rest = async (share: number) => {
    if (performance.now() - rested < 20) return
    await progress(share)
    await setImmediate()
    rested = performance.now()
  }
  for await (const batch of readPromptTexts(access)) {
    for (const { id, text } of batch) {
      const normal = search.add(text)
      chars += normal.length
      if (chars <= keptChars) kept.push(normal)
      ids.push(id)
      await rest((0.5 * ids.length) / Math.max(prompts, ids.length))
    }
  }
  const read = (index: number) =>
    kept[index] ?? readPromptText(access, ids[index] ?? "").then((text) => search.normalise(text))
  const groups = await search.findGroups(read, (share) => rest(0.5 + 0.5 * share))
  await progress(1)
  await keepDuplicateReport(access, { settings, basis, prompts: ids.length, ids, groups })
  const members = groups.reduce((sum, group) => sum + group.length, 0)
  return { prompts: ids.length, groups: groups.length, duplicates: members - groups.length }
}
