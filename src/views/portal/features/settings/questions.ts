/** What the deliveries page asks of the table of deliveries. */

export const LAG = `AnteroomDeliveries_CL
| summarize LagMs = max(LagMs) by bin(TimeGenerated, 5m), Destination = tostring(split(Destination, "/")[-1])
| order by TimeGenerated asc
| render timechart`

export const REFUSED = `AnteroomDeliveries_CL
| where Outcome != "Delivered"
| summarize Batches = count(), Records = sum(Records), Latest = max(TimeGenerated) by Destination, Category, Outcome, Error
| top 50 by Latest`

export const VOLUME = `AnteroomDeliveries_CL
| where Outcome == "Delivered"
| summarize Records = sum(Records), Bytes = sum(Bytes), Batches = count(), Retried = countif(Attempts > 1), LagMs = percentile(LagMs, 95) by Destination, Category
| top 100 by Records`
