/** Every operator and plugin of the tables has an example here, which runs over rows and over none. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../../../tests/golden/kql/harness.ts'
import { operatorKinds, pluginNames } from './2-lower/tabular.ts'

let harness: Harness
beforeAll(() => {
  harness = createHarness()
  harness.table({ name: 'Own', columns: [{ name: 'x', type: 'long' }] }, [[1]])
})
afterAll(() => harness.close())

/** What the examples read. */
const ROWS = `datatable(t: datetime, id: string, x: long, r: real, d: dynamic)[
  datetime(2024-01-01), 'a', 1, 1.5, dynamic({"k": 1, "l": [1, 2]}), datetime(2024-01-01 12:00), 'b', 2, 2.5, dynamic(null),
  datetime(2024-01-02), 'a', 3, real(null), dynamic({"k": 2}), datetime(2024-01-04), '', long(null), 0.5, dynamic({}),
]`
const OTHER = `(datatable(id: string, y: long)['a', 1, 'a', 2, 'c', 3])`
const SPAN = 'datetime(2024-01-01), datetime(2024-01-05)'

/** Pipes that begin with the rows. */
const PIPED: Readonly<Record<string, readonly string[]>> = {
  AsOperator: ['as T | join kind=inner T on id'],
  AssertSchemaOperator: ['count | assert-schema (Count: long)'],
  ConsumeOperator: ['consume'],
  CountOperator: ['count'],
  DistinctOperator: ['distinct id', 'distinct id, x'],
  EvaluateOperator: ['evaluate narrow()'],
  ExtendOperator: ['extend y = x + 1, x = 0, r * 2'],
  FacetOperator: ['facet by id', 'facet by id, x with (take 1)'],
  FilterOperator: ['where x > 1', 'serialize | where x > prev(x)'],
  ForkOperator: ['fork (count) (take 1)', 'fork a = (where x > 1) b = (summarize max(x))'],
  GetSchemaOperator: ['getschema'],
  InvokeOperator: ['invoke f()'],
  JoinOperator: [
    ...[
      'innerunique',
      'inner',
      'leftouter',
      'rightouter',
      'fullouter',
      'leftsemi',
      'rightsemi',
      'leftanti',
      'rightanti',
    ],
    ...['anti', 'leftantisemi', 'rightantisemi'],
  ].map(kind => `join kind=${kind} hint.strategy=broadcast ${OTHER} on id`),
  LookupOperator: [`lookup ${OTHER} on id`, `lookup kind=inner ${OTHER} on $left.id == $right.id`],
  MakeSeriesOperator: [
    'make-series c = count(), a = avg(r) default=real(null) on t step 1d by id',
    'make-series kind=nonempty sum(x) on t from datetime(2024-01-01) to datetime(2024-01-05) step 12h',
    'make-series max(x) on t in range(datetime(2024-01-01), datetime(2024-01-03), 1d)',
    'make-series count() on x from 0 to 10 step 5',
  ],
  MvApplyOperator: [
    'mv-apply e = d.l to typeof(long) on (summarize sum(e))',
    'mv-apply with_itemindex=i e = d.l, k = d on (where i > 0 | top 1 by tostring(e))',
  ],
  MvExpandOperator: [
    'mv-expand d',
    'mv-expand kind=array d',
    'mv-expand with_itemindex=i e = d.l to typeof(long), d limit 2',
  ],
  ParseKvOperator: ["parse-kv id as (a: long, b: string) with (pair_delimiter=';', kv_delimiter='=')"],
  ParseOperator: ["parse id with 'a' rest", "parse kind=regex id with 'a+' rest: long"],
  ParseWhereOperator: ["parse-where id with 'a' rest"],
  PartitionOperator: [
    'partition by id (top 1 by x)',
    'partition hint.strategy=native by id (where x > 100 | count)',
    `partition by id { ${OTHER} | where y == 1 and id == toscalar(id) }`,
  ],
  ProjectAwayOperator: ['project-away x, d*'],
  ProjectByNamesOperator: ['project-by-names "id", "x"'],
  ProjectKeepOperator: ['project-keep i*, x'],
  ProjectOperator: ['project id, y = x * 2, d.k'],
  ProjectRenameOperator: ['project-rename who = id'],
  ProjectReorderOperator: ['project-reorder x, * asc'],
  ReduceByOperator: ['reduce by id', 'reduce kind=source by id with threshold=0.2, characters="-"'],
  RenderOperator: ['render timechart with (title="a", ymin=0)', 'render piechart title="a"'],
  SampleDistinctOperator: ['sample-distinct 2 of id'],
  SampleOperator: ['sample 2'],
  ScanOperator: [
    'sort by t asc | scan declare (c: long = 0) with (step s: true => c = s.c + x;)',
    "sort by t asc | scan with_match_id=m with (step a output=last: id == 'a'; step b output=none: id == 'b'; step z: true;)",
  ],
  SerializeOperator: ['serialize n = row_number(), c = row_cumsum(x)'],
  SortOperator: ['sort by id asc nulls last, x', 'order by x + 1'],
  SummarizeOperator: ['summarize count(), max(x), arg_max(t, *) by id', 'summarize by id'],
  TakeOperator: ['take 2', 'limit 1'],
  TopHittersOperator: ['top-hitters 1 of id', 'top-hitters 1 of id by x'],
  TopNestedOperator: ['top-nested 1 of id with others="rest" by sum(x), top-nested of x by max(r) asc'],
  TopOperator: ['top 1 by x asc nulls last'],
  UnionOperator: [`union withsource=S ${OTHER}`, `union kind=inner isfuzzy=true ${OTHER}, Nowhere, Own`],
}

