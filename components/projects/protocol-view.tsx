import { presetTexts } from "@/components/projects/preset-texts"
import { ScaleStrip, toNamedAnswers } from "@/components/projects/scale-strip"
import { Kbd } from "@/components/ui/kbd"
import type { PresetName } from "@/core/presets/registry"
import type { Protocol } from "@/core/protocol"

const kinds: Readonly<Record<Protocol["kind"], string>> = {
  DEMONSTRATION: "Write the ideal answer",
  RATING: "Rate one answer",
  PAIRWISE: "Compare two answers",
  RANKING: "Put three or more answers in order",
}

/** What is asked of the annotator, as it is in force. */
export function ProtocolView({ protocol }: { protocol: Protocol }) {
  const preset = presetTexts[protocol.preset as PresetName]
  const { scale } = protocol
  return (
    <div className="panel divide-y divide-line">
      <Row title="Kind of task">{kinds[protocol.kind]}</Row>
      {protocol.question !== "" && (
        <Row title="Question">
          <bdi>{protocol.question}</bdi>
        </Row>
      )}
      {protocol.asks === "worse" && (
        <Row title="Stored">The answer names the worse text; the other one is stored as better.</Row>
      )}
      {protocol.priorities.length > 0 && (
        <Row title="Matters first">
          <ol className="grid list-inside list-decimal gap-1">
            {protocol.priorities.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </Row>
      )}
      {protocol.kind === "RANKING" && (
        <Row title="Order">
          {protocol.ranking.ties ? "Ties are allowed" : "No ties"}
          {protocol.ranking.partial && ", texts may be left out"}
        </Row>
      )}
      {protocol.turns === "each" && (
        <Row title="Conversations">Turn by turn, in order, with the turns before as context</Row>
      )}
      {protocol.demonstration && (
        <Row title="To write">
          {protocol.demonstration.write === "answer" ? "The answer" : "Prompt and answer"}
          {protocol.demonstration.review && ", reviewed by a second person"}
        </Row>
      )}
      {scale && (
        <Row title="Answers">
          {preset && <p className="mb-3 text-ink-2">{preset.text}</p>}
          <ScaleStrip scale={scale} />
          <ul className="mt-3 grid gap-1.5">
            {toNamedAnswers(scale).map((answer) => (
              <li key={answer.key} className="flex items-center gap-2.5">
                <Kbd>{answer.key}</Kbd> {answer.name}
              </li>
            ))}
          </ul>
        </Row>
      )}
      {scale && scale.margins.length > 0 && (
        <Row title="Margins">
          <ul className="figures grid gap-1">
            {scale.margins.map((margin, index) => (
              <li key={scale.levelNames[index] ?? index}>
                {scale.levelNames[index] ?? `Level ${index + 1}`}: {Number(margin.toFixed(3))}
              </li>
            ))}
          </ul>
        </Row>
      )}
      {protocol.criteria.length > 0 && (
        <Row title="Criteria">
          <ul className="grid gap-1">
            {protocol.criteria.map((criterion) => (
              <li key={criterion.name}>
                {criterion.label}{" "}
                <span className="text-ink-2">
                  {criterion.ask === "rating" && `${criterion.min ?? 1} to ${criterion.max ?? 7}. `}
                  {criterion.help}
                </span>
              </li>
            ))}
          </ul>
        </Row>
      )}
      <Row title="Flags">
        {protocol.flags.length === 0 ? (
          <span className="text-ink-3">None</span>
        ) : (
          <dl className="grid gap-1.5">
            {protocol.flags.map((flag) => (
              <div key={flag.type}>
                <dt className="inline font-medium">{flag.label}</dt>{" "}
                <dd className="inline text-ink-2">{flag.help}</dd>
              </div>
            ))}
          </dl>
        )}
      </Row>
      {(protocol.confidence || protocol.editBetter || protocol.noteFirst) && (
        <Row title="Besides">
          <ul className="grid gap-1">
            {protocol.editBetter && <li>The better answer can be edited</li>}
            {protocol.confidence && <li>How sure people are, 1 to 9</li>}
            {protocol.noteFirst && <li>A note before the prompt is shown</li>}
          </ul>
        </Row>
      )}
      <Row title="Reason">
        {protocol.rationale.mode === "off" && "Not asked for"}
        {protocol.rationale.mode === "optional" && "May be given"}
        {protocol.rationale.mode === "required" &&
          `Must be given${protocol.rationale.minLength > 0 ? `, at least ${protocol.rationale.minLength} characters` : ""}`}
      </Row>
    </div>
  )
}

function Row({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="grid gap-x-6 gap-y-1 px-5 py-4 text-sm sm:grid-cols-[9rem_1fr] sm:px-6">
      <h2 className="text-sm text-ink-2">{title}</h2>
      <div>{children}</div>
    </section>
  )
}
