/** parse operators. */
import type { OperatorLowering } from '../tabular.ts'

export const parseOperators: Readonly<Record<string, OperatorLowering>> = {}
