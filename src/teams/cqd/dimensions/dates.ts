/** When a stream ended, in UTC. Grouped by the instant, shown as text. */
import { type DimensionRow, one } from './row.ts'

const format = (pattern: string) => (key: string) => `format_datetime(${key}, '${pattern}')`
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const weekday = 'toint(dayofweek(EndTime) / 1d)'

export const dates: readonly DimensionRow[] = [
  one('Year', () => 'getyear(EndTime)'),
  one('Month', () => 'monthofyear(EndTime)'),
  one('Day', () => 'dayofmonth(EndTime)'),
  one('Hour', () => 'hourofday(EndTime)'),
  one('Minute', () => "datetime_part('minute', EndTime)"),
  one('Second', () => "datetime_part('second', EndTime)"),
  one('Day Of Year', () => 'dayofyear(EndTime)'),
  one('Day Number Of Week', () => weekday, { note: 'Sunday is 0.' }),
  one('Day Of Week', () => weekday, {
    show: key => `case(${DAYS.map((day, number) => `${key} == ${number}, '${day}'`).join(', ')}, '')`,
  }),
  one('Date', () => 'startofday(EndTime)', { show: format('yyyy-MM-dd'), span: 'day' }),
  one('Week', () => 'startofweek(EndTime)', {
    show: format('yyyy-MM-dd'),
    span: 'week',
    note: 'The Sunday a week begins with.',
  }),
  one('Month Year', () => 'startofmonth(EndTime)', { show: format('yyyy-MM'), span: 'month' }),
  one('Full Month', () => 'startofmonth(EndTime)', { span: 'month' }),
  one('Start Time', () => 'bin(StartTime, 1s)', {
    show: format('yyyy-MM-dd HH:mm:ss'),
    note: 'With its date; takes relative dates and spans as filters.',
  }),
  one('End Time', () => 'bin(EndTime, 1s)', {
    show: format('yyyy-MM-dd HH:mm:ss'),
    note: 'With its date; takes relative dates and spans as filters.',
  }),
].flat()