/** Whole queries. */
const WHOLE: Readonly<Record<string, readonly string[]>> = {
  DataTableExpression: [ROWS],
  FindOperator: ['find x == 1', 'find withsource=S in (Own) where * has "1" project x: string, pack(*)'],
  PrintOperator: ['print 1, b = "x"'],
  RangeOperator: ['range n from 1 to 10 step 3', 'range n from 1h to 0h step -20m'],
  SearchOperator: ['search "1"', 'search kind=case_sensitive in (Own) *'],
}

const PLUGINS: Readonly<Record<string, string>> = {
  active_users_count: `active_users_count(id, t, ${SPAN}, 3d, 1d, 2, 1d, x)`,
  activity_counts_metrics: `activity_counts_metrics(id, t, ${SPAN}, 1d, x)`,
  activity_engagement: `activity_engagement(id, t, ${SPAN}, 1d, 2d, x)`,
  activity_metrics: `activity_metrics(id, t, ${SPAN}, 1d, x)`,
  bag_unpack: `bag_unpack(d, 'd_')`,
  dcount_intersect: 'dcount_intersect(d, d)',
  ipv4_lookup: `ipv4_lookup(Ranges, id, range, return_unmatched = true)`,
  ipv6_lookup: `ipv6_lookup(Ranges, id, range)`,
  narrow: 'narrow()',
  pivot: 'pivot(id, sum(x), t)',
  preview: 'preview(1)',
  rolling_percentile: 'rolling_percentile(x, 50, t, 1d, 2, id)',
  sliding_window_counts: `sliding_window_counts(id, t, ${SPAN}, 2d, 1d, x)`,
}

const LETS = `let f = (T:(*)) { T | take 1 }; let Ranges = datatable(range: string)['10.0.0.0/8'];`

function runs(text: string): void {
  const { compilation } = harness.run(text)
  if (compilation.kind !== 'compiled') expect.fail(JSON.stringify(compilation))
  for (const one of compilation.more ?? []) harness.rowsOf(one)
}

test('every operator and plugin has an example', () => {
  expect([...Object.keys(PIPED), ...Object.keys(WHOLE)].sort()).toEqual([...operatorKinds].sort())
  expect(Object.keys(PLUGINS).sort()).toEqual([...pluginNames].sort())
})

const piped = [...Object.values(PIPED).flat(), ...Object.values(PLUGINS).map(one => `evaluate ${one}`)]

test.each(piped)('over rows and over none: %s', pipe => {
  for (const filter of ['', '| where x > 100']) runs(`${LETS} ${ROWS} ${filter} | ${pipe}`)
})

test.each(Object.values(WHOLE).flat())('%s', text => runs(text))
