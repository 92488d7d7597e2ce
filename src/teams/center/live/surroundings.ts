/**
 * Client, machine and network of those in a meeting: as the signalling has them while it runs, of the stored rows after
 * its end. Pure.
 */
import type { Call } from '#records'
import { networkName, systemOf } from '#teams/record'
import { type Row, text } from '../cells.ts'
import { deviceOf } from '../shape-participant.ts'

/** Empty texts: nobody told. */
export interface Surroundings {
  readonly version: string
  readonly platform: string
  /** The microphone. */
  readonly device: string
  readonly network: string
  /** Where somebody is: shown as far as the mask allows. */
  readonly addresses: { readonly LocalAddress: string; readonly ReflexiveAddress: string }
}

/** By participant. */
export type SurroundingsOf = ReadonlyMap<string, Surroundings>

export const ofRunning = (call: Call | undefined): SurroundingsOf =>
  new Map(
    (call?.legs ?? []).map(({ participantId, sdkVersion = '', osVersion, hardware, network }) => [
      participantId,
      {
        version: sdkVersion,
        platform: systemOf(osVersion),
        device: hardware?.captureDevice ?? '',
        network: networkName(network) ?? '',
        addresses: {
          LocalAddress: network?.localAddress ?? '',
          ReflexiveAddress: network?.reflexiveAddress ?? '',
        },
      },
    ]),
  )

export const ofStored = (rows: readonly Row[]): SurroundingsOf =>
  new Map(
    rows.map(row => [
      text(row, 'ParticipantId'),
      {
        version: text(row, 'AppVersion'),
        platform: text(row, 'OsFiltered') || text(row, 'Os'),
        device: deviceOf(row),
        network: text(row, 'NetworkConnection'),
        addresses: {
          LocalAddress: text(row, 'LocalAddress'),
          ReflexiveAddress: text(row, 'ReflexiveAddress'),
        },
      },
    ]),
  )
