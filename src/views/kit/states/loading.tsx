import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  lines: { display: 'grid', gap: tokens.spacingVerticalM, padding: tokens.spacingVerticalM, width: '100%' },
})

/** Rows to come. `what` is read to screen readers: "Loading calls". */
export function Loading({ what, lines = 3 }: { readonly what: string; readonly lines?: number }) {
  const styles = useStyles()
  return (
    <Skeleton aria-label={`Loading ${what}`} className={styles.lines}>
      {Array.from({ length: lines }, (_, i) => (
        <SkeletonItem key={String(i)} size={i === 0 ? 24 : 16} />
      ))}
    </Skeleton>
  )
}
