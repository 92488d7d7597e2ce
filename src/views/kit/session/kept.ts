import { useCallback, useState } from 'react'

/** A choice that this browser remembers; what it remembers wrongly reads as the fallback. */
export function useKept<Value extends string>(
  name: string,
  values: readonly Value[] | undefined,
  fallback: Value,
): readonly [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => {
    const kept = localStorage.getItem(`anteroom.${name}`)
    if (kept === null) return fallback
    // Sound: without a list of values, Value is text itself.
    return values ? (values.find(one => one === kept) ?? fallback) : (kept as Value)
  })
  const keep = useCallback(
    (next: Value) => {
      localStorage.setItem(`anteroom.${name}`, next)
      setValue(next)
    },
    [name],
  )
  return [value, keep]
}
