import type { ProjectAccess } from "@/server/access"
import { findExportTime, getLastErasure } from "@/server/data/export/export-runs"

/**
 * Whether the project made an export, given by the SHA-256 of its manifest, and when texts were last erased
 * after that; null = none were.
 */
export async function erasedSince(
  access: ProjectAccess<"exports:create">,
  sha256: string,
): Promise<{ readonly known: boolean; readonly erasedAt: string | null }> {
  const made = await findExportTime(access, sha256)
  if (made === null) return { known: false, erasedAt: null }
  const erased = await getLastErasure(access)
  return { known: true, erasedAt: erased !== null && erased >= made ? erased.toISOString() : null }
}
