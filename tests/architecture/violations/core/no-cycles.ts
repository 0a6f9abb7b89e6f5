import { partner } from "@/core/cycle-partner"
export const cycle = (): number => partner()
