import { findUnsealed } from "@/server/data/seal/chain-head"
import { sealAnnotations } from "@/server/data/seal/seal-annotations"
import { sealAudit } from "@/server/data/seal/seal-audit"

export type Sealed = { readonly audit: number; readonly annotations: number }

/** Links everything that is committed and not linked. Audit rows first: theirs is the promise of a second. */
export async function sealPending(): Promise<Sealed> {
  const sealed = { audit: 0, annotations: 0 }
  for (;;) {
    const waiting = await findUnsealed()
    if (!waiting.audit && !waiting.annotations) return sealed
    const [audit, annotations] = [
      waiting.audit ? await sealAudit() : 0,
      waiting.annotations ? await sealAnnotations() : 0,
    ]
    // Nothing done although something waits: another process is at it.
    if (audit === 0 && annotations === 0) return sealed
    sealed.audit += audit
    sealed.annotations += annotations
  }
}
