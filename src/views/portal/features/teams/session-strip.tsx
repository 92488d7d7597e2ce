import { Avatar, Body1, Caption1, Card, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { CloudRegular } from '@fluentui/react-icons'
import type { End, SessionPage } from '#teams/center/answers'
import { lengthText, QualityMark, useTimes } from '#views/kit'
import { lobbyText } from './lobby-text.ts'
import { Person } from './who.tsx'

const useStyles = makeStyles({
  strip: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1.4fr) minmax(0, 1fr)',
    gap: tokens.spacingHorizontalM,
    alignItems: 'stretch',
    '@media (max-width: 700px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  end: { alignItems: 'center', textAlign: 'center', gap: tokens.spacingVerticalXS, overflowWrap: 'anywhere' },
  middle: { alignItems: 'center', textAlign: 'center', gap: tokens.spacingVerticalXS },
  quiet: { color: tokens.colorNeutralForeground2 },
})

/** Caller — call — callee, as the admin center draws a session. */
export function SessionStrip({ session }: { readonly session: SessionPage }) {
  const styles = useStyles()
  const times = useTimes()
  const { participant, caller, callee, state, durationSeconds, startTime, endTime } = session
  return (
    <section className={styles.strip} aria-label="Caller, call, callee">
      <OneEnd end={caller} side="Caller" />
      <Card className={styles.middle}>
        <Subtitle2>{state}</Subtitle2>
        <Body1>{lengthText(durationSeconds)}</Body1>
        <span>
          Audio quality <QualityMark quality={participant.audioQuality} />
        </span>
        <Caption1 className={styles.quiet}>{participant.why}</Caption1>
        <Caption1 className={styles.quiet}>
          {times.moment(startTime)} to {times.moment(endTime)}
        </Caption1>
        {participant.lobby && <Caption1>Lobby: {lobbyText(participant.lobby)}</Caption1>}
        {participant.ended && (
          <Caption1 className={styles.quiet}>
            Ended {participant.ended.code}/{participant.ended.subCode}: {participant.ended.message}
          </Caption1>
        )}
      </Card>
      <OneEnd end={callee} side="Callee" />
    </section>
  )
}

function OneEnd({ end, side }: { readonly end: End; readonly side: string }) {
  const styles = useStyles()
  return (
    <Card className={styles.end}>
      <Caption1 className={styles.quiet}>{side}</Caption1>
      {end.isService ? (
        <CloudRegular fontSize={40} aria-hidden />
      ) : (
        <Avatar name={end.label} size={40} aria-hidden />
      )}
      <Subtitle2>{end.who ? <Person who={end.who} /> : end.label}</Subtitle2>
      <Caption1 className={styles.quiet}>
        {end.address ?? (end.isService ? 'Service' : 'No address')}
      </Caption1>
    </Card>
  )
}
