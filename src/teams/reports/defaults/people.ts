/** What people said, who they are, and how external ones fared. */
import type { DefaultReport } from '../model.ts'
import {
  DROPPED,
  failuresBy,
  is,
  isNot,
  mostFirst,
  ONCE,
  POOR,
  panel,
  qualityBy,
  qualityOverTime,
  SETUP,
  tab,
  tiles,
} from './parts.ts'

const RATING = ['Avg', 'Count', 'Poor Count', 'Poor Percentage'].map(name => `Second Feedback Rating ${name}`)
const POOR_RATING = 'Second Feedback Rating Poor Percentage'
const ISSUES = ['Second Feedback Token Audio Issue Count', 'Second Feedback Token Video Issue Count']

const ratingsBy = (title: string, dimensions: readonly string[]) =>
  panel('table', title, {
    measures: RATING,
    dimensions: [...dimensions],
    filters: [isNot('Second Feedback Rating', '')],
    order: mostFirst('Second Feedback Rating Poor Count'),
  })

export const rateMyCall: DefaultReport = {
  id: 'rate-my-call',
  title: 'Rate my call',
  description: 'What people answered when they were asked: 1 and 2 are poor, 0 was shown and not answered.',
  filters: [...ONCE],
  tabs: [
    tab('Ratings', [
      tiles('Answers', [...RATING, ...ISSUES]),
      panel(
        'columns',
        'By day',
        {
          measures: ['Second Feedback Rating Count', 'Second Feedback Rating Poor Count', POOR_RATING],
          trend: { kind: 'daily' },
        },
        { lines: [POOR_RATING] },
      ),
      panel('pie', 'By stars', {
        measures: ['Total Stream Count'],
        dimensions: ['Second Feedback Rating'],
        filters: [isNot('Second Feedback Rating', '')],
      }),
      ratingsBy('What was wrong', ['Second Feedback Tokens']),
    ]),
    tab('Places', [
      ratingsBy('By region', ['Second Region', 'Second Building Name']),
      ratingsBy('By client', ['Second User Agent Category', 'Second OS Filtered']),
    ]),
    tab('Comments', [
      ratingsBy('What people wrote', [
        'Start Time',
        'Second UPN',
        'Second Feedback Rating',
        'Second Feedback Tokens',
        'Second Feedback Text',
      ]),
    ]),
  ],
}

const RESULTS = ['Total Stream Count', 'Second User Count', POOR, SETUP, DROPPED]

const resultsBy = (title: string, dimensions: readonly string[]) =>
  panel('table', title, {
    measures: RESULTS,
    dimensions: [...dimensions],
    order: mostFirst('Total Stream Count'),
  })

export const clientVersions: DefaultReport = {
  id: 'client-versions',
  title: 'Client versions',
  description: 'Streams and people by client and version.',
  tabs: [
    tab('Versions', [
      panel('pie', 'Streams by client', {
        measures: ['Total Stream Count'],
        dimensions: ['Second User Agent Category'],
        order: mostFirst('Total Stream Count'),
      }),
      resultsBy('By version', [
        'Second User Agent Category',
        'Second Client App Version',
        'Second OS Filtered',
      ]),
    ]),
    tab('People', [
      resultsBy('Who has which version', [
        'Second UPN',
        'Second User Agent Category',
        'Second Client App Version',
      ]),
    ]),
  ],
}

export const endpoints: DefaultReport = {
  id: 'endpoints',
  title: 'Endpoints',
  description: 'Quality by make and model of the endpoint file, by system and by device.',
  needs: ['endpoints'],
  tabs: [
    tab(
      'Machines',
      [
        resultsBy('By make and model', [
          'Second Endpoint Make',
          'Second Endpoint Model',
          'Second Endpoint Type',
        ]),
        resultsBy('By label', [
          'Second Endpoint Label 1',
          'Second Endpoint Label 2',
          'Second Endpoint Label 3',
        ]),
      ],
      'Machines are found by their names, which browsers do not tell and which go after 28 days.',
    ),
    tab('Systems', [resultsBy('By system', ['Second OS Filtered', 'Second OS Architecture'])]),
    tab('Devices', [
      qualityBy('By microphone', ['Second Capture Dev', 'Second Capture Device Form Factor']),
      qualityBy('By loudspeaker', ['Second Render Dev', 'Second Render Device Form Factor']),
    ]),
  ],
}

