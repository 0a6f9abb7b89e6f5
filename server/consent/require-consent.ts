import { DiptychError } from "@/core/errors"
import type { Annotator } from "@/server/data/annotator"
import { getOwnConsent } from "@/server/data/consent"

/**
 * No task for who has not said yes to the text in force. GONE with the reason `consent`: the page was
 * opened before the text changed, and asks when it is loaded again. What was answered is taken still.
 */
export async function requireConsent(who: Annotator): Promise<void> {
  const consent = await getOwnConsent(who, who.userId)
  if (!consent || consent.accepted === true) return
  throw new DiptychError(
    "GONE",
    "Before you get tasks here, read the consent text and say whether you agree. Reload the page to see it.",
    { reason: "consent" },
  )
}
