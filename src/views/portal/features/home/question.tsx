import { Body1, Card, makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components'
import { Answered, type Asked, GoTo, type KqlAnswer, OpenKql, type TimeRange } from '#views/kit'
import type { Finding } from './shape-answers.ts'

const useStyles = makeStyles({
  card: { gap: tokens.spacingVerticalS },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
  },
  title: { margin: 0 },
  value: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
  },
  bad: { color: tokens.colorPaletteRedForeground1 },
  good: { color: tokens.colorPaletteGreenForeground1 },
})

interface QuestionProps {
  readonly title: string
  readonly asked: Asked<KqlAnswer>
  readonly find: (answer: KqlAnswer) => Finding
  readonly href: string
  readonly kql: string
  readonly range?: TimeRange
}

/** A question and its answer in one figure and one sentence; the page behind it says who and why. */
export function Question({ title, asked, find, href, kql, range }: QuestionProps) {
  const styles = useStyles()
  return (
    <Card className={styles.card}>
      <div className={styles.head}>
        <Subtitle2 as="h2" className={styles.title}>
          {title}
        </Subtitle2>
        <OpenKql kql={kql} range={range} />
      </div>
      <Answered what="the answer" asked={asked}>
        {answer => {
          const { value, words, tone } = find(answer)
          const toned = tone === 'bad' ? styles.bad : tone === 'good' ? styles.good : undefined
          return (
            <>
              <GoTo href={href} appearance="subtle" className={mergeClasses(styles.value, toned)}>
                {value}
              </GoTo>
              <Body1>{words}</Body1>
            </>
          )
        }}
      </Answered>
    </Card>
  )
}
