/** Where quality is lost: by place, by client and device, and step by step down to a person. */
import type { DefaultReport } from '../model.ts'
import {
  INSIDE,
  is,
  isNot,
  mostFirst,
  OUTSIDE,
  POOR,
  panel,
  qualityBy,
  qualityOverTime,
  STREAMS,
  tab,
  tiles,
} from './parts.ts'

const FIGURES = ['Audio Stream Count', ...STREAMS, POOR]
const AUDIO = is('Media Type', 'Audio')

export const location: DefaultReport = {
  id: 'location-enhanced',
  title: 'Location-enhanced',
  description: 'Quality by region, building and network of the building file.',
  needs: ['buildings'],
  tabs: [
    tab('Regions', [
      tiles('Audio streams', FIGURES),
      qualityOverTime('Inside', [INSIDE]),
      qualityOverTime('Outside', [OUTSIDE]),
      panel('lines', 'Share of poor streams by region', {
        measures: [POOR],
        dimensions: ['Second Region'],
        trend: { kind: 'daily' },
        filters: [isNot('Second Region', '')],
      }),
      qualityBy('By region', ['Second Region', 'Second Country'], [], {
        drill: { dimension: 'Second Region', tab: 'buildings' },
      }),
    ]),
    tab('Buildings', [
      qualityOverTime('Over time', []),
      qualityBy('By building', ['Second Building Name', 'Second City', 'Second Building Type'], [], {
        drill: { dimension: 'Second Building Name', tab: 'networks' },
      }),
      qualityBy('By owner of the building', ['Second Ownership Type', 'Second Building Office Type']),
    ]),
    tab('Networks', [
      qualityOverTime('Over time', []),
      qualityBy('By network', ['Second Network Name', 'Second Subnet', 'Second Network Connection Detail']),
      qualityBy('Express route and VPN', ['Second Express Route', 'Second Network Mapped VPN', 'Second VPN']),
    ]),
  ],
}

const averages = (title: string, dimension: string) =>
  panel('table', title, {
    measures: [
      'Audio Stream Count',
      POOR,
      'Avg Round Trip',
      'Avg Jitter',
      'Avg Packet Loss Rate',
      'Avg Ratio Concealed Samples',
    ],
    dimensions: [dimension],
    filters: [AUDIO],
    order: mostFirst('Audio Stream Count'),
  })

export const experience: DefaultReport = {
  id: 'quality-of-experience',
  title: 'Quality of experience',
  description:
    'Audio quality and reliability over clients, devices, networks and media; networks that are missing.',
  tabs: [
    tab('Clients', [
      tiles('Audio streams', FIGURES),
      qualityOverTime('Over time', []),
      averages('By client', 'Second User Agent Category'),
      averages('By system', 'Second OS Filtered'),
    ]),
    tab('Devices', [
      averages('By microphone', 'Second Capture Dev'),
      averages('By loudspeaker', 'Second Render Dev'),
    ]),
    tab('Networks', [
      averages('By kind of connection', 'Second Network Connection Detail'),
      averages('By transport', 'Transport'),
      averages('By way through the network', 'Second Connectivity Ice'),
      panel('columns', 'Why streams were poor', {
        measures: [
          'Audio Poor Due To Jitter Count',
          'Audio Poor Due To PacketLoss Count',
          'Audio Poor Due To RoundTrip Count',
        ],
        trend: { kind: 'daily' },
      }),
    ]),
    tab('Video and screens', [
      tiles('Video and screen streams', [
        'Video Stream Count',
        'Video Poor Percentage',
        'VBSS Stream Count',
        'VBSS Poor Percentage',
      ]),
      panel(
        'stackedColumns',
        'Video',
        {
          measures: [
            'Video Good Stream Count',
            'Video Poor Stream Count',
            'Video Unclassified Stream Count',
            'Video Poor Percentage',
          ],
          trend: { kind: 'daily' },
        },
        { lines: ['Video Poor Percentage'] },
      ),
      panel(
        'stackedColumns',
        'Screens',
        {
          measures: [
            'VBSS Good Stream Count',
            'VBSS Poor Stream Count',
            'VBSS Unclassified Stream Count',
            'VBSS Poor Percentage',
          ],
          trend: { kind: 'daily' },
        },
        { lines: ['VBSS Poor Percentage'] },
      ),
    ]),
    tab(
      'Missing subnets',
      [
        panel('table', 'Networks that the building file does not have', {
          measures: ['Audio Stream Count', 'Audio Poor Stream Count', 'Second User Count'],
          dimensions: ['Second Subnet', 'Second Reflexive Local IP Network'],
          filters: [
            AUDIO,
            is('Second Is Server', 'Client'),
            is('Second Network', ''),
            OUTSIDE,
            isNot('Is Federated', true),
          ],
          order: mostFirst('Audio Stream Count'),
        }),
      ],
      'Those with ten streams or more are worth a row; the Networks page lists them by that limit. Streams of people of other organizations are left out.',
    ),
  ],
}

export const qualityDrill: DefaultReport = {
  id: 'quality-drill-down',
  title: 'Quality drill-down',
  description: 'From a day with poor streams to the person: each step adds a filter.',
  tabs: [
    tab('Date', [
      qualityOverTime('Daily', []),
      qualityBy('By date', ['Date'], [], { drill: { dimension: 'Date', tab: 'region' } }),
    ]),
    tab('Region', [
      qualityBy('By region', ['Second Region'], [], {
        drill: { dimension: 'Second Region', tab: 'building' },
      }),
    ]),
    tab('Building', [
      qualityBy('By building', ['Second Building Name'], [], {
        drill: { dimension: 'Second Building Name', tab: 'subnet' },
      }),
    ]),
    tab('Subnet', [
      qualityBy('By subnet', ['Second Subnet', 'Second Network Name'], [], {
        drill: { dimension: 'Second Subnet', tab: 'hour' },
      }),
    ]),
    tab('Hour', [
      panel('stackedColumns', 'By hour of the day', {
        measures: STREAMS,
        dimensions: ['Hour'],
        order: [{ by: 'Hour' }],
      }),
      qualityBy('Hours (UTC)', ['Hour'], [], { drill: { dimension: 'Hour', tab: 'user' } }),
    ]),
    tab('User', [
      qualityBy('By person', ['Second UPN', 'Second UserType', 'Second ACS Resource ID']),
      qualityBy('Their calls', [
        'Second UPN',
        'Conference Id',
        'Start Time',
        'Second Capture Dev',
        'Poor Reason',
      ]),
    ]),
  ],
}
