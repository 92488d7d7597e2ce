/** What `npm run build` made, read once, sent compressed. */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { ApiError, type HttpReply, type HttpRequest } from '#base'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
}

interface Kept {
  readonly plain: Buffer
  readonly packed: Buffer
}

const compress = promisify(gzip)

/** Sends a file of the folder; the caller has made sure that its name stays inside. Rejects when there is none. */
export type BuiltFiles = (
  file: string,
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
) => Promise<HttpReply>

/** `folder`: absolute path. */
export function builtFiles(folder: string): BuiltFiles {
  const kept = new Map<string, Promise<Kept>>()
  const read = (file: string): Promise<Kept> => {
    const known = kept.get(file)
    if (known) return known
    const reading = readFile(join(folder, file)).then(async plain => ({
      plain,
      packed: await compress(plain),
    }))
    kept.set(file, reading)
    // What is not there now may be built later.
    reading.catch(() => kept.delete(file))
    return reading
  }
  return async (file, request, headers) => {
    const { plain, packed } = await read(file)
    const isPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
    return {
      status: 200,
      text: {
        contentType: TYPES[extname(file)] ?? 'application/octet-stream',
        content: isPacked ? packed : plain,
      },
      headers: { ...headers, Vary: 'Accept-Encoding', ...(isPacked && { 'Content-Encoding': 'gzip' }) },
    }
  }
}

export const unknownFile = (file: string): ApiError =>
  new ApiError({
    status: 404,
    code: 'NotFound',
    message: `There is no file ${JSON.stringify(file.slice(0, 200))}.`,
  })
