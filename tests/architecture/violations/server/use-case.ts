export { mean as useCase } from "@/formats/format"
export type Row = { readonly id: string }
