/** Buildings, networks and machines of an organizer's tenant: uploaded as files, attached to streams by KQL. */
export { createNetworks, type Networks, type NetworksOptions } from './create-networks.ts'
export {
  type End,
  FEWEST_MISSING,
  type Lookup,
  machineLookup,
  missingNetworks,
  networkColumns,
  networkLookup,
} from './lookup.ts'
export { networksMigrations } from './store.ts'
export { addressText, parseAddress, rangeOf } from './subnets.ts'
