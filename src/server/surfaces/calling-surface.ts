/** The drop-in for the calling SDK as a module that pages load: `/calling/calling.js` (docs/calling.md). */
import { type Surface, standardErrorBody } from '#base'
import { builtFiles, unknownFile } from './built-files.ts'

/** Nothing else lies there, and nothing else is sent. */
const FILES = ['calling.js', 'calling.js.map', 'effects.js', 'effects.js.map']

const HEADERS = { 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' }

/** `folder`: absolute path of `dist/calling`. */
export function callingSurface(folder: string): Surface {
  const built = builtFiles(folder)
  return {
    name: 'calling',
    access: { kind: 'none' },
    prefixes: ['calling'],
    errorBody: standardErrorBody,
    routes: [
      {
        id: '/calling/{file}',
        method: 'GET',
        path: '/calling/{file}',
        handle: async request => {
          const { file = '' } = request.params
          if (!FILES.includes(file)) throw unknownFile(file)
          return built(file, request, HEADERS).catch(() => {
            throw unknownFile(`${file} (never built: run \`npm run build\`)`)
          })
        },
      },
    ],
  }
}
