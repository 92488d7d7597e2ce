/** What the sources of API operations have in common: each request leaves one fact, in the transaction of its change. */
export { type CallersDirectory, resourceOfCaller } from './calling-resource.ts'
export {
  type About,
  createOperationLog,
  type Done,
  type OperationLog,
  type OperationLogOptions,
} from './operation-log.ts'
export { createRateLimits, type Limit, type RateLimits } from './rate-limits.ts'
export { createRepeatability } from './repeatability.ts'
export { withServiceHeaders } from './service-headers.ts'
