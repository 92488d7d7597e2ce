/** Machines, systems, client programs and devices at both ends. */
import { type At, both, column, type DimensionRow, detail, missing, one } from './row.ts'

const NO_SKYPE = 'Only Skype for Business had it; no client that meets here is one.'
const NO_ROOM_UNIT = 'Rooms of video-teleconferencing makers join through services that tell nothing here.'
const NO_OPERATOR_TABLE =
  'No table of public address ranges and their operators can be loaded yet; the /24 network is `Reflexive Local IP Network`.'

const machine = (name: string) => (at: At) => at.machine(name)

/** What the label of a device gives away of its shape; empty where it says nothing. */
const shapeOf = (device: string): string =>
  `case(${[
    ['headset', "'headset', 'headphone', 'earphone', 'airpods', 'earbuds', 'hands-free'"],
    ['speakerphone', "'speakerphone', 'echo cancelling', 'conference'"],
    ['webcam', "'webcam', 'camera'"],
    ['built-in', "'built-in', 'internal', 'integrated', 'array', 'realtek', 'default'"],
  ]
    .map(([shape, words]) => `${device} has_any (dynamic([${words}])), '${shape}'`)
    .join(', ')}, '')`

const ofAudio = (name: string) => (at: At) => `iff(MediaType == 'Audio', ${at.column(name)}, '')`

export const endpoints: readonly DimensionRow[] = [
  both('CPU Name', detail('CPU Name')),
  both('CPU Number Of Cores', detail('CPU Number Of Cores', 'long'), {
    note: 'Browsers tell logical cores, and may round them.',
  }),
  both('CPU Processor Speed', detail('CPU Processor Speed', 'long')),
  both('Endpoint', detail('Endpoint'), {
    note: 'Of hosts of ours and imported records; browsers have no name.',
  }),
  both('OS', column('Os')),
  both('OS Filtered', column('OsFiltered')),
  both('OS Architecture', column('Architecture'), { note: 'Where the browser tells it.' }),
  missing('No client tells whether it runs in a virtual machine.', ['~ Virtualization Flag']),
  missing(NO_ROOM_UNIT, ['~ VTC Device Name', '~ VTC Device Detail']),
  both('Endpoint Make', machine('EndpointMake')),
  both('Endpoint Model', machine('EndpointModel')),
  both('Endpoint Type', machine('EndpointType')),
  both('Endpoint Label 1', machine('EndpointLabel1')),
  both('Endpoint Label 2', machine('EndpointLabel2')),
  both('Endpoint Label 3', machine('EndpointLabel3')),
  missing(NO_OPERATOR_TABLE, [
    '~ ASN',
    '~ ASN ISP Name',
    '~ ASN Country Code',
    '~ ASN Country',
    '~ ASN City',
    '~ ASN State',
  ]),
  missing(NO_SKYPE, ['~ Pool', '~ Sip Uri', 'Organizer Sip Uri']),

  both('User Agent Category', column('UserAgentCategory')),
  both('User Agent', column('UserAgent')),
  both('Client App Version', column('AppVersion')),
  both('Endpoint Product Name', column('ProductName')),
  one(
    'Is Teams',
    at => `(${['First', 'Second'].map(end => isTeams(at, end as 'First' | 'Second')).join(' or ')})`,
  ),

  both('Capture Dev', column('CaptureDevice')),
  both('Capture Dev Driver', detail('Capture Dev Driver')),
  both('Render Dev', column('RenderDevice')),
  both('Render Dev Driver', detail('Render Dev Driver')),
  both('Audio Capture Device In Use', ofAudio('CaptureDevice')),
  both('Audio Render Device In Use', ofAudio('RenderDevice'), {
    note: 'Where the browser names its speaker.',
  }),
  both('Capture Device Form Factor', at => shapeOf(at.column('CaptureDevice')), {
    note: 'Guessed from the words of the device’s label.',
  }),
  both('Render Device Form Factor', at => shapeOf(at.column('RenderDevice')), {
    note: 'Guessed from the words of the device’s label.',
  }),
].flat()

const isTeams = (at: At, end: 'First' | 'Second'): string =>
  `${at.end(end).column('ProductName')} == 'Microsoft Teams'`
