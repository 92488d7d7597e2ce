import {
  Body1,
  Button,
  Caption1,
  makeStyles,
  Rating,
  Subtitle2,
  ToggleButton,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { messageOf } from '#base'
import type { Meeting } from '../call/meeting.ts'
import { useSharedStyles } from '../ui.ts'
import {
  ALL_WELL,
  issuesOf,
  issueText,
  MEDIUMS,
  noAnswers,
  type SurveyAnswers,
  surveyOf,
  toggled,
} from './shape-survey.ts'

const useStyles = makeStyles({
  group: {
    border: 'none',
    margin: 0,
    padding: 0,
    minWidth: 0,
    display: 'grid',
    gap: tokens.spacingVerticalXS,
  },
  title: { padding: 0 },
  tags: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
})

type Sent = 'no' | 'sending' | 'yes'

/** Five stars, and where some are missing what was wrong: a row of the table ACSCallSurvey. */
export function Survey({ meeting }: { readonly meeting: Meeting }) {
  const shared = useSharedStyles()
  const [answers, setAnswers] = useState<SurveyAnswers>(noAnswers)
  const [sent, setSent] = useState<Sent>('no')
  const [problem, setProblem] = useState<string>()
  if (sent === 'yes') {
    return <Body1 role="status">Thank you. Your answers are in the logs of the resource you came with.</Body1>
  }
  const send = async () => {
    setSent('sending')
    try {
      await meeting.survey(surveyOf(answers))
      setSent('yes')
    } catch (error) {
      setProblem(messageOf(error))
      setSent('no')
    }
  }
  return (
    <>
      <Subtitle2 as="h2" className={shared.heading}>
        How was the call?
      </Subtitle2>
      <Rating
        aria-label="Stars"
        size="extra-large"
        color="marigold"
        value={answers.stars}
        itemLabel={stars => `${stars} of 5 stars`}
        onChange={(_, { value }) => setAnswers({ ...answers, stars: value })}
      />
      {answers.stars > 0 && answers.stars < ALL_WELL && <Issues answers={answers} setAnswers={setAnswers} />}
      {problem !== undefined && <Caption1 role="alert">{problem}</Caption1>}
      {answers.stars > 0 && (
        <div className={shared.row}>
          <Button appearance="primary" disabledFocusable={sent === 'sending'} onClick={() => void send()}>
            Send
          </Button>
        </div>
      )}
    </>
  )
}

interface IssuesProps {
  readonly answers: SurveyAnswers
  setAnswers(answers: SurveyAnswers): void
}

function Issues({ answers, setAnswers }: IssuesProps) {
  const styles = useStyles()
  return MEDIUMS.map(medium => (
    <fieldset key={medium.key} className={styles.group}>
      <legend className={styles.title}>
        <Caption1>{medium.title}</Caption1>
      </legend>
      <div className={styles.tags}>
        {issuesOf(medium).map(issue => (
          <ToggleButton
            key={issue}
            size="small"
            shape="circular"
            checked={answers.issues[medium.key]?.includes(issue) ?? false}
            onClick={() => setAnswers(toggled(answers, medium.key, issue))}
          >
            {issueText(issue)}
          </ToggleButton>
        ))}
      </div>
    </fieldset>
  ))
}
