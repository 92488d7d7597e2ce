import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { numberText } from '#views/kit'

const useStyles = makeStyles({
  bar: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
})

/** Rows of one page, the most that the API gives at once. */
export const PAGE_SIZE = 1000

interface PagerProps {
  readonly skip: number
  readonly shown: number
  readonly total: number
  setSkip(skip: number): void
}

/** Nothing where one page holds all. */
export function Pager({ skip, shown, total, setSkip }: PagerProps) {
  const styles = useStyles()
  if (total <= shown && skip === 0) return null
  return (
    <nav className={styles.bar} aria-label="Pages of the list">
      <Button disabled={skip === 0} onClick={() => setSkip(Math.max(0, skip - PAGE_SIZE))}>
        Newer
      </Button>
      <Caption1>
        {numberText(skip + 1)} to {numberText(skip + shown)} of {numberText(total)}
      </Caption1>
      <Button disabled={skip + shown >= total} onClick={() => setSkip(skip + PAGE_SIZE)}>
        Older
      </Button>
    </nav>
  )
}
