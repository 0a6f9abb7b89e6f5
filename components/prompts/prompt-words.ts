import type { HoldReason } from "@/core/prompts/hold"

/** Why a prompt is held back, in the words of the page. */
export const holdName: Readonly<Record<HoldReason, string>> = {
  cap: "Over the user's cap",
  duplicate: "Near duplicate",
  admin: "Held back by hand",
}
