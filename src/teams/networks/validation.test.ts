/** Every rule of both files, by what a file that breaks it is told: line, column, what was found and expected. */
import { describe, expect, test } from 'vitest'
import { checkBuildingFile, MOST_NETWORKS } from './building-file.ts'
import { checkEndpointFile } from './endpoint-file.ts'
import { problemText } from './problem.ts'

const DOCUMENTED =
  '192.168.1.0,USA/Seattle/SEATTLE-SEA-1,26,SEATTLE-SEA-1,Contoso,IT Termination,Engineering,Seattle,98001,US,WA,MSUS,1,0,0'

/** A row with some columns (from 1) replaced. */
const building = (changes: Readonly<Record<number, string>> = {}) =>
  DOCUMENTED.split(',')
    .map((cell, i) => changes[i + 1] ?? cell)
    .join(',')

const buildingProblems = (text: string) => checkBuildingFile(text).problems.map(problemText)

describe('building file', () => {
  test('the documented example is accepted as it is printed, also with tabs, BOM and CRLF', () => {
    const file = checkBuildingFile(DOCUMENTED)
    expect([file.problems, file.warnings, file.expanded]).toEqual([[], [], 1])
    expect(file.rows[0]?.isInside).toBe(true)
    const tabbed = `\uFEFF${DOCUMENTED.replaceAll(',', '\t')}\r\n\r\n`
    expect(checkBuildingFile(tabbed).rows[0]?.texts).toEqual(file.rows[0]?.texts)
  })

  test('14 columns are accepted: VPN is 0 then', () => {
    const file = checkBuildingFile(DOCUMENTED.split(',').slice(0, 14).join(','))
    expect([file.problems, file.rows[0]?.isVpn]).toEqual([[], false])
  })

  test('a cell in quotation marks may hold the separator, line breaks and quotation marks', () => {
    const file = checkBuildingFile(`${building({ 4: '"Main, ""old""\nwing"' })}\n${building({ 1: 'x' })}`)
    expect(file.rows[0]?.texts.BuildingName).toBe('Main, "old"\nwing')
    expect(file.problems.map(({ line }) => line)).toEqual([3])
  })

  const refused: readonly (readonly [rule: string, text: string, told: RegExp])[] = [
    ['an empty file', ' \n', /^Line 1: found nothing, expected at least one row/],
    [
      'too few columns',
      `${building()}\n10.0.0.0,a,24`,
      /^Line 2: found 3 columns, expected 15, or 14 without VPN/,
    ],
    ['too many columns', `${building()},x`, /^Line 1: found 16 columns/],
    ['a header row', building({ 1: 'NetworkIP', 3: 'NetworkRange' }), /^Line 1: found a header row/],
    [
      'no address',
      building({ 1: '' }),
      /^Line 1, column 1 \(NetworkIP\): found nothing, expected an IPv4 or IPv6/,
    ],
    ['what is no address', building({ 1: '10.0.0.256' }), /column 1 \(NetworkIP\): found "10.0.0.256"/],
    ['an address with its length', building({ 1: '10.0.0.0/24' }), /found "10.0.0.0\/24".*NetworkRange/],
    [
      'no length',
      building({ 3: '' }),
      /column 3 \(NetworkRange\): found nothing, expected a prefix length of 8 to 32/,
    ],
    ['a length below 8', building({ 3: '7' }), /column 3 \(NetworkRange\): found "7"/],
    ['a length above 32', building({ 3: '33' }), /column 3 \(NetworkRange\): found "33"/],
    ['a length that is no number', building({ 3: '/24' }), /column 3 \(NetworkRange\): found "\/24"/],
    [
      'a length of IPv6 below 32',
      building({ 1: '2001:db8::', 3: '31' }),
      /prefix length of 32 to 128 for IPv6/,
    ],
    ['no InsideCorp', building({ 13: '' }), /column 13 \(InsideCorp\): found nothing, expected 0 or 1/],
    [
      'words for booleans',
      building({ 13: 'true' }),
      /column 13 \(InsideCorp\): found "true", expected 0 or 1/,
    ],
    ['no ExpressRoute', building({ 14: '' }), /column 14 \(ExpressRoute\): found nothing/],
    ['another number for a boolean', building({ 15: '2' }), /column 15 \(VPN\): found "2"/],
    [
      'a text that is too long',
      building({ 4: 'x'.repeat(257) }),
      /column 4 \(BuildingName\): found 257 characters/,
    ],
    ['another encoding', building({ 8: 'Z\uFFFDrich' }), /column 8 \(City\): found bytes that are no UTF-8/],
    [
      'an open quotation mark',
      `${building()}\n"10.0.0.0,a`,
      /^Line 2: found a quotation mark that is never closed/,
    ],
    [
      'overlapping ranges',
      `${building({ 1: '10.0.0.0', 3: '16' })}\n${building()}\n${building({ 1: '10.0.7.0', 3: '24' })}`,
      /^Line 3, column 1 \(NetworkIP\): found 10.0.7.0\/24, which shares addresses with 10.0.0.0\/16 of line 1/,
    ],
    ['the same range twice', `${building()}\n${building()}`, /^Line 2, column 1 .*of line 1/],
    [
      'more networks than there may be',
      Array.from({ length: 16 }, (_, i) => building({ 1: `${i + 1}.0.0.0`, 3: '8' })).join('\n'),
      new RegExp(
        `^Line 16, column 3 \\(NetworkRange\\): found 1048576 networks up to here, expected at most ${MOST_NETWORKS}`,
      ),
    ],
  ]
  test.each(refused)('refused: %s', (_, text, told) => {
    const problems = buildingProblems(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(told)
  })

  test('optional texts may be empty; a missing network or building name is only warned of', () => {
    const blank = { 5: '', 6: '', 7: '', 8: '', 9: '', 10: '', 11: '', 12: '', 15: '' }
    const file = checkBuildingFile(building({ ...blank, 2: '', 4: '' }))
    expect(file.problems).toEqual([])
    expect(file.warnings.map(({ column }) => column)).toEqual([2, 4])
  })

  test('all problems of all lines are told, not only the first', () => {
    const text = [building({ 13: 'x', 14: 'y' }), building(), building({ 3: '99' })].join('\n')
    expect(checkBuildingFile(text).problems.map(({ line, column }) => [line, column])).toEqual([
      [1, 13],
      [1, 14],
      [3, 3],
    ])
  })

  test('host bits don’t count: the range is that of the network', () => {
    const [row] = checkBuildingFile(building({ 1: '10.1.2.99', 3: '24' })).rows
    expect(row?.range).toMatchObject({ first: 0x0a010200n, last: 0x0a0102ffn })
  })
})

describe('endpoint file', () => {
  const told = (text: string) => checkEndpointFile(text).problems.map(problemText)

  test('a file of seven columns is accepted, empty ones included', () => {
    const { rows, problems } = checkEndpointFile('PC-1,Contoso,Book 3,Laptop,Sales,,\npc-1,,,,,,')
    expect(problems).toEqual([])
    expect(rows.map(({ texts }) => texts.EndpointName)).toEqual(['PC-1', 'pc-1'])
  })

  const refused: readonly (readonly [rule: string, text: string, told: RegExp])[] = [
    ['an empty file', '', /^Line 1: found nothing/],
    ['another number of columns', 'PC-1,Contoso', /^Line 1: found 2 columns, expected 7/],
    ['a header row', 'EndpointName,b,c,d,e,f,g', /^Line 1: found a header row/],
    ['no name', ',b,c,d,e,f,g', /^Line 1, column 1 \(EndpointName\): found nothing/],
    [
      '65 characters',
      `PC-1,${'x'.repeat(65)},c,d,e,f,g`,
      /column 2 \(EndpointMake\): found 65 characters, expected .* 64/,
    ],
    ['another encoding', 'PC-1,\uFFFD,c,d,e,f,g', /column 2 .*found bytes that are no UTF-8/],
    [
      'the same name twice',
      'PC-1,,,,,,\nPC-2,,,,,,\nPC-1,,,,,,',
      /^Line 3, column 1 \(EndpointName\): found "PC-1", which line 1 has too/,
    ],
  ]
  test.each(refused)('refused: %s', (_, text, pattern) => {
    expect(told(text)).toHaveLength(1)
    expect(told(text)[0]).toMatch(pattern)
  })
})
