import { useMemo } from 'react'
import {
  Answered,
  Chart,
  chartOf,
  Empty,
  intervalOf,
  type KqlAnswer,
  type KqlPin,
  KqlTable,
  MetricChart,
  type MetricPin,
  type Pin,
  type TimeRange,
  useHouseKql,
  useIsOperator,
  useKql,
  useResource,
} from '#views/kit'

const HEIGHT = 240

interface PinViewProps<One> {
  readonly pin: One
  readonly range: TimeRange
}

export function PinView({ pin, range }: PinViewProps<Pin>) {
  if (pin.kind === 'metric') return <MetricView pin={pin} range={range} />
  return pin.isHouse ? <HouseView pin={pin} range={range} /> : <KqlView pin={pin} range={range} />
}

function MetricView({ pin, range }: PinViewProps<MetricPin>) {
  const resource = useResource(pin.resource)
  if (!resource) return <Empty title="This tenant has no resource" />
  const { title, lines, look } = pin
  return <MetricChart armId={resource.armId} height={HEIGHT} {...{ title, lines, look, range }} />
}

function HouseView({ pin, range }: PinViewProps<KqlPin>) {
  const isOperator = useIsOperator()
  const asked = useHouseKql(pin.kql, { range })
  if (!isOperator) return <Empty title="Only the operator sees this" />
  return (
    <Answered what={pin.title} asked={asked}>
      {answer => <Drawn answer={answer} pin={pin} range={range} />}
    </Answered>
  )
}

function KqlView({ pin, range }: PinViewProps<KqlPin>) {
  const asked = useKql(pin.kql, { range })
  return (
    <Answered what={pin.title} asked={asked}>
      {answer => <Drawn answer={answer} pin={pin} range={range} />}
    </Answered>
  )
}

function Drawn({
  answer,
  pin: { title, kql },
  range,
}: PinViewProps<KqlPin> & { readonly answer: KqlAnswer }) {
  const option = useMemo(() => chartOf(answer, answer.render, intervalOf(range, Date.now())), [answer, range])
  if (answer.rows.length === 0) return <Empty title="No rows in this time" />
  if (!option) return <KqlTable of={title} table={answer} height={HEIGHT} {...{ kql, range }} />
  return <Chart table={answer} height={HEIGHT} {...{ title, option, kql, range }} />
}
