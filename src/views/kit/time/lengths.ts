/** How lengths of time, sizes and shares read. */

/** Seconds as `1 h 02 min`, `3 min 05 s`, `12 s`; milliseconds below one second. */
export function lengthText(seconds: number | null): string {
  if (seconds === null || Number.isNaN(seconds)) return '—'
  if (seconds > 0 && seconds < 1) return `${Math.round(seconds * 1000)} ms`
  const whole = Math.round(seconds)
  const [h, min, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  if (h > 0) return `${h} h ${two(min)} min`
  return min > 0 ? `${min} min ${two(s)} s` : `${s} s`
}

/** `12,345`, `0.034`; at most three digits behind the point. */
export const numberText = (value: number | null): string =>
  value === null ? '—' : new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 }).format(value)

/** `2 alerts`, and of one `1 alert`: the first of the words that ends as plurals do loses its s. */
export const countText = (count: number, words: string): string =>
  `${numberText(count)} ${count === 1 ? words.replace(/\b(\w*[^\Ws])s\b/, '$1') : words}`

/** A ratio 0..1 as percent. */
export const shareText = (ratio: number | null): string =>
  ratio === null || Number.isNaN(ratio) ? '—' : `${numberText(Math.round(ratio * 1000) / 10)} %`

/** `3 min ago`, by whole units; `now` in ms. */
export function agoText(time: string | number, now: number): string {
  const seconds = Math.max(0, (now - new Date(time).getTime()) / 1000)
  const unit = AGO.find(({ from }) => seconds >= from)
  return unit ? `${Math.floor(seconds / unit.from)} ${unit.name} ago` : 'just now'
}

const AGO = [
  { from: 86_400, name: 'd' },
  { from: 3600, name: 'h' },
  { from: 60, name: 'min' },
  { from: 5, name: 's' },
]
