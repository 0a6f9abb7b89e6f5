export { mean } from "@/formats/format"
