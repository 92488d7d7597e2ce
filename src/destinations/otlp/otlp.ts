/** An OpenTelemetry collector over OTLP/HTTP in JSON: `<url>/v1/logs` and `<url>/v1/metrics`. */
import { type Clock, Fault } from '#base'
import type { Destination } from '#router'
import { placeOf, post } from '../http-post.ts'
import { isMetric, logsRequest, metricsRequest } from './encoding.ts'

export interface OtlpOptions {
  /** What settings refer to. */
  readonly name: string
  /** Without `/v1/…`, as in OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly clock: Clock
}

/** Well below what collectors take by default (20 MiB). */
const RECORDS_A_REQUEST = 1_000

const PARALLEL = 2

export function otlpDestination({ name, url, headers = {}, clock }: OtlpOptions): Destination {
  const base = url.replace(/\/+$/, '')
  return {
    name,
    kind: 'partner',
    parallel: PARALLEL,
    deliver: async ({ category, items }, signal) => {
      const path = isMetric(category) ? '/v1/metrics' : '/v1/logs'
      const requestOf = isMetric(category) ? metricsRequest : logsRequest
      for (let from = 0; from < items.length; from += RECORDS_A_REQUEST) {
        const body = JSON.stringify(requestOf(items.slice(from, from + RECORDS_A_REQUEST)))
        const answer = await post({ url: `${base}${path}`, body, headers, clock, signal })
        checkPartial(answer, placeOf(url))
      }
    },
  }
}

interface PartialAnswer {
  readonly partialSuccess?: {
    readonly rejectedLogRecords?: string | number
    readonly rejectedDataPoints?: string | number
    readonly errorMessage?: string
  }
}

/** A collector may take a request and refuse some of it, without a word on which. */
function checkPartial(text: string, where: string): void {
  const { partialSuccess } = parse(text)
  const rejected = Number(partialSuccess?.rejectedLogRecords ?? partialSuccess?.rejectedDataPoints ?? 0)
  if (rejected === 0) return
  const said = partialSuccess?.errorMessage ?? 'no reason given'
  throw new Fault(`${where} rejected ${rejected} records: ${said}`, { retryable: false })
}

/** An answer that is no JSON says nothing about parts: all was taken. */
function parse(text: string): PartialAnswer {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
