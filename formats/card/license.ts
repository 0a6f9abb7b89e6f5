import type { ExportSettings } from "@/formats/export/settings"

/** The LICENSE of an export folder names what was chosen; a licence's own text is not ours to write. */
export function licenseText({ title, license }: Pick<ExportSettings, "title" | "license">): string {
  const name = title.replaceAll(/\s+/g, " ").trim()
  const said =
    license === "other"
      ? "No licence was chosen for this data set. Nobody may use it beyond what its owner has agreed to; ask before it is passed on."
      : `This data set is offered under the licence with the identifier "${license}" (https://huggingface.co/docs/hub/repositories-licenses lists them).`
  return [
    name,
    "",
    said,
    "",
    "The prompts and answers may come from other sources and models, with terms of their own.",
    "",
  ].join("\n")
}
