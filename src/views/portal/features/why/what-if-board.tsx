import { Body1, Dropdown, Field, makeStyles, Option, Subtitle2, tokens } from '@fluentui/react-components'
import { useMemo } from 'react'
import { type Switches, switchTable } from '#policy'
import { rowOf, verdictOf } from '#records'
import { Columns, choice, Empty, list, Section, useAddress, Value } from '#views/kit'
import { sentenceOf, sentencesOf } from './sentences.ts'
import { KINDS, LOBBIES, type Outcome, TENANTS, whatIf } from './what-if.ts'

const ADDRESS = {
  organizer: choice(TENANTS, 'other'),
  kind: choice(KINDS, 'acsUser'),
  tenant: choice(TENANTS, 'own'),
  lobby: choice(LOBBIES, 'none'),
  switches: list(),
}

const TITLES: Readonly<Record<string, string>> = {
  own: 'the tenant of the resource that looks',
  other: 'another tenant',
  third: 'a third tenant',
  acsUser: 'external user of a Communication Services resource',
  m365User: 'Microsoft 365 user',
  teamsAnonymous: 'anonymous visitor in a Teams client',
  phone: 'phone',
  bot: 'bot',
  none: 'no lobby',
  admitted: 'waited and was admitted',
  rejected: 'waited and was rejected',
  timedOut: 'waited until the lobby closed',
  left: 'waited and left',
}

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(260px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  cells: { display: 'grid', gap: tokens.spacingVerticalXS, margin: 0 },
  cell: { display: 'grid', gridTemplateColumns: '220px minmax(0, 1fr)', gap: tokens.spacingHorizontalM },
  value: { margin: 0, overflowWrap: 'anywhere' },
})

/** Tenants × participant × lobby → rows and fields, decided by the product's own rules in this browser. */
export function WhatIfBoard() {
  const styles = useStyles()
  const [address, setAddress] = useAddress(ADDRESS)
  const { organizer, kind, tenant, lobby } = address
  const outcome = useMemo(
    () => whatIf({ organizer, kind, tenant, lobby, switches: switchesOf(address.switches) }),
    [organizer, kind, tenant, lobby, address.switches],
  )
  return (
    <>
      <Section title="A meeting, a participant, and a resource whose guest was there too">
        <div className={styles.fields}>
          <Choice
            label="The meeting belongs to"
            values={TENANTS}
            value={organizer}
            set={one => setAddress({ organizer: one })}
          />
          <Choice
            label="The participant is a"
            values={KINDS}
            value={kind}
            set={one => setAddress({ kind: one })}
          />
          <Choice
            label="who belongs to"
            values={TENANTS}
            value={tenant}
            set={one => setAddress({ tenant: one })}
          />
          <Choice label="and" values={LOBBIES} value={lobby} set={one => setAddress({ lobby: one })} />
        </div>
      </Section>
      <Columns>
        <Result outcome={outcome} />
        <Section title="How to read what the documents leave open">
          <SwitchFields chosen={address.switches} set={switches => setAddress({ switches })} />
        </Section>
      </Columns>
    </>
  )
}

interface ChoiceProps<Item extends string> {
  readonly label: string
  readonly values: readonly Item[]
  readonly value: Item
  set(value: Item): void
}

function Choice<Item extends string>({ label, values, value, set }: ChoiceProps<Item>) {
  return (
    <Field label={label}>
      <Dropdown
        value={TITLES[value] ?? value}
        selectedOptions={[value]}
        onOptionSelect={(_, { optionValue }) => {
          const next = values.find(one => one === optionValue)
          if (next) set(next)
        }}
      >
        {values.map(one => (
          <Option key={one} value={one}>
            {TITLES[one] ?? one}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}

function Result({ outcome: { verdicts, records } }: { readonly outcome: Outcome }) {
  const styles = useStyles()
  return (
    <Section title="What the resource gets">
      {verdicts.map(({ category, outcome, rules }) => (
        <Body1 key={category}>
          <strong>
            {category}: {outcome}
          </strong>{' '}
          {sentencesOf(rules)}
        </Body1>
      ))}
      {verdicts.length === 0 && <Empty title="No row of this meeting reaches the resource at all" />}
      {records.map(record => {
        const { redacted } = verdictOf(record)
        return (
          <div key={record.id}>
            <Subtitle2>{record.category}</Subtitle2>
            <dl className={styles.cells}>
              {Object.entries(rowOf(record)).map(([column, value]) => (
                <div key={column} className={styles.cell}>
                  <dt>{column}</dt>
                  <dd className={styles.value}>
                    <Value
                      value={cellOf(value)}
                      {...(redacted[column] !== undefined && {
                        why: `${redacted[column]}: ${sentenceOf(redacted[column])}`,
                      })}
                    />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        )
      })}
    </Section>
  )
}

const cellOf = (value: unknown) =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : JSON.stringify(value)

interface SwitchFieldsProps {
  readonly chosen: readonly string[]
  set(chosen: readonly string[]): void
}

function SwitchFields({ chosen, set }: SwitchFieldsProps) {
  return (
    <>
      {Object.entries(switchTable).map(([name, { answers, question, values, default: usual }]) => {
        const own = chosen.find(one => one.startsWith(`${name}=`))?.slice(name.length + 1)
        const value = own ?? String(usual)
        return (
          <Field key={name} label={`${answers}: ${question}`}>
            <Dropdown
              value={value}
              selectedOptions={[value]}
              onOptionSelect={(_, { optionValue = value }) => {
                const rest = chosen.filter(one => !one.startsWith(`${name}=`))
                set(optionValue === String(usual) ? rest : [...rest, `${name}=${optionValue}`])
              }}
            >
              {values.map(one => (
                <Option key={String(one)} value={String(one)}>
                  {`${one}${one === usual ? ' (recommended)' : ''}`}
                </Option>
              ))}
            </Dropdown>
          </Field>
        )
      })}
    </>
  )
}

/** `name=value` texts of the address; what is no switch or no value of it is left out. */
function switchesOf(chosen: readonly string[]): Partial<Switches> {
  const entries = chosen.flatMap(text => {
    const [name = '', given] = text.split('=')
    const row = Object.entries(switchTable).find(([known]) => known === name)?.[1]
    const values: readonly (string | boolean)[] = row?.values ?? []
    const value = values.find(one => String(one) === given)
    return value === undefined ? [] : [[name, value] as const]
  })
  // Sound: each name is a switch and each value one of its own.
  return Object.fromEntries(entries) as Partial<Switches>
}
