/** The address bar is the state of a page: typed search parameters, each with what it means when it is absent. */
import { useRouter, useRouterState } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

/** How one search parameter reads and prints; a value that prints undefined is left out of the address. */
export interface Param<Value> {
  read(text: string | null): Value
  print(value: Value): string | undefined
}

export const text = (fallback = ''): Param<string> => ({
  read: given => given ?? fallback,
  print: value => (value === fallback ? undefined : value),
})

/** A value that is not among the choices reads as the fallback: an old or edited address still opens. */
export const choice = <const Value extends string>(
  values: readonly Value[],
  fallback: Value,
): Param<Value> => ({
  read: given => values.find(value => value === given) ?? fallback,
  print: value => (value === fallback ? undefined : value),
})

export const flag = (fallback = false): Param<boolean> => ({
  read: given => (given === null ? fallback : given === 'yes'),
  print: value => (value === fallback ? undefined : value ? 'yes' : 'no'),
})

/** Several texts, comma separated; texts with commas are percent-encoded inside. */
export const list = (): Param<readonly string[]> => ({
  read: given => (given ? given.split(',').map(decodeURIComponent) : []),
  print: values => (values.length === 0 ? undefined : values.map(encodeURIComponent).join(',')),
})

type AnyParam = Param<string> | Param<boolean> | Param<readonly string[]>
type Shape = Readonly<Record<string, AnyParam>>
type Values<S extends Shape> = { readonly [K in keyof S]: S[K] extends Param<infer Value> ? Value : never }

/** Changes some parameters; `replace` keeps the back button from walking through every keystroke. */
export type SetAddress<S extends Shape> = (change: Partial<Values<S>>, how?: { replace?: boolean }) => void

/** `shape` must be the same object each time (a constant of the module). Parameters of others stay as they are. */
export function useAddress<S extends Shape>(shape: S): readonly [Values<S>, SetAddress<S>] {
  const router = useRouter()
  const search = useRouterState({ select: state => state.location.searchStr })
  const values = useMemo(() => valuesOf(shape, search), [shape, search])
  const set = useCallback<SetAddress<S>>(
    (change, { replace = false } = {}) => {
      const { pathname, searchStr } = router.state.location
      const href = pathname + changed(shape, searchStr, change)
      if (replace) router.history.replace(href)
      else router.history.push(href)
    },
    [router, shape],
  )
  return [values, set]
}

export function valuesOf<S extends Shape>(shape: S, search: string): Values<S> {
  const given = new URLSearchParams(search)
  const entries = Object.entries(shape).map(([name, param]) => [name, param.read(given.get(name))])
  // Sound: each name's value was read by that name's own parameter.
  return Object.fromEntries(entries) as Values<S>
}

/** The search text after a change; parameters that mean their fallback are left out. */
export function changed<S extends Shape>(shape: S, search: string, change: Partial<Values<S>>): string {
  const next = new URLSearchParams(search)
  for (const [name, value] of Object.entries(change)) {
    const param: AnyParam | undefined = shape[name]
    if (!param || value === undefined) continue
    // Sound: Values ties each name to the type of its own parameter, which Object.entries forgets.
    const printed = (param as Param<unknown>).print(value)
    if (printed === undefined) next.delete(name)
    else next.set(name, printed)
  }
  const printed = next.toString()
  return printed === '' ? '' : `?${printed}`
}

/** A path with search parameters; undefined ones are left out. */
export function addressOf(path: string, search: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(search).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const printed = new URLSearchParams(given).toString()
  return printed === '' ? path : `${path}?${printed}`
}
