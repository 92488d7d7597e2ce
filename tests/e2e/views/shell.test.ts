import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined

test('the first screen loads at most 350 kB of script, compressed', () => {
  const page = readFileSync('dist/views/portal.html', 'utf8')
  const files = [...page.matchAll(/(?:src|href)="\/views\/(assets\/[^"]+\.js)"/g)].map(
    ([, file]) => file ?? '',
  )
  const home = readdirSync('dist/views/assets').filter(name => /^(page|home)-.*\.js$/.test(name))
  const bytes = files.map(file => gzipSync(readFileSync(`dist/views/${file}`)).length)
  expect(files.length).toBeGreaterThan(0)
  expect(home.length).toBeGreaterThan(0)
  expect(bytes.reduce((sum, one) => sum + one, 0) / 1000).toBeLessThan(350)
})

describe.skipIf(isMissing)(isMissing ? `the frame: ${HOW_TO}` : 'the frame', () => {
  let portal: Portal
  beforeAll(async () => {
    portal = await aPortal({ width: 390 })
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  test('an empty system opens without an error, and axe finds nothing serious', async () => {
    const page = await portal.open('/')
    expect(await page.title()).toBe('Home · Anteroom')
    expect(await portal.axe(page)).toEqual([])
    expect(portal.errors).toEqual([])
  })

  test('on a phone the navigation opens as a drawer, and nothing scrolls sideways', async () => {
    const page = await portal.open('/')
    await page.getByRole('button', { name: 'Open the navigation' }).press('Enter')
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Home' }).waitFor()
    const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(sideways)).toBe(0)
  })

  test('an unknown address says so and leads home', async () => {
    const page = await portal.open('/portal/nothing-here')
    await page.getByRole('link', { name: 'Go home' }).click()
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  })
})
