/** The first page of call quality: audio overall, by kind of connection and place, by call, and against the targets. */
import type { DefaultReport } from '../model.ts'
import {
  CLIENT_CLIENT,
  type Filter,
  is,
  POOR,
  panel,
  qualityBy,
  qualityOverTime,
  SERVER_CLIENT,
  STREAMS,
  tab,
  tiles,
  YEAR,
} from './parts.ts'
import { scorecard } from './scorecard.ts'

const FIGURES = ['Audio Stream Count', ...STREAMS, POOR]

const connected = (kind: string, place: string): readonly Filter[] => [
  SERVER_CLIENT,
  is('Second Network Connection Detail', kind),
  is('Second Inside Corp', place),
]

const between = (title: string, scenario: string) => qualityOverTime(title, [is('Scenario Pair', scenario)])

const CALLS = ['Audio Good Call Count', 'Audio Poor Call Count', 'Audio Unclassified Call Count']
const POOR_CALLS = 'Audio Poor Call Percentage'

export const summary: DefaultReport = {
  id: 'summary',
  title: 'Summary',
  description:
    'Audio quality of all streams: overall, between server and client, between clients, and by call.',
  tabs: [
    tab('Overall', [
      tiles('Audio streams', FIGURES),
      qualityOverTime('Daily', []),
      qualityOverTime('Monthly', [], 'monthly'),
      qualityBy('Networks with poor streams', ['Second Network Name', 'Second Subnet']),
    ]),
    tab(
      'Server–Client',
      [
        tiles('Audio streams with the server', FIGURES, [SERVER_CLIENT]),
        qualityOverTime('Wired, inside', connected('Wired', 'Inside')),
        qualityOverTime('Wired, outside', connected('Wired', 'Outside')),
        qualityOverTime('Wi-Fi, inside', connected('Wifi', 'Inside')),
        qualityOverTime('Wi-Fi, outside', connected('Wifi', 'Outside')),
        qualityOverTime('Monthly, with the server', [SERVER_CLIENT], 'monthly'),
        qualityBy(
          'By connection and place',
          ['Second Network Connection Detail', 'Second Inside Corp', 'Second Subnet'],
          [SERVER_CLIENT],
        ),
      ],
      'The client’s side decides. Browsers that do not tell how they are connected are in the table only.',
    ),
    tab(
      'Client–Client',
      [
        tiles('Audio streams between clients', FIGURES, [CLIENT_CLIENT]),
        between('Wired inside – wired inside', 'Client-Inside--Client-Inside-wired'),
        between('Wired inside – wired outside', 'Client-Inside--Client-Outside-wired'),
        between('Wired outside – wired outside', 'Client-Outside--Client-Outside-wired'),
        between('Inside, one at least on Wi-Fi', 'Client-Inside--Client-Inside-wifi'),
        between('Inside – outside, one at least on Wi-Fi', 'Client-Inside--Client-Outside-wifi'),
        between('Outside, one at least on Wi-Fi', 'Client-Outside--Client-Outside-wifi'),
        qualityOverTime('Monthly, between clients', [CLIENT_CLIENT], 'monthly'),
        qualityBy('By scenario', ['Scenario Pair', 'Second Subnet'], [CLIENT_CLIENT]),
      ],
      'A pair counts as Wi-Fi as soon as one end is. What does not tell counts as wired.',
    ),
    tab(
      'Voice quality SLA',
      [
        tiles('Calls with audio', ['Audio Call Count', ...CALLS, POOR_CALLS]),
        panel(
          'stackedColumns',
          'Calls by day',
          { measures: [...CALLS, POOR_CALLS], trend: { kind: 'daily' } },
          { lines: [POOR_CALLS] },
        ),
        panel(
          'stackedColumns',
          'Calls by month',
          { measures: [...CALLS, POOR_CALLS], trend: { kind: 'monthly' }, filters: [YEAR] },
          { lines: [POOR_CALLS] },
        ),
        panel('table', 'Months', {
          measures: ['Audio Call Count', ...CALLS, POOR_CALLS],
          dimensions: ['Month Year'],
          filters: [YEAR],
          order: [{ by: 'Month Year', descending: true }],
        }),
      ],
      'A call is poor when one of its audio streams is. Which calls an agreement covers stands in a contract, not in records, so all are counted.',
    ),
    tab('Targets', [scorecard]),
  ],
}
