import { cycle } from "@/core/no-cycles"
export const partner = (): number => cycle()
