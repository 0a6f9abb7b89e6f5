const examples = [
  {
    title: "A row per prompt",
    text: "All answers to a prompt in one row; each with the model that gave it.",
    row: '{"prompt": "Name a fruit.", "completions": [{"model": "m-1", "completion": "Apple."}, {"model": "m-2", "completion": "Fig."}]}',
  },
  {
    title: "A row per answer",
    text: "Rows with the same prompt belong together, wherever they stand.",
    row: "prompt,model,completion\nName a fruit.,m-1,Apple.",
  },
  {
    title: "A row per preference",
    text: "Whole conversations or answers. Kept as imported labels, hidden from annotators.",
    row: '{"prompt": "Name a fruit.", "chosen": "Apple.", "rejected": "Brick."}',
  },
] as const

/** For those who come with nothing yet: what a file may look like. */
export function FileExamples() {
  return (
    <section className="grid gap-3">
      <h2 className="text-lg">What a file may look like</h2>
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-3">
        {examples.map(({ title, text, row }) => (
          <div key={title} className="grid min-w-0 content-start gap-1.5">
            <h3 className="font-medium">{title}</h3>
            <p className="text-sm text-ink-2">{text}</p>
            <p className="mt-1 rounded-control bg-sunken px-3 py-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
              {row}
            </p>
          </div>
        ))}
      </div>
      <p className="prose-measure text-sm text-ink-2">
        A prompt is a text or a list of messages. Other names of columns are recognised or can be set; more
        columns may hold a system message, a reference answer, an id, a split, tags and a language. Published
        layouts are known as they are: arena logs, Open-Assistant trees, HelpSteer, UltraFeedback, SafeRLHF,
        KTO rows, Label Studio, Argilla and others.
      </p>
    </section>
  )
}
