/** What did not come about or broke off, overall and step by step down to a person. */
import type { DefaultReport } from '../model.ts'
import { DROPPED, failuresBy, mostFirst, OVERALL, panel, SETUP, tab, tiles } from './parts.ts'

const COUNTS = ['Total Call Setup Failed Stream Count', 'Total Call Dropped Stream Count']
const SHARES = [SETUP, DROPPED]

const overTime = (title: string) =>
  panel(
    'stackedColumns',
    title,
    { measures: [...COUNTS, ...SHARES], trend: { kind: 'daily' } },
    { lines: SHARES, targets: OVERALL.filter(({ measure }) => SHARES.includes(measure)) },
  )

export const reliability: DefaultReport = {
  id: 'reliability',
  title: 'Reliability',
  description: 'Failed set-ups and drops of audio, video and screens.',
  tabs: [
    tab('Overview', [
      tiles('Streams with signalling', [
        'Total CDR Available Stream Count',
        ...COUNTS,
        ...SHARES,
        'Total Media Failure Percentage',
      ]),
      overTime('Failures by day'),
      failuresBy('By medium', ['Media Type', 'Session Type']),
    ]),
    tab(
      'Reasons',
      [
        panel('pie', 'Why set-ups failed', {
          measures: ['Total Call Setup Failed Stream Count'],
          dimensions: ['Call Setup Failure Reason'],
          order: mostFirst('Total Call Setup Failed Stream Count'),
        }),
        failuresBy('By result', ['Call Classification', 'Classification Reason', 'Media Failure Type']),
        failuresBy('By way through the network', ['Connectivity Ice Pair', 'Transport']),
      ],
      'Drops have no reasons: closing a laptop counts as one.',
    ),
    tab('Places', [
      failuresBy('By building', ['Second Region', 'Second Building Name']),
      failuresBy('By network', ['Second Network Name', 'Second Subnet']),
      failuresBy('By client', ['Second User Agent Category', 'Second OS Filtered']),
    ]),
  ],
}

export const failureDrill: DefaultReport = {
  id: 'failure-drill-down',
  title: 'Failure drill-down',
  description: 'From a day with failed streams to the person: each step adds a filter.',
  tabs: [
    tab('Date', [
      overTime('Failures by day'),
      failuresBy('By date', ['Date'], [], { drill: { dimension: 'Date', tab: 'region' } }),
    ]),
    tab('Region', [
      failuresBy('By region', ['Second Region'], [], {
        drill: { dimension: 'Second Region', tab: 'building' },
      }),
    ]),
    tab('Building', [
      failuresBy('By building', ['Second Building Name'], [], {
        drill: { dimension: 'Second Building Name', tab: 'subnet' },
      }),
    ]),
    tab('Subnet', [
      failuresBy('By subnet', ['Second Subnet', 'Second Network Name'], [], {
        drill: { dimension: 'Second Subnet', tab: 'hour' },
      }),
    ]),
    tab('Hour', [failuresBy('Hours (UTC)', ['Hour'], [], { drill: { dimension: 'Hour', tab: 'user' } })]),
    tab('User', [
      failuresBy('By person', ['Second UPN', 'Second UserType', 'Second ACS Resource ID']),
      failuresBy('Their calls', [
        'Second UPN',
        'Conference Id',
        'Start Time',
        'Media Failure Type',
        'Classification Reason',
      ]),
    ]),
  ],
}
