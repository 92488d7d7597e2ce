/**
 * From when on the newest records of calls are, as a KQL scalar: what is newest is found among so many of them, by one
 * column, and only then anything else is read.
 */
export const newestRecords = (count: number): string =>
  `toscalar(ACSCallSummary | top ${count} by TimeGenerated | summarize min(TimeGenerated))`
