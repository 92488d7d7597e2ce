/** The engine's numbered errors as ours. Numbers: ClickHouse `ErrorCodes.cpp`; the text after the number is for people. */
import { EngineError, type EngineErrorCode } from './engine.ts'

interface Translation {
  readonly code: EngineErrorCode
  readonly retryable?: boolean
  /** Said instead of the engine's own sentence, where that one speaks of its insides. */
  readonly message?: string
}

const TRANSLATIONS: Readonly<Record<number, Translation>> = {
  6: { code: 'badQuery' }, // CANNOT_PARSE_TEXT
  26: { code: 'badValue' }, // CANNOT_PARSE_QUOTED_STRING
  27: { code: 'badValue' }, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  36: { code: 'badQuery' }, // BAD_ARGUMENTS
  38: { code: 'badValue' }, // CANNOT_PARSE_DATE
  41: { code: 'badValue' }, // CANNOT_PARSE_DATETIME
  42: { code: 'badQuery' }, // NUMBER_OF_ARGUMENTS_DOESNT_MATCH
  43: { code: 'badQuery' }, // ILLEGAL_TYPE_OF_ARGUMENT
  46: { code: 'badQuery' }, // UNKNOWN_FUNCTION
  47: { code: 'unknownColumn' }, // UNKNOWN_IDENTIFIER
  53: { code: 'badQuery' }, // TYPE_MISMATCH
  60: { code: 'unknownTable' }, // UNKNOWN_TABLE
  62: { code: 'syntax' }, // SYNTAX_ERROR
  69: { code: 'badValue' }, // ARGUMENT_OUT_OF_BOUND
  72: { code: 'badValue' }, // CANNOT_PARSE_NUMBER
  76: { code: 'storage', retryable: true, message: 'The store cannot be opened; it may be in use.' }, // CANNOT_OPEN_FILE
  81: { code: 'unknownTable' }, // UNKNOWN_DATABASE
  117: { code: 'badValue' }, // INCORRECT_DATA
  131: { code: 'resultTooLarge', message: 'A text of the query grows larger than it may be.' }, // TOO_LARGE_STRING_SIZE
  159: { code: 'timeout', message: 'The query ran longer than it may.' }, // TIMEOUT_EXCEEDED
  167: { code: 'syntax', message: 'The query nests too deep.' }, // TOO_DEEP_AST
  168: { code: 'syntax', message: 'The query has too many elements.' }, // TOO_BIG_AST
  173: { code: 'memoryLimit', message: 'The query needs more memory than it may have.' }, // CANNOT_ALLOCATE_MEMORY
  202: { code: 'busy', retryable: true, message: 'The engine runs as many queries as it may.' }, // TOO_MANY_SIMULTANEOUS_QUERIES
  209: { code: 'unavailable', retryable: true, message: 'The engine did not answer in time.' }, // SOCKET_TIMEOUT
  210: { code: 'unavailable', retryable: true, message: 'The engine cannot be reached.' }, // NETWORK_ERROR
  241: { code: 'memoryLimit', message: 'The query needs more memory than it may have.' }, // MEMORY_LIMIT_EXCEEDED
  243: { code: 'storage', retryable: true, message: 'The disk of the store is full.' }, // NOT_ENOUGH_SPACE
  252: { code: 'busy', retryable: true, message: 'The table takes inserts faster than it can merge.' }, // TOO_MANY_PARTS
  279: { code: 'unavailable', retryable: true, message: 'A node of the cluster cannot be reached.' }, // ALL_CONNECTION_TRIES_FAILED
  306: { code: 'syntax', message: 'The query nests too deep.' }, // TOO_DEEP_RECURSION
  307: { code: 'resultTooLarge' }, // TOO_MANY_BYTES
  386: { code: 'badQuery' }, // NO_COMMON_TYPE
  394: { code: 'cancelled', message: 'The query was stopped.' }, // QUERY_WAS_CANCELLED
  395: { code: 'badQuery' }, // FUNCTION_THROW_IF_VALUE_IS_NON_ZERO
  396: { code: 'resultTooLarge', message: 'The result is larger than it may be.' }, // TOO_MANY_ROWS_OR_BYTES
  427: { code: 'badQuery', message: 'A regular expression of the query is not valid (RE2).' }, // CANNOT_COMPILE_REGEXP
  497: { code: 'unavailable', message: "The engine's user may not do this." }, // ACCESS_DENIED
  516: { code: 'unavailable', message: 'The engine refuses these credentials.' }, // AUTHENTICATION_FAILED
}

const OTHER: Translation = { code: 'internal' }
const LONGEST_MESSAGE = 600

/** An error of ours from the engine's text (`Code: 60. DB::Exception: … (UNKNOWN_TABLE)`) or its number. */
export function translateEngineError(text: string, number = numberIn(text)): EngineError {
  const row = (number === undefined ? undefined : TRANSLATIONS[number]) ?? OTHER
  return new EngineError({
    code: row.code,
    message: row.message ?? sentenceOf(text),
    retryable: row.retryable ?? false,
  })
}

function numberIn(text: string): number | undefined {
  const match = /Code: (\d+)\./.exec(text)
  return match ? Number(match[1]) : undefined
}

/** The engine's sentence without its number, its name, the echoed statement and a stack. */
function sentenceOf(text: string): string {
  const sentence = text
    .replace(/^.*?Code: \d+\.\s*/s, '')
    .replace(/^DB::(?:\w+::)*\w*Exception:\s*/, '')
    .replace(/\s*Stack trace:.*$/s, '')
    .replace(/,? [Ii]n scope .*$/s, '')
    .replace(/:? ?[Ww]hile (?:executing|processing) .*$/s, '')
    .replace(/\s*\([A-Z0-9_]+\)\s*(?:\(version .*\))?\s*$/, '')
    .trim()
  return sentence.length > LONGEST_MESSAGE ? `${sentence.slice(0, LONGEST_MESSAGE)}…` : sentence
}
