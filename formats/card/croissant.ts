import type { PapersInput } from "@/formats/card/papers-input"
import type { Column, ColumnType } from "@/formats/columns"
import type { Container } from "@/formats/export/container"
import type { DataFile } from "@/formats/export/format"

/**
 * croissant.json, the machine-readable description of the folder by the Croissant 1.1 specification: every
 * data file with its hash, and per config a record set with the fields that the files have.
 */
export function croissant(input: PapersInput): string {
  const { format, settings, files } = input
  const configs = [...new Set(files.map((file) => file.config))].sort()
  const document = {
    "@context": context,
    "@type": "sc:Dataset",
    conformsTo: "http://mlcommons.org/croissant/1.1",
    name: toName(settings.title),
    description: format.about,
    license: settings.license,
    version: "1.0.0",
    "rai:dataCollection":
      "People compared answers to the same prompt without knowing which model wrote them; sides were drawn and recorded by the server.",
    "rai:annotationsPerItem": `${input.counts.annotations.counted} counted annotations in all; the rows say how many votes each has.`,
    "rai:machineAnnotationTools": settings.imported ? ["labels that came with the data"] : [],
    distribution: files.map((file) => ({
      "@type": "cr:FileObject",
      "@id": file.path,
      name: file.path,
      contentUrl: file.path,
      encodingFormat: encodingFormats[settings.container],
      contentSize: `${file.bytes} B`,
      sha256: file.sha256,
    })),
    recordSet: configs.map((config) => ({
      "@type": "cr:RecordSet",
      "@id": config,
      name: config,
      field: format.columns.flatMap((column) =>
        files
          .filter((file) => file.config === config)
          .slice(0, 1)
          .map((file) => fieldOf(config, column, file, settings.container)),
      ),
    })),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function fieldOf(config: string, column: Column, file: DataFile, container: Container) {
  const isList = column.type.kind === "list"
  return {
    "@type": "cr:Field",
    "@id": `${config}/${column.name}`,
    name: column.name,
    ...(column.about === undefined ? {} : { description: column.about }),
    dataType: dataTypeOf(column.type),
    ...(isList ? { repeated: true } : {}),
    source: {
      fileObject: { "@id": file.path },
      extract: container.startsWith("jsonl") ? { jsonPath: `$.${column.name}` } : { column: column.name },
    },
  }
}

function dataTypeOf(type: ColumnType): string {
  switch (type.kind) {
    case "int64":
      return "sc:Integer"
    case "float64":
      return "sc:Float"
    case "bool":
      return "sc:Boolean"
    case "time":
      return "sc:DateTime"
    case "list":
      return dataTypeOf(type.of)
    // Nested objects are given as JSON text, as the Hub's own files do.
    case "struct":
    case "string":
      return "sc:Text"
  }
}

/** Croissant names have no white space. */
function toName(title: string): string {
  return title.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replaceAll(/^-+|-+$/g, "") || "preferences"
}

const encodingFormats: Readonly<Record<Container, string>> = {
  jsonl: "application/jsonlines",
  "jsonl.gz": "application/gzip",
  "jsonl.zst": "application/zstd",
  parquet: "application/x-parquet",
  csv: "text/csv",
}

const context = {
  "@language": "en",
  "@vocab": "https://schema.org/",
  cr: "http://mlcommons.org/croissant/",
  rai: "http://mlcommons.org/croissant/RAI/",
  sc: "https://schema.org/",
  dct: "http://purl.org/dc/terms/",
  conformsTo: "dct:conformsTo",
  column: "cr:column",
  data: { "@id": "cr:data", "@type": "@json" },
  dataType: { "@id": "cr:dataType", "@type": "@vocab" },
  extract: "cr:extract",
  field: "cr:field",
  fileObject: "cr:fileObject",
  jsonPath: "cr:jsonPath",
  recordSet: "cr:recordSet",
  repeated: "cr:repeated",
  source: "cr:source",
}
