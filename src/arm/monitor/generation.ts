/** The two generations of the diagnostic settings API. */
export interface Generation {
  /** Entries of `logs` may name a category group. */
  readonly hasGroups: boolean
}

/** Oldest first; groups came with the last one. */
export const versions = ['2016-09-01', '2017-05-01-preview', '2020-01-01-preview', '2021-05-01-preview']

const FIRST_WITH_GROUPS = '2021-05-01'

export const generationOf = (apiVersion: string | undefined): Generation => ({
  hasGroups: (apiVersion ?? '') >= FIRST_WITH_GROUPS,
})
