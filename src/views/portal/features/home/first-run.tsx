import { Body1, Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { CopyRegular, PlayRegular } from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import {
  Answered,
  addressOf,
  asProblem,
  Failed,
  GoTo,
  Section,
  type TimeRange,
  useAsk,
  useSession,
} from '#views/kit'
import { playSample } from './play-sample.ts'

const useStyles = makeStyles({
  steps: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    margin: 0,
    paddingLeft: tokens.spacingHorizontalXL,
  },
  code: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    justifyContent: 'space-between',
  },
})

/** Nothing has happened yet: connect an app, or see a meeting happen. */
export function FirstRun({ range }: { readonly range: TimeRange }) {
  const styles = useStyles()
  const { world } = useSession()
  const resource = world.resources.find(({ tenant }) => tenant === world.tenant) ?? world.resources[0]
  const keys = useAsk(
    ['keys', resource?.armId],
    async call =>
      // Sound: the resource plane's answer.
      (await call(`${resource?.armId}/listKeys?api-version=2023-04-01`, {
        audience: 'arm',
        method: 'POST',
      })) as { primaryConnectionString: string },
    { when: resource !== undefined },
  )
  return (
    <Section title="No calls yet in this time">
      <ol className={styles.steps}>
        <Step title="See one happen">
          <Sample />
        </Step>
        <Step title="Connect your app: its connection string">
          <Answered what="the connection string" asked={keys}>
            {({ primaryConnectionString }) => <Code text={primaryConnectionString} />}
          </Answered>
        </Step>
        <Step title="Let it trust this server’s certificate">
          <Code
            text={`curl -sk ${location.origin}/ca.pem -o anteroom-ca.pem && export NODE_EXTRA_CA_CERTS=$PWD/anteroom-ca.pem`}
          />
        </Step>
        <Step title="Or look further back">
          <GoTo href={addressOf('/', { range: range === '365d' ? '90d' : '365d' })}>
            {range === '365d' ? 'Last 90 days' : 'Last year'}
          </GoTo>
        </Step>
      </ol>
    </Section>
  )
}

const Step = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <li>
    <Subtitle2>{title}</Subtitle2>
    <div>{children}</div>
  </li>
)

function Code({ text }: { readonly text: string }) {
  const styles = useStyles()
  return (
    <div className={styles.code}>
      <code>{text}</code>
      <Button
        appearance="subtle"
        icon={<CopyRegular />}
        aria-label="Copy"
        onClick={() => void navigator.clipboard.writeText(text)}
      />
    </div>
  )
}

function Sample() {
  const session = useSession()
  const queries = useQueryClient()
  const [step, setStep] = useState<string>()
  const [problem, setProblem] = useState<{ message: string }>()
  const play = async () => {
    setProblem(undefined)
    try {
      await playSample(session, setStep)
      setStep('Over. Its records are on their way.')
      await queries.invalidateQueries()
    } catch (thrown) {
      setStep(undefined)
      setProblem(thrown instanceof Error ? thrown : asProblem(thrown))
    }
  }
  const isPlaying = step !== undefined && !step.startsWith('Over')
  return (
    <>
      <Button appearance="primary" icon={<PlayRegular />} disabled={isPlaying} onClick={() => void play()}>
        Play a sample meeting
      </Button>{' '}
      <Body1 aria-live="polite">{step}</Body1>
      {problem && <Failed problem={problem} />}
    </>
  )
}
