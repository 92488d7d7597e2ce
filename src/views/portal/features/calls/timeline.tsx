import {
  Button,
  Caption1,
  Link,
  makeStyles,
  mergeClasses,
  Slider,
  Tooltip,
  tokens,
} from '@fluentui/react-components'
import { ZoomInRegular, ZoomOutRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { lengthText, Section, useTimes } from '#views/kit'
import type { LaneName, Lanes, Span } from './shape-call.ts'

const ORDER: readonly LaneName[] = ['Lobby', 'Call', 'Audio', 'Video', 'Screen sharing', 'Network']

const useStyles = makeStyles({
  bar: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  scroll: { overflowX: 'auto', paddingBottom: tokens.spacingVerticalS },
  participant: { marginBottom: tokens.spacingVerticalM },
  lane: { display: 'grid', gridTemplateColumns: '110px minmax(0, 1fr)', alignItems: 'center' },
  track: {
    position: 'relative',
    height: '20px',
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  span: {
    position: 'absolute',
    top: '3px',
    height: '14px',
    minWidth: '4px',
    padding: 0,
    border: 'none',
    borderRadius: tokens.borderRadiusSmall,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  plain: { backgroundColor: tokens.colorBrandBackground },
  good: { backgroundColor: tokens.colorPaletteGreenBorder2 },
  bad: { backgroundColor: tokens.colorPaletteRedBackground3 },
  wait: { backgroundColor: tokens.colorPaletteMarigoldBackground3 },
  now: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    width: '2px',
    backgroundColor: tokens.colorNeutralForeground1,
  },
  replay: { flexGrow: 1, maxWidth: '420px' },
})

interface TimelineProps {
  readonly lanes: readonly Lanes[]
  readonly participant: string
  choose(participant: string): void
}

/** What happened to whom, on one axis; the play head walks through the call and says where everybody was. */
export function Timeline({ lanes, participant, choose }: TimelineProps) {
  const styles = useStyles()
  const times = useTimes()
  const [zoom, setZoom] = useState(1)
  const spans = lanes.flatMap(one => one.spans)
  const from = Math.min(...spans.map(span => span.from))
  const to = Math.max(...spans.map(span => span.to), from + 1000)
  const [head, setHead] = useState(from)
  const shown = participant === '' ? lanes : lanes.filter(one => one.participant.id === participant)
  const share = (at: number) => (100 * (at - from)) / (to - from)
  return (
    <Section
      title="Timeline"
      actions={
        <>
          {participant !== '' && <Button onClick={() => choose('')}>Everybody</Button>}
          <Button
            icon={<ZoomOutRegular />}
            aria-label="Show more time"
            onClick={() => setZoom(Math.max(1, zoom / 2))}
          />
          <Button
            icon={<ZoomInRegular />}
            aria-label="Show less time"
            onClick={() => setZoom(Math.min(64, zoom * 2))}
          />
        </>
      }
    >
      <div className={styles.bar}>
        <Caption1>{times.moment(head)}</Caption1>
        <Slider
          className={styles.replay}
          aria-label="Moment of the call"
          aria-valuetext={times.moment(head)}
          min={from}
          max={to}
          step={1000}
          value={head}
          onChange={(_, { value }) => setHead(value)}
        />
        <Caption1>{lengthText((to - from) / 1000)} in all</Caption1>
      </div>
      <div className={styles.scroll}>
        <div style={{ width: `${100 * zoom}%` }}>
          {shown.map(({ participant: one, spans: own }) => (
            <div key={one.id} className={styles.participant}>
              <Link onClick={() => choose(one.id)}>
                {one.name} · {one.type} · {whereAt(own, head)}
              </Link>
              {ORDER.filter(lane => own.some(span => span.lane === lane)).map(lane => (
                <div key={lane} className={styles.lane}>
                  <Caption1>{lane}</Caption1>
                  <div className={styles.track}>
                    {own
                      .filter(span => span.lane === lane)
                      .map(span => (
                        <Tooltip
                          key={`${span.name} ${span.from}`}
                          relationship="label"
                          content={`${span.name}: ${times.moment(span.from)}, ${lengthText((span.to - span.from) / 1000)}`}
                        >
                          <button
                            type="button"
                            className={mergeClasses(styles.span, styles[span.tone])}
                            style={{
                              left: `${share(span.from)}%`,
                              width: `${share(span.to) - share(span.from)}%`,
                            }}
                            onClick={() => setHead(span.from)}
                          />
                        </Tooltip>
                      ))}
                    <div className={styles.now} style={{ left: `${share(head)}%` }} />
                  </div>
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
    </Section>
  )
}

/** The state of somebody at a moment, in words. */
function whereAt(spans: readonly Span[], at: number): string {
  const here = spans.filter(({ from, to }) => from <= at && at <= to)
  if (here.some(({ lane }) => lane === 'Lobby')) return 'in the lobby'
  if (!here.some(({ lane }) => lane === 'Call')) return 'not there'
  const troubles = here.filter(({ tone, lane }) => tone === 'bad' && lane !== 'Call').map(({ name }) => name)
  return troubles.length > 0 ? `connected; ${troubles.join(', ')}` : 'connected'
}
