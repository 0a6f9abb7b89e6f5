import { When } from "@/components/projects/when"
import { CopyField } from "@/components/ui/copy-field"

/** How far the log is linked, and the head of its chain to write down elsewhere. */
export function AuditSeal({
  seq,
  hash,
  sealedAt,
  waiting,
}: {
  seq: string
  hash: string
  sealedAt: Date
  waiting: number
}) {
  return (
    <section aria-labelledby="seal" className="panel panel-padded mb-6 grid gap-3">
      <div>
        <h2 id="seal" className="text-base">
          Sealed
        </h2>
        <p className="mt-1 text-sm text-ink-2">
          {waiting === 0 ? (
            <>
              All <span className="figures">{Number(seq).toLocaleString("en")}</span> rows of this instance
              are linked into one chain of hashes, the last at <When at={sealedAt} /> UTC.
            </>
          ) : (
            <>
              <span className="figures">{Number(seq).toLocaleString("en")}</span> rows of this instance are
              linked, <span className="figures">{waiting.toLocaleString("en")}</span> wait to be. That takes
              less than a second; if it stays, read what the app says on its console.
            </>
          )}{" "}
          Write the head down elsewhere: <code>diptych audit verify --anchor</code> then finds a log that was
          written anew.
        </p>
      </div>
      {seq !== "0" && <CopyField label="Head of the chain" value={`${seq}:${hash}`} />}
    </section>
  )
}
