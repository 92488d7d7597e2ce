/** Where everything is, unless the environment says otherwise. */
const { env } = process

/** The server's HTTPS origin, as the pages use it. */
export const endpoint = env.ANTEROOM_ORIGIN ?? 'https://localhost:7443'

const httpOrigin = env.ANTEROOM_HTTP_ORIGIN ?? 'http://localhost:7080'

export const server = {
  httpOrigin,
  /** Of `contoso-acs`, published: a first start on loopback has it. */
  accessKey:
    env.ANTEROOM_KEY ??
    'HchK7doH1dVWYEtSwgAgb/Pmjizaai2EoHlGY/oT4u8ohlokGBNOf1hlwXbKCs87CUaaUJjaEWUc5+dtKa5aSA==',
}

/** `fabrikam-acs`, of another organization than the meeting's: its logs show less. */
export const otherServer = {
  httpOrigin,
  accessKey:
    env.ANTEROOM_OTHER_KEY ??
    'XgqVa7ShEy+CtvkAAXN3DvrRy8leVIy4ZnDAwqAQxG29c0HQHEXYIMfvpsNY7Hs4TFnepA8GPqU6S62K6bDpgQ==',
}

/** The workspace to which everything goes after a first start. */
export const workspace = env.ANTEROOM_WORKSPACE ?? '10600000-0000-4000-8000-0000000000c0'

/** The app's own address: `npm run dev`. */
export const app = env.APP_ORIGIN ?? 'http://localhost:5173'

export const chromium = env.CHROMIUM ?? '/usr/bin/chromium'
