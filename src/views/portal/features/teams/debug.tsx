import { Button } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import type { SessionPage } from '#teams/center/answers'
import { Columns, Section, saveAs } from '#views/kit'
import { FactList } from './fact-list.tsx'

interface DebugProps {
  readonly sections: NonNullable<SessionPage['debug']>
  readonly session: SessionPage
}

/** Names and values as they are stored. */
export function Debug({ sections, session }: DebugProps) {
  const save = () =>
    saveAs(`session-${session.participantId}.json`, 'application/json', JSON.stringify(session, null, 2))
  return (
    <>
      <div>
        <Button icon={<ArrowDownloadRegular />} onClick={save}>
          Save all of it as JSON
        </Button>
      </div>
      <Columns>
        {sections.map(({ title, facts }, i) => (
          <Section key={`${title} ${String(i)}`} title={title}>
            <FactList facts={facts} />
          </Section>
        ))}
      </Columns>
    </>
  )
}
