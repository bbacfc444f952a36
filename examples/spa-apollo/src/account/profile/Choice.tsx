import { useId } from "react"

/** One of the values that a field can have. */
export interface Option {
  readonly value: string
  readonly label: string
}

interface ChoiceProps {
  /** As the input of the API calls it. */
  readonly name: string
  readonly label: string
  readonly hint?: string
  /** What stands for "", the choice of none. */
  readonly none: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly choices: ReadonlyArray<Option>
}

/** A labelled choice of one or none. */
export function Choice({ name, label, hint, none, value, onChange, choices }: ChoiceProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      >
        <option value="">{none}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  )
}
