import type { z } from "zod"
import { toWireProtocol } from "@/core/annotate/to-wire-protocol"
import type { LeaseResponse, leaseRequestSchema, WireGuidelines } from "@/core/annotate/wire"
import { mustConfirm } from "@/core/guidelines/must-confirm"
import { toTextChanges } from "@/core/text-changes"
import type { ProjectAccess } from "@/server/access"
import { getOwnProgress } from "@/server/annotate/get-own-progress"
import { listNewAnswers } from "@/server/annotate/list-new-answers"
import { renderTexts, textKey } from "@/server/annotate/render-texts"
import { accountOf, requireAccount, requireAnnotator } from "@/server/annotate/require-annotator"
import { toWireTasks } from "@/server/annotate/to-wire-tasks"
import { requireConsent } from "@/server/consent/require-consent"
import type { AnnotateSetup } from "@/server/data/annotate-setup"
import { getAnnotateSetup, noteGuidelinesSeen } from "@/server/data/annotate-setup"
import type { Annotator } from "@/server/data/annotator"
import { confirmGuideline, getConfirmation } from "@/server/data/guideline-reads"
import { findGuidelineMarkdown } from "@/server/data/guideline-markdown"
import { claimTasks } from "@/server/queue/claim-tasks"
import { requireScreening } from "@/server/screening/require-screening"

/** Texts of so many tasks travel in one answer. */
const TASKS_AT_ONCE = 25

/** Brings the page up to the tasks it wants, with their texts, and tells it what it works under. */
export async function leaseTasks(
  access: ProjectAccess<"annotations:create">,
  request: z.output<typeof leaseRequestSchema>,
): Promise<LeaseResponse> {
  const who = requireAnnotator(access)
  if (request.account !== undefined) requireAccount(who, request.account)
  await requireConsent(who)
  await requireScreening(who)
  const setup = await getAnnotateSetup(access)
  if (request.confirmed !== undefined) await confirmGuideline(who, who.userId, request.confirmed)
  const confirmation = await getConfirmation(who, who.userId)
  const unread = mustConfirm(confirmation.versions, confirmation.confirmed)
  // Nothing new before the guidelines are read; what is held already stays held.
  const want = unread ? 0 : request.want
  const claimed = await claimTasks(who, setup, { want, answered: request.answered })
  const have = new Set(request.have)
  const leased = new Set(claimed.leases.map((lease) => lease.token))
  const missing = claimed.leases.filter((lease) => !have.has(lease.token))
  const { tasks, texts } = await toWireTasks(who, missing.slice(0, TASKS_AT_ONCE))
  return {
    account: accountOf(who.userId),
    serverTime: new Date().toISOString(),
    state: unread && claimed.state !== "paused" ? "confirm" : claimed.state,
    more: claimed.more || missing.length > TASKS_AT_ONCE,
    tasks,
    texts,
    held: claimed.leases
      .filter((lease) => have.has(lease.token))
      .map((lease) => ({ token: lease.token, leaseExpiresAt: lease.leaseExpiresAt.toISOString() })),
    gone: request.have.filter((token) => !leased.has(token) && !request.answered.includes(token)),
    leaseAhead: setup.leaseAhead,
    blurContent: setup.blurContent,
    breakAfterMin: setup.breakAfterMin,
    protocol:
      request.knows.protocol === setup.protocol.version
        ? null
        : toWireProtocol(setup.protocol.version, setup.protocol.definition),
    protocolVersion: setup.protocol.version,
    guidelines: await guidelinesFor(
      who,
      setup,
      request.knows.guidelines,
      unread ? { confirmed: confirmation.confirmed } : null,
    ),
    guidelineVersion: setup.guidelines?.version ?? null,
    ...(await listNewAnswers(who, request.knows.answers)),
    progress: request.progress ? await getOwnProgress(access, request.progress) : null,
  }
}

async function guidelinesFor(
  who: Annotator,
  { guidelines }: AnnotateSetup,
  known: number | undefined,
  /** Set where the person must confirm: what they confirmed before. */
  unread: { readonly confirmed: number | null } | null,
): Promise<WireGuidelines | null> {
  if (!guidelines || guidelines.version === known) return null
  const seenVersion = await noteGuidelinesSeen(who, who.userId, guidelines.id)
  const texts = await renderTexts(who, [guidelines.markdown])
  const since = unread ? unread.confirmed : seenVersion
  const before =
    since === null || since === guidelines.version ? undefined : await findGuidelineMarkdown(who, since)
  return {
    version: guidelines.version,
    html: texts[textKey(guidelines.markdown)]?.html ?? "",
    confirmRequired: guidelines.confirmRequired,
    seenVersion,
    mustConfirm: unread !== null,
    changesSince: before === undefined ? null : since,
    changes: before === undefined ? [] : [...toTextChanges(before, guidelines.markdown)],
  }
}
