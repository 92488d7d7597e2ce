/** expand operators. */
import type { OperatorLowering } from '../tabular.ts'

export const expandOperators: Readonly<Record<string, OperatorLowering>> = {}
