import { Section } from "@/components/account/section"
import { buttonStyle } from "@/components/ui/button-style"

/** Everything that is kept about the person, to take along. */
export function DataSection() {
  return (
    <Section title="Your data" lead="Everything this instance keeps about you, as one JSON file.">
      <div>
        <a href="/api/account/export" download="diptych-account.json" className={buttonStyle()}>
          Download
        </a>
      </div>
    </Section>
  )
}
