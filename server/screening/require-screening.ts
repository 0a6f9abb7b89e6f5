import { DiptychError } from "@/core/errors"
import type { Annotator } from "@/server/data/annotator"
import { findScreeningGate } from "@/server/data/screening/gate"

/**
 * No task for who has not passed the screening this project asks for, nor after the end of an attempt
 * where this project is one. GONE with the reason `screening`: the page shows where the person stands
 * when it is loaded again. What was answered is taken still.
 */
export async function requireScreening(who: Annotator): Promise<void> {
  const gate = await findScreeningGate(who)
  if (gate === null) return
  const message =
    gate.kind === "required"
      ? `Before you get tasks here, pass the screening "${gate.project.name}" (/annotate/${gate.project.slug}). Reload the page to see it.`
      : "This attempt at the screening is over. Reload the page to see how it went."
  throw new DiptychError("GONE", message, { reason: "screening" })
}