export const helpDesk: DefaultReport = {
  id: 'help-desk',
  title: 'Help desk',
  description: 'One person, a call, a meeting, or everybody: calls, devices, networks, failures.',
  asks: ['Second UPN', 'Conference Id', 'Meeting Id'],
  tabs: [
    tab('Calls', [
      tiles('In all', ['Total CDR Available Call Count', 'Audio Stream Count', POOR, SETUP, DROPPED]),
      qualityOverTime('Quality by day', []),
      panel('table', 'Calls', {
        measures: [
          'Audio Stream Count',
          'Audio Poor Stream Count',
          'Total Media Failed Stream Count',
          'Avg Call Duration',
        ],
        dimensions: [
          'Start Time',
          'Session Type',
          'Second UPN',
          'Second UserType',
          'Conference Id',
          'Meeting Id',
        ],
        order: [{ by: 'Start Time', descending: true }],
      }),
    ]),
    tab('Streams', [
      panel('table', 'Audio by stream', {
        measures: [
          'Avg Round Trip',
          'Avg Jitter',
          'Avg Packet Loss Rate',
          'Avg Ratio Concealed Samples',
          'Avg Network Jitter Max',
          'Avg Packet Utilization',
        ],
        dimensions: ['Start Time', 'Second UPN', 'Stream Direction', 'Poor Reason', 'Conference Id'],
        filters: [is('Media Type', 'Audio')],
        order: [{ by: 'Start Time', descending: true }],
      }),
    ]),
    tab('Devices and networks', [
      qualityBy('Devices', ['Second UPN', 'Second Capture Dev', 'Second Render Dev', 'Second OS Filtered']),
      qualityBy('Networks', [
        'Second UPN',
        'Second Network Connection Detail',
        'Second Subnet',
        'Second Building Name',
        'Second IP Address',
      ]),
    ]),
    tab('Failures', [
      failuresBy('Failures', [
        'Start Time',
        'Second UPN',
        'Media Failure Type',
        'Classification Reason',
        'Conference Id',
      ]),
    ]),
  ],
}

export const externalUsers: DefaultReport = {
  id: 'external-users',
  title: 'External users',
  description:
    'People who joined without an account, also through an app of yours, by Communication Services resource.',
  filters: [is('Is Anonymous Join Session', true)],
  tabs: [
    tab('Overview', [
      tiles('External users', [
        'Second User Count',
        'Total CDR Available Call Count',
        'Audio Stream Count',
        POOR,
        SETUP,
        DROPPED,
      ]),
      qualityOverTime('Quality by day', []),
      panel('lines', 'People by day', { measures: ['Second User Count'], trend: { kind: 'daily' } }),
      resultsBy('By Communication Services resource', ['Second ACS Resource ID']),
    ]),
    tab('How they fared', [
      failuresBy('How they ended', ['Classification Reason', 'Media Failure Type', 'Second ACS Resource ID']),
      qualityBy('By client', [
        'Second User Agent Category',
        'Second OS Filtered',
        'Second Client App Version',
      ]),
      qualityBy('By network', ['Second Reflexive Local IP Network', 'Second Network Connection Detail']),
    ]),
    tab('Meetings', [
      panel('table', 'Meetings with external users', {
        measures: [
          'Second User Count',
          'Audio Stream Count',
          'Audio Poor Stream Count',
          'Total Media Failed Stream Count',
        ],
        dimensions: ['Meeting Id', 'Conference Id', 'Second ACS Resource ID', 'Scheduling Source App Id'],
        order: mostFirst('Second User Count'),
      }),
    ]),
  ],
}
