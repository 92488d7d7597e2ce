/** A bar on a terminal; on anything else a line at each tenth. */

interface Output {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export interface ProgressBar {
  step(note: string): void
  end(): void
}

const WIDTH = 32

export function progressBar(output: Output, total: number): ProgressBar {
  let done = 0
  let tenths = 0
  const draw = (note: string): void => {
    const filled = Math.round((done / total) * WIDTH)
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`
    const line = `  ${bar} ${String(done).padStart(String(total).length)}/${total} meetings, ${note}`
    if (output.isTTY) output.write(`\r${line}\u001b[K`)
    else if (Math.floor((done / total) * 10) > tenths) output.write(`${line}\n`)
    tenths = Math.floor((done / total) * 10)
  }
  return {
    step: note => {
      done += 1
      draw(note)
    },
    end: () => void (output.isTTY && output.write('\n')),
  }
}
