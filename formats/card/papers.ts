import { croissant } from "@/formats/card/croissant"
import { dataCard } from "@/formats/card/data-card"
import { licenseText } from "@/formats/card/license"
import { runText } from "@/formats/card/run-text"
import type { PapersInput } from "@/formats/card/papers-input"

export type Paper = { readonly path: string; readonly text: string }

/**
 * Everything in an export folder that is about the data files: README.md (data card), RUN.md (what to type
 * for each trainer), LICENSE, croissant.json, and what the trainer itself asks for. Depends on nothing but
 * its input, so that it can be made again and compared.
 */
export function folderPapers(input: PapersInput): readonly Paper[] {
  return [
    { path: "README.md", text: dataCard(input) },
    { path: "RUN.md", text: runText(input) },
    { path: "LICENSE", text: licenseText(input.settings) },
    { path: "croissant.json", text: croissant(input) },
    ...(input.format.papers?.(input.files) ?? []),
  ]
}
