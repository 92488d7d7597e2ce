/** Invariants 2, 3 and 8 over random calls, resources and switches. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Call,
  cellOf,
  type Field,
  type LogRecord,
  REDACTED,
  type ResourceOwner,
  redacted,
  ruleId,
  shown,
} from '#records'
import { tenantOf } from './attendee.ts'
import { project } from './project.ts'
import { withhold } from './redaction/decide-redaction.ts'
import { rules } from './rules/catalogue.ts'
import { defaultSwitches, type Switches } from './switches.ts'
import { aCall, aResource, markOf, RESOURCES, someSwitches } from './testing/random-calls.ts'
import { registry } from './testing/world.ts'
import { viewersOf } from './viewers.ts'

const look = (call: Call, resource: ResourceOwner, switches: Switches = defaultSwitches, version = 1) =>
  project(call, { registry, viewer: { kind: 'resource', resource }, switches, version })

const textOf = (records: readonly LogRecord[]) => JSON.stringify(records)

describe('nothing crosses tenants against the rules', () => {
  test('no text of a withheld participant stands in any record', () => {
    fc.assert(
      fc.property(aCall, aResource, someSwitches, (call, resource, switches) => {
        const { records, verdicts } = look(call, resource, switches)
        const withheld = verdicts
          .filter(verdict => verdict.outcome === 'withheld')
          .map(each => each.participantId)
        call.legs.forEach((leg, index) => {
          if (withheld.includes(leg.participantId)) expect(textOf(records)).not.toContain(markOf(index))
        })
      }),
    )
  })

  test('versions of participants of other tenants, of phones and of bots stand in no record', () => {
    fc.assert(
      fc.property(aCall, aResource, someSwitches, (call, resource, switches) => {
        const text = textOf(look(call, resource, switches).records)
        call.legs.forEach((leg, index) => {
          const ofPerson = leg.client === 'acs' || leg.client === 'teams'
          if (ofPerson && tenantOf(leg.identity, registry) === resource.tenant) return
          expect(text).not.toContain(`sdk${markOf(index)}`)
          expect(text).not.toContain(`os${markOf(index)}`)
        })
      }),
    )
  })

  test('ids of participants of other tenants stand in no record when A6 withholds them', () => {
    fc.assert(
      fc.property(aCall, aResource, someSwitches, (call, resource, switches) => {
        const text = textOf(look(call, resource, { ...switches, redactIds: true }).records)
        call.legs.forEach((leg, index) => {
          if (tenantOf(leg.identity, registry) === resource.tenant) return
          expect(text).not.toContain(`participant${markOf(index)}`)
          expect(text).not.toContain(`endpoint${markOf(index)}`)
        })
      }),
    )
  })

  test('a record mixes no two participants, and names nobody', () => {
    fc.assert(
      fc.property(aCall, aResource, someSwitches, (call, resource, switches) => {
        for (const record of look(call, resource, switches).records) {
          const marks = new Set(textOf([record]).match(/«\d+»/g))
          expect(marks.size).toBeLessThanOrEqual(1)
          expect(textOf([record])).not.toContain('name«')
        }
      }),
    )
  })

  test('a resource that did not take part gets nothing, one that did is a viewer', () => {
    fc.assert(
      fc.property(aCall, someSwitches, (call, switches) => {
        const viewers = viewersOf(call, registry, switches).map(viewer => viewer.resource.id)
        expect(new Set(viewers).size).toBe(viewers.length)
        for (const resource of RESOURCES)
          if (!viewers.includes(resource.id)) expect(look(call, resource, switches).records).toEqual([])
      }),
    )
  })
})

describe('redaction never adds', () => {
  const aField: fc.Arbitrary<Field> = fc.oneof(
    fc.string().map(shown),
    fc.constant<Field>({ kind: 'absent' }),
    fc.constant(redacted(ruleId('R21'))),
  )

  test('what is shown after was shown before, in the same columns', () => {
    const columns = fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D'), aField)
    const withheld = fc.dictionary(fc.constantFrom('A', 'C', 'E'), fc.constant(ruleId('R21')))
    fc.assert(
      fc.property(columns, withheld, (fields, redaction) => {
        const after = withhold(fields, new Map(Object.entries(redaction)))
        expect(Object.keys(after)).toEqual(Object.keys(fields))
        for (const [column, field] of Object.entries(after))
          if (field.kind !== 'redacted') expect(field).toEqual(fields[column])
      }),
    )
  })

  test('the stricter readings only take values away, never rows', () => {
    fc.assert(
      fc.property(aCall, aResource, someSwitches, (call, resource, switches) => {
        const lax: Switches = {
          ...switches,
          redactBy: 'participant',
          redactIds: false,
          unknownVersion: 'null',
        }
        const strict: Switches = {
          ...switches,
          redactBy: 'meeting',
          redactIds: true,
          unknownVersion: 'redacted',
        }
        const before = look(call, resource, lax).records
        const after = look(call, resource, strict).records
        expect(after.map(record => record.id)).toEqual(before.map(record => record.id))
        after.forEach((record, index) => {
          for (const [column, field] of Object.entries(record.fields))
            if (field.kind !== 'redacted') expect(field).toEqual(before[index]?.fields[column])
        })
      }),
    )
  })
})

describe('every record has its reasons', () => {
  const known = new Set(rules.map(rule => rule.id))

  test('records and verdicts agree in number, and cite rules that exist', () => {
    fc.assert(
      fc.property(
        aCall,
        aResource,
        someSwitches,
        fc.constantFrom(1, 2),
        (call, resource, switches, version) => {
          const { records, verdicts } = look(call, resource, switches, version)
          const categories = version === 1 ? 4 : 2
          expect(verdicts).toHaveLength(call.legs.length * categories)
          expect(verdicts.reduce((sum, verdict) => sum + (verdict.rows ?? 0), 0)).toBe(records.length)
          for (const { rules: cited } of [...records, ...verdicts]) {
            expect(cited.length).toBeGreaterThan(0)
            expect(cited.filter(id => !known.has(id))).toEqual([])
            expect(new Set(cited).size).toBe(cited.length)
          }
        },
      ),
    )
  })

  test('a verdict lists exactly the columns that the rows withhold; a withheld participant has no rows', () => {
    fc.assert(
      fc.property(aCall, aResource, someSwitches, (call, resource, switches) => {
        const { records, verdicts } = look(call, resource, switches)
        let next = 0
        for (const category of [
          'CallSummary',
          'CallDiagnostics',
          'CallSummaryUpdates',
          'CallDiagnosticsUpdates',
        ])
          for (const verdict of verdicts.filter(each => each.category === category)) {
            const own = records.slice(next, next + (verdict.rows ?? 0))
            next += verdict.rows ?? 0
            const withheld = own.flatMap(({ fields }) =>
              Object.keys(fields).filter(column => fields[column]?.kind === 'redacted'),
            )
            expect(Object.keys(verdict.redacted).toSorted()).toEqual([...new Set(withheld)].toSorted())
            if (verdict.outcome === 'withheld') expect(verdict.rows).toBe(0)
          }
      }),
    )
  })
})

describe('records are repeatable', () => {
  test('the same call gives the same records', () => {
    fc.assert(
      fc.property(aCall, aResource, someSwitches, (call, resource, switches) => {
        expect(look(structuredClone(call), resource, switches)).toEqual(look(call, resource, switches))
      }),
    )
  })

  test('ids are unique over viewers, categories and versions', () => {
    fc.assert(
      fc.property(aCall, someSwitches, (call, switches) => {
        const ids = RESOURCES.flatMap(resource =>
          [1, 2, 3].flatMap(version =>
            look(call, resource, switches, version).records.map(record => record.id),
          ),
        )
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})

test('invariant 8: withheld, unknown and empty stay three things', () => {
  const fields = {
    SdkVersion: redacted(ruleId('R21')),
    OsVersion: shown(undefined),
    DiagnosticOptions: shown(''),
  }
  expect(Object.values(fields).map(cellOf)).toEqual([REDACTED, null, ''])
})
