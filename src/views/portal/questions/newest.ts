/**
 * From when on the newest `count` records of calls are (at least; five minutes more at most), as a KQL scalar: what is
 * newest is found among so many of them, by one column, and only then anything else is read.
 */
export const newestRecords = (count: number): string =>
  `toscalar(ACSCallSummary | summarize Records = count() by At = bin(TimeGenerated, 5m) | order by At desc | extend Newer = row_cumsum(Records) - Records | where Newer < ${count} | summarize min(At))`
