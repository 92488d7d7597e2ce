import { Tab, TabList } from '@fluentui/react-components'
import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import {
  Answered,
  type Cell,
  choice,
  DataTable,
  Empty,
  Page as Frame,
  KqlTable,
  RangePicker,
  recordsOf,
  Section,
  type TableColumn,
  text,
  useAddress,
  useHouseKql,
  useIsOperator,
} from '#views/kit'
import { BY_RULE, LOG } from './questions.ts'
import { sentenceOf } from './sentences.ts'
import { WhatIfBoard } from './what-if-board.tsx'

const TABS = ['rules', 'log', 'whatIf'] as const
const ADDRESS = { range: text('7d'), tab: choice(TABS, 'rules') }

/** Why fields are blank and people missing: by rule, decision by decision, and what would be if. */
export function Page() {
  const [{ range, tab }, setAddress] = useAddress(ADDRESS)
  const isOperator = useIsOperator()
  return (
    <Frame
      title="Why"
      lead="Every blank field and every missing participant has a rule. Here it says which."
      actions={<RangePicker range={range} setRange={next => setAddress({ range: next })} />}
    >
      <TabList
        selectedValue={tab}
        onTabSelect={(_, { value }) => setAddress({ tab: TABS.find(one => one === value) ?? 'rules' })}
      >
        <Tab value="rules">By rule</Tab>
        <Tab value="log">Decisions</Tab>
        <Tab value="whatIf">What if</Tab>
      </TabList>
      {tab === 'whatIf' && <WhatIfBoard />}
      {tab !== 'whatIf' && !isOperator && (
        <Empty
          title="Decisions are in the operator’s workspace"
          hint="Your own rows say why they are blank in their hidden column _Verdict. What if works for everybody."
        />
      )}
      {tab === 'rules' && isOperator && <ByRule range={range} />}
      {tab === 'log' && isOperator && <Log range={range} />}
    </Frame>
  )
}

type Row = Readonly<Record<string, Cell>>

const COLUMNS: readonly TableColumn<Row>[] = [
  { id: 'rule', title: 'Rule', value: row => row.Rule ?? null, width: 80 },
  { id: 'what', title: 'Withholds', value: row => row.What ?? null, width: 180 },
  { id: 'people', title: 'Participants', value: row => row.Participants ?? null, align: 'end', width: 120 },
  { id: 'calls', title: 'Calls', value: row => row.Calls ?? null, align: 'end', width: 90 },
  { id: 'sentence', title: 'What it says', value: row => sentenceOf(String(row.Rule)), width: 620 },
]

function ByRule({ range }: { readonly range: string }) {
  const asked = useHouseKql(BY_RULE, { range })
  const rows = useMemo(() => (asked.data ? recordsOf(asked.data) : []), [asked.data])
  return (
    <Section title="What was withheld, by rule">
      <Answered what="rules" asked={asked}>
        {() => (
          <DataTable
            of="rules"
            columns={COLUMNS}
            rows={rows}
            kql={BY_RULE}
            range={range}
            empty={<Empty title="Nothing was withheld in this time" />}
          />
        )}
      </Answered>
    </Section>
  )
}

function Log({ range }: { readonly range: string }) {
  const router = useRouter()
  const asked = useHouseKql(LOG, { range })
  return (
    <Section title="Decisions">
      <Answered what="decisions" asked={asked}>
        {table => (
          <KqlTable
            of="decisions"
            table={table}
            kql={LOG}
            range={range}
            height={560}
            onOpen={row => router.history.push(`/portal/why/${row[7]}`)}
          />
        )}
      </Answered>
    </Section>
  )
}
