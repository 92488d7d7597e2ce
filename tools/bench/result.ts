/** One line of the benchmark: a figure beside its budget (ratios inside one run). */
export interface BenchResult {
  readonly name: string
  readonly budget: string
  readonly measured: number
  readonly unit: string
  readonly met: boolean
  readonly note?: string
}
