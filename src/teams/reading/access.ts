/** What tokens for a tenant's own side are asked for: Graph's, since its call records are the same data, or our own. */
import { OPERATOR_AUDIENCE } from '#base'

export const TEAMS_AUDIENCES: readonly string[] = ['https://graph.microsoft.com', OPERATOR_AUDIENCE]
