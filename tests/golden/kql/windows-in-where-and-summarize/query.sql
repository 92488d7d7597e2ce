SELECT CAST(positiveModuloOrNull(CAST(s$.`$position1`, 'Int64'), toInt64(2)), 'Int64') AS `odd`, concat('[', arrayStringConcat(arrayMap((`p`) -> tupleElement(`p`, 2), arraySort((`p`) -> tupleElement(`p`, 1), groupArrayIf(tuple(CAST(s$.`$position1`, 'Int64'), ifNull(toString((s$.`x` - s$.`$position2`)), 'null')), isNotNull((s$.`x` - s$.`$position2`))))), ','), ']') AS `steps`, max(s$.`$position3`) AS `latest`
FROM (
  SELECT s$.`x` AS `x`, row_number() OVER (ORDER BY s$.`x` ASC NULLS LAST) AS `$position1`, lagInFrame(toNullable(s$.`x`), 1, toInt64(0)) OVER (ORDER BY s$.`x` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `$position2`, lagInFrame(toNullable(s$.`x`), 1) OVER (ORDER BY s$.`x` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `$position3`
  FROM (
    SELECT s$.`x` AS `x`, sum(s$.`x`) OVER (ORDER BY s$.`x` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `$window1`, lagInFrame(toNullable(s$.`x`), 1) OVER (ORDER BY s$.`x` ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `$window2`
    FROM (
      SELECT (CAST(toInt64(1), 'Int64') + (toInt64(s$.`number`) * CAST(toInt64(1), 'Int64'))) AS `x`
      FROM numbers(assumeNotNull(if(((sign((CAST(toInt64(6), 'Int64') - CAST(toInt64(1), 'Int64'))) * sign(CAST(toInt64(1), 'Int64'))) < 0), 0, (toInt64(intDiv((CAST(toInt64(6), 'Int64') - CAST(toInt64(1), 'Int64')), CAST(toInt64(1), 'Int64'))) + 1)))) AS s$
    ) AS s$
  ) AS s$
  WHERE ((s$.`$window1` > toInt64(5)) AND isNotNull(s$.`$window2`))
) AS s$
GROUP BY CAST(positiveModuloOrNull(CAST(s$.`$position1`, 'Int64'), toInt64(2)), 'Int64')
ORDER BY CAST(positiveModuloOrNull(CAST(s$.`$position1`, 'Int64'), toInt64(2)), 'Int64') ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
