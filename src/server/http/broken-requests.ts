/** Answers what Node's parser refuses before there is a request: bad bytes, too many headers, too slow. */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { type ApiError, standardErrorBody } from '#base'
import { hostError } from './errors.ts'

const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}

const ERROR_OF: Readonly<Record<string, () => ApiError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: () => hostError('TooSlow'),
  HPE_HEADER_OVERFLOW: () => hostError('HeadersTooLarge'),
}

export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (fault: Error & { code?: string }, socket: Socket) => {
    if (fault.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const error = ERROR_OF[fault.code ?? '']?.() ?? hostError('BadRequest', { why: 'it is not HTTP/1.1.' })
    const body = JSON.stringify(standardErrorBody(error))
    socket.end(
      [
        `HTTP/1.1 ${error.status} ${STATUS_TEXT[error.status]}`,
        'Content-Type: application/json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    )
  })
}
