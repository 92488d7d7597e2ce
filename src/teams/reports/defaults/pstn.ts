/** Calls with phones. */
import type { DefaultReport } from '../model.ts'
import { mostFirst, panel, tab, tiles } from './parts.ts'

const ATTEMPTS = ['PSTN Inbound Attempts Count', 'PSTN Outbound Attempts Count']
const MINUTES = ['PSTN Inbound Total Minutes', 'PSTN Outbound Total Minutes']
const ANSWERED = ['PSTN Total Attempts Count', 'PSTN Total Connected Count', 'PSTN NER Good Percentage']

export const pstn: DefaultReport = {
  id: 'pstn',
  title: 'PSTN',
  description: 'Phone calls: attempts, minutes, how they ended, and what their network measured.',
  tabs: [
    tab('Usage', [
      tiles('Phone calls', [
        ...ANSWERED,
        'PSTN Total Minutes',
        'PSTN Average Call Duration',
        'PSTN Active User Count',
      ]),
      panel('stackedColumns', 'Attempts by day', { measures: ATTEMPTS, trend: { kind: 'daily' } }),
      panel('stackedColumns', 'Minutes by day', { measures: MINUTES, trend: { kind: 'daily' } }),
      panel('lines', 'Most calls at once', {
        measures: ['PSTN Total Inbound Concurrent Call Count', 'PSTN Total Outbound Concurrent Call Count'],
        trend: { kind: 'daily' },
      }),
    ]),
    tab('Ends', [
      panel('table', 'By kind and country', {
        measures: [...ANSWERED, 'PSTN Total Minutes'],
        dimensions: ['PSTN Call Type', 'Second PSTN Country Region'],
        order: mostFirst('PSTN Total Attempts Count'),
      }),
      panel('table', 'How calls ended', {
        measures: ['PSTN Total Attempts Count'],
        dimensions: ['PSTN Call End Reason', 'PSTN Call End Sub Reason', 'Classification Reason'],
        order: mostFirst('PSTN Total Attempts Count'),
      }),
    ]),
    tab('Network', [
      panel('lines', 'Median delay and jitter (ms)', {
        measures: ['P50 Latency', 'P50 Jitter'],
        trend: { kind: 'daily' },
      }),
      panel('lines', 'Median loss (%)', { measures: ['P50 Packet Loss Rate'], trend: { kind: 'daily' } }),
    ]),
  ],
}
