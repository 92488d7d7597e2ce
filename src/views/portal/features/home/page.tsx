import {
  Answered,
  addressOf,
  Columns,
  Page as Frame,
  type KqlAnswer,
  RangePicker,
  Section,
  Tiles,
  text,
  useAddress,
  useIsOperator,
} from '#views/kit'
import { FirstRun } from './first-run.tsx'
import { LatestCalls } from './latest-calls.tsx'
import { NowTiles } from './now-tiles.tsx'
import { OperationsChart } from './operations-chart.tsx'
import { Question } from './question.tsx'
import { CHAT_FAILING, TURNED_AWAY, WITHHELD, WORST_AUDIO } from './questions.ts'
import { chatFailing, turnedAway, withheld, worstAudio } from './shape-answers.ts'
import { sentenceOf, useHome } from './use-home.ts'

const ADDRESS = { range: text('24h') }

/** What this installation sees now, and the questions people come with. */
export function Page() {
  const [{ range }, setAddress] = useAddress(ADDRESS)
  const isOperator = useIsOperator()
  const home = useHome(range)
  const isEmpty = home.latest.data?.rows.length === 0
  const worst = home.worstAudio.data && worstAudio(home.worstAudio.data)
  return (
    <Frame
      title="Home"
      lead="External users in meetings: what happens now, and what people ask about it."
      actions={<RangePicker range={range} setRange={next => setAddress({ range: next })} />}
    >
      <NowTiles now={home.now} />
      {isEmpty && <FirstRun range={range} />}
      <Tiles wide>
        {isOperator && (
          <Question
            title="Which guests were turned away, and by which setting?"
            asked={home.turnedAway}
            find={(answer: KqlAnswer) => turnedAway(answer, sentenceOf)}
            href={addressOf('/portal/guests', { range, outcome: 'turnedAway' })}
            kql={TURNED_AWAY}
            range={range}
          />
        )}
        <Question
          title="Which call had the worst audio, and who was affected?"
          asked={home.worstAudio}
          find={worstAudio}
          href={worst?.call === undefined ? '/portal/calls' : `/portal/calls/${worst.call}`}
          kql={WORST_AUDIO}
          range={range}
        />
        {isOperator && (
          <Question
            title="Why are fields blank and people missing?"
            asked={home.withheld}
            find={(answer: KqlAnswer) => withheld(answer, sentenceOf)}
            href={addressOf('/portal/why', { range })}
            kql={WITHHELD}
            range={range}
          />
        )}
        <Question
          title="Is chat failing more than last week?"
          asked={home.chatFailing}
          find={chatFailing}
          href="/portal/insights/chat?range=7d"
          kql={CHAT_FAILING}
        />
      </Tiles>
      {!isEmpty && (
        <Answered what="calls" asked={home.latest}>
          {latest => <LatestCalls table={latest} range={range} />}
        </Answered>
      )}
      {isOperator && (
        <Columns>
          <Section title="API operations">
            <Answered what="operations" asked={home.operations}>
              {answer => <OperationsChart table={answer} range={range} />}
            </Answered>
          </Section>
        </Columns>
      )}
    </Frame>
  )
}
