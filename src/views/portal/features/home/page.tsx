import { Answered, Figure, Page as Frame, KqlTable, logsAddress, Section, Tiles, useKql } from '#views/kit'

const RECENT = `ACSCallSummary
| summarize Participants = dcount(ParticipantId), Start = min(CallStartTime) by CorrelationId
| top 20 by Start`

/** What this installation sees now. */
export function Page() {
  const recent = useKql(RECENT, { range: '48h' })
  return (
    <Frame title="Home" lead="What this installation sees now.">
      <Tiles>
        <Figure label="Calls" value={recent.data?.rows.length ?? '…'} href={logsAddress(RECENT, '48h')} />
      </Tiles>
      <Section title="Latest calls">
        <Answered what="calls" asked={recent}>
          {table => <KqlTable of="calls" table={table} kql={RECENT} range="48h" />}
        </Answered>
      </Section>
    </Frame>
  )
}
