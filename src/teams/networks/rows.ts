/** An accepted file as rows of its table. Pure: the same file gives the same rows in the same order, at any later time. */
import type { Instant } from '#base'
import { type DepositedRow, type Row, TEAMS_MACHINES, TEAMS_NETWORKS } from '#records'
import { checkBuildingFile } from './building-file.ts'
import { checkEndpointFile } from './endpoint-file.ts'
import type { FileKind, StoredFile } from './store.ts'
import { addressText, networkAddresses } from './subnets.ts'

export const TABLES: Readonly<Record<FileKind, string>> = {
  buildings: TEAMS_NETWORKS,
  endpoints: TEAMS_MACHINES,
}

type Described = Pick<StoredFile, 'tenant' | 'fileId' | 'validFrom' | 'validUntil'>

/** Rows of a file, as cells by column. */
export const cellsOf: Readonly<Record<FileKind, (file: Described, content: string) => Generator<Row>>> = {
  buildings: networkCells,
  endpoints: machineCells,
}

/** Behind all rows of a file: it is in use from then on. An empty file id means that none is. */
export const markOf = (kind: FileKind, tenant: string, fileId: string, at: Instant): DepositedRow => ({
  time: at,
  cells: {
    OrganizerTenantId: tenant,
    FileId: fileId,
    [kind === 'buildings' ? 'Subnet' : 'EndpointName']: '',
  },
})

function* networkCells(file: Described, content: string): Generator<Row> {
  const { tenant, fileId, validFrom, validUntil } = file
  for (const { range, texts, isInside, isExpressRoute, isVpn } of checkBuildingFile(content).rows) {
    const { NetworkIP: _ip, InsideCorp: _inside, ExpressRoute: _route, VPN: _vpn, ...kept } = texts
    const shared = {
      ...kept,
      OrganizerTenantId: tenant,
      FileId: fileId,
      Network: addressText({ family: range.family, value: range.first }),
      InsideCorp: isInside,
      ExpressRoute: isExpressRoute,
      Vpn: isVpn,
      ValidFrom: validFrom,
      ValidUntil: validUntil,
    }
    for (const subnet of networkAddresses(range)) yield { ...shared, Subnet: subnet }
  }
}

function* machineCells({ tenant, fileId }: Described, content: string): Generator<Row> {
  for (const { texts } of checkEndpointFile(content).rows) {
    yield { ...texts, OrganizerTenantId: tenant, FileId: fileId }
  }
}
