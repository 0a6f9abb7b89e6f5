import { sha256Hex } from "@/core/same-text"

export type AnnotationLink = {
  readonly annotationId: string
  readonly projectId: string
  readonly sealedXid: string
  readonly facts: string
  readonly texts: string
}

/** Hash of one link of the chain over annotations: SHA-256 of seven lines. */
export function hashAnnotationLink(link: AnnotationLink, seq: bigint, prev: string): string {
  const { annotationId, projectId, sealedXid, facts, texts } = link
  return sha256Hex([prev, String(seq), annotationId, projectId, sealedXid, facts, texts].join("\n"))
}
