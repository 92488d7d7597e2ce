/** Who gets which receive slot: pure, and as still as possible, since every change costs a key frame. */

/** `wanted` in order of priority; who has a slot keeps it while among the first, others fill what is free. */
export function assign(
  slots: readonly (string | null)[],
  wanted: readonly string[],
): readonly (string | null)[] {
  const chosen = new Set(wanted.slice(0, slots.length))
  const kept = slots.map(holder => (holder !== null && chosen.has(holder) ? holder : null))
  const waiting = [...chosen].filter(participant => !kept.includes(participant))
  return kept.map(holder => holder ?? waiting.shift() ?? null)
}
