/** Where the tenant's networks are: the building and endpoint files in use, upload with every problem by line, what is missing. */
import { makeStyles, tokens } from '@fluentui/react-components'
import { Answered, Columns, Empty, Page as Frame, GoTo, KqlTable, Section, useSession } from '#views/kit'
import { FileCard } from './file-card.tsx'
import { UploadForm } from './upload-form.tsx'
import { mayUpload, useFiles, useMissing } from './use-networks.ts'

const useStyles = makeStyles({ stack: { display: 'grid', gap: tokens.spacingVerticalL, minWidth: 0 } })

export function Page() {
  const styles = useStyles()
  const files = useFiles()
  const { role } = useSession()
  return (
    <Frame
      title="Networks"
      lead={
        <>
          Buildings and machines of this tenant. Streams in their networks are inside and have a place in{' '}
          <GoTo href="/portal/teams/quality">Call quality</GoTo>; all others are outside.
        </>
      }
    >
      <Answered what="the files" asked={files}>
        {known => (
          <div className={styles.stack}>
            <Columns>
              <FileCard kind="buildings" files={known} mayChange={mayUpload(role)} />
              <FileCard kind="endpoints" files={known} mayChange={mayUpload(role)} />
            </Columns>
            {mayUpload(role) ? (
              <UploadForm />
            ) : (
              <Section title="Upload">
                <Empty
                  title="Only administrators upload"
                  hint="Your role may look at the files and download them."
                />
              </Section>
            )}
            <MissingNetworks />
          </div>
        )}
      </Answered>
    </Frame>
  )
}

function MissingNetworks() {
  const asked = useMissing()
  return (
    <Section title="Networks that no row knows">
      <Answered what="missing networks" asked={asked}>
        {table =>
          table.rows.length === 0 ? (
            <Empty
              title="None with ten audio streams or more in the last 30 days"
              hint="Networks of people of other organizations are not counted."
            />
          ) : (
            <KqlTable of="missing networks" table={table} kql={table.kql} range="365d" />
          )
        }
      </Answered>
    </Section>
  )
}
