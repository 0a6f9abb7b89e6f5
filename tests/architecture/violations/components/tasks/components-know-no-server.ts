// A type alone is enough.
import type { Row } from "@/server/use-case"
export type Props = { readonly row: Row }
