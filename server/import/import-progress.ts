import type { ImportPhase, ProgressView } from "@/core/import-view"

/** How far an import is, told at every change. While it waits it says that, though files go on being read. */
export class ImportProgress {
  #phase: ImportPhase = "reading"
  #waits = false
  #rows = 0
  #bytes = 0

  constructor(
    readonly totalBytes: number,
    readonly onChange: ((progress: ProgressView) => void) | undefined,
  ) {}

  read(rows: number, bytes: number): void {
    this.#rows = rows
    this.#bytes = bytes
    this.#tell()
  }

  enter(phase: ImportPhase): void {
    this.#phase = phase
    this.#tell()
  }

  /** For another import, or no longer. */
  wait(waits: boolean): void {
    this.#waits = waits
    this.#tell()
  }

  #tell(): void {
    this.onChange?.({
      phase: this.#waits ? "waiting" : this.#phase,
      rows: this.#rows,
      bytes: this.#bytes,
      totalBytes: this.totalBytes,
    })
  }
}
