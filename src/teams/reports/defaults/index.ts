/** The reports that every tenant has, in the order of the menu. */
import type { DefaultReport } from '../model.ts'
import { failureDrill, reliability } from './failures.ts'
import { clientVersions, endpoints, externalUsers, helpDesk, rateMyCall } from './people.ts'
import { pstn } from './pstn.ts'
import { experience, location, qualityDrill } from './quality.ts'
import { summary } from './summary.ts'

export const DEFAULT_REPORTS: readonly DefaultReport[] = [
  summary,
  location,
  reliability,
  experience,
  qualityDrill,
  failureDrill,
  rateMyCall,
  clientVersions,
  endpoints,
  pstn,
  helpDesk,
  externalUsers,
]
