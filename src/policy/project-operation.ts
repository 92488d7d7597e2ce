/** The operation log of one API request: the resource's own, so that nobody is withheld and nothing redacted. */
import { type Field, type LogRecord, type Operation, type ResourceOwner, shown } from '#records'
import type { Projection } from './project.ts'
import { cite } from './rules/catalogue.ts'

/** Chat and rooms follow with their sources. */
const CATEGORIES: Readonly<Partial<Record<Operation['api'], string>>> = { identity: 'AuthOperational' }

/**
 * The record of a request, whatever its outcome (R2), in the log of the resource that issued the identity (R4). Its
 * own rules are its verdict: there is no participant about whom anything else could be decided.
 */
export function projectOperation(
  operation: Operation,
  options: { readonly resource: ResourceOwner },
): Projection {
  const category = CATEGORIES[operation.api]
  if (category === undefined) return { records: [], verdicts: [] }
  const record: LogRecord = {
    id: [operation.id, options.resource.id, category].join('/'),
    category,
    resource: options.resource.armId,
    time: operation.at,
    fields: fieldsOf(operation, category),
    rules: cite('R2', 'R4'),
  }
  return { records: [record], verdicts: [] }
}

function fieldsOf(operation: Operation, category: string): Readonly<Record<string, Field>> {
  const { statusCode } = operation
  return {
    OperationName: shown(operation.name),
    CorrelationId: shown(operation.correlationId),
    OperationVersion: shown(operation.apiVersion),
    Category: shown(category),
    ResultType: shown(statusCode < 400 ? 'Succeeded' : 'Failed'),
    ResultSignature: shown(String(statusCode)),
    ResultDescription: shown(operation.description),
    DurationMs: shown(Math.round(operation.durationMs)),
    Level: shown(levelOf(statusCode)),
    URI: shown(operation.uri),
    Identity: shown(operation.identity),
    Scopes: shown(operation.scopes),
    SdkType: shown(sdkTypeOf(operation.userAgent)),
    PlatformType: shown(platformTypeOf(operation.userAgent)),
  }
}

function levelOf(statusCode: number): string {
  if (statusCode >= 500) return 'Error'
  return statusCode >= 400 ? 'Warning' : 'Informational'
}

/** Official clients introduce themselves as `azsdk-<language>-<package>/<version> (<runtime>; <platform>)`. */
const sdkTypeOf = (userAgent = ''): string | undefined =>
  /\bazsdk-([a-z]+)-/i.exec(userAgent)?.[1]?.toLowerCase()

/** First match counts: Android names Linux as well. */
const PLATFORMS: readonly (readonly [RegExp, string])[] = [
  [/windows/i, 'Windows'],
  [/android/i, 'Android'],
  [/iphone|ipad|\bios\b/i, 'iOS'],
  [/darwin|mac ?os/i, 'macOS'],
  [/linux/i, 'Linux'],
]

const platformTypeOf = (userAgent = ''): string | undefined =>
  PLATFORMS.find(([pattern]) => pattern.test(userAgent))?.[1]
