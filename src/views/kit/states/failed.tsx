import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components'

interface FailedProps {
  /** A Problem, or any error with words for a person. */
  readonly problem: {
    readonly message: string
    readonly code?: string
    readonly requestId?: string | undefined
  }
  readonly retry?: (() => void) | undefined
  readonly retryTitle?: string
}

export const Failed = ({ problem, retry, retryTitle = 'Try again' }: FailedProps) => (
  <MessageBar intent="error" layout="multiline">
    <MessageBarBody>
      <MessageBarTitle>That did not work</MessageBarTitle>
      {problem.message}
      {problem.code !== undefined && ` (${problem.code})`}
      {problem.requestId !== undefined && ` · request ${problem.requestId}`}
    </MessageBarBody>
    {retry && (
      <MessageBarActions>
        <Button onClick={retry}>{retryTitle}</Button>
      </MessageBarActions>
    )}
  </MessageBar>
)
