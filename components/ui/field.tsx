import type { ReactNode } from "react"
import { useId } from "react"
import { cx } from "@/components/ui/cx"

/** What the control inside a field needs to belong to its label, hint and error. */
export type ControlProps = {
  id: string
  "aria-describedby": string | undefined
  "aria-invalid": true | undefined
}

/**
 * A label, a control, a hint and an error that belong together.
 *
 *     <Field label="Name" error={errors.name}>
 *       {(control) => <Input {...control} name="name" required />}
 *     </Field>
 */
export function Field({
  label,
  hint,
  error,
  optional = false,
  className,
  children,
}: {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  /** Says "optional" beside the label. */
  optional?: boolean
  className?: string
  children: (control: ControlProps) => ReactNode
}) {
  const id = useId()
  const described = cx(hint ? `${id}-hint` : undefined, error ? `${id}-error` : undefined)
  return (
    <div className={cx("grid gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-ink-3"> · optional</span>}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="prose-measure text-sm text-ink-2">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

/** Several controls under one heading: radio buttons, check boxes. */
export function FieldSet({
  legend,
  hint,
  error,
  className,
  children,
}: {
  legend: ReactNode
  hint?: ReactNode
  error?: string | undefined
  className?: string
  children: ReactNode
}) {
  const id = useId()
  const described = cx(hint ? `${id}-hint` : undefined, error ? `${id}-error` : undefined)
  return (
    <fieldset className={cx("grid min-w-0 gap-2", className)} aria-describedby={described || undefined}>
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      {hint && (
        <p id={`${id}-hint`} className="prose-measure -mt-1.5 text-sm text-ink-2">
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
    </fieldset>
  )
}
