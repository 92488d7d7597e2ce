/** An answer as the logs API prints it (facts: logs query, answer and partial error). */

import type { Preferences } from './prefer.ts'
import type { Answer } from './query-service.ts'

export function answerBody(answer: Answer, preferences: Preferences): Readonly<Record<string, unknown>> {
  const { render, compiled, more } = answer
  const tables = [answer, ...more].map((one, index) => ({
    name: index === 0 ? 'PrimaryResult' : (one.name ?? `PrimaryResult_${index}`),
    columns: one.columns,
    rows: one.rows,
  }))
  const cut = [answer, ...more].find(one => one.truncated)
  return {
    tables,
    ...(preferences.render && { render: renderOf(render) }),
    ...(preferences.statistics && { statistics: statisticsOf(answer) }),
    ...(preferences.explain && { explain: explanationOf(compiled) }),
    ...(cut && { error: partialError(cut.rows.length) }),
  }
}

/** The phases of the compiler, each as text, and what the author should know. */
const explanationOf = ({ phases, plan, sql, warnings }: Answer['compiled']) => ({
  ...phases,
  plan,
  sql,
  warnings,
})

/** Properties of render are written without capitals in KQL and with them in the answer. */
const SPELLED: Readonly<Record<string, string>> = {
  xtitle: 'xTitle',
  ytitle: 'yTitle',
  xcolumn: 'xColumn',
  ycolumns: 'yColumns',
  anomalycolumns: 'anomalyColumns',
  xaxis: 'xAxis',
  yaxis: 'yAxis',
  ysplit: 'ySplit',
  ymin: 'yMin',
  ymax: 'yMax',
}

const NOT_DRAWN = {
  visualization: null,
  title: null,
  accumulate: false,
  isQuerySorted: false,
  kind: null,
  annotation: '',
  by: null,
}

function renderOf(render: Answer['render']): Readonly<Record<string, unknown>> {
  if (!render) return NOT_DRAWN
  const properties = Object.entries(render.properties).map(([name, value]) => [SPELLED[name] ?? name, value])
  return { visualization: render.visualization, ...Object.fromEntries(properties) }
}

function statisticsOf({ statistics, rows }: Answer) {
  return {
    query: {
      executionTime: statistics.elapsedMs / 1000,
      datasetStatistics: [{ tableRowCount: rows.length, tableSize: statistics.bytesRead }],
      inputDatasetStatistics: { extents: { rows: statistics.rowsRead } },
    },
  }
}

const partialError = (rows: number) => ({
  code: 'PartialError',
  message: 'There were some errors when processing your query.',
  details: [
    {
      code: 'E_QUERY_RESULT_SET_TOO_LARGE',
      message: `The result was cut after ${rows} rows: it exceeds the limit (500,000 rows or 100 MB unless the query sets its own). Narrow the query (where, summarize, take) to get all of it.`,
      severity: 2,
      severityName: 'Error',
    },
  ],
})
