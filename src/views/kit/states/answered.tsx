import { Body1, Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Asked } from '../ask/use-ask.ts'
import { agoText } from '../time/lengths.ts'
import { Failed } from './failed.tsx'
import { Loading } from './loading.tsx'

const useStyles = makeStyles({
  stale: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'center' },
})

interface AnsweredProps<Data> {
  /** What is asked for, as it reads after "Loading". */
  readonly what: string
  readonly asked: Asked<Data>
  readonly children: (data: Data) => ReactNode
}

/**
 * The states of a question, the same on every page: loading, failed, answered, and stale: an older answer that could
 * not be renewed stays on screen and says how old it is.
 */
export function Answered<Data>({ what, asked, children }: AnsweredProps<Data>) {
  const styles = useStyles()
  const retry = () => void asked.refetch()
  if (asked.data === undefined) {
    return asked.error ? <Failed problem={asked.error} retry={retry} /> : <Loading what={what} />
  }
  return (
    <>
      {asked.error && (
        <MessageBar intent="warning">
          <MessageBarBody className={styles.stale}>
            <Body1>
              From {agoText(asked.dataUpdatedAt, Date.now())}; could not be renewed: {asked.error.message}
            </Body1>
            <Button size="small" onClick={retry}>
              Try again
            </Button>
          </MessageBarBody>
        </MessageBar>
      )}
      {children(asked.data)}
    </>
  )
}
