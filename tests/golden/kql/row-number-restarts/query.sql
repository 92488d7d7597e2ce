SELECT s$.`CorrelationId` AS `CorrelationId`, s$.`Duration` AS `Duration`, (CAST(row_number() OVER (PARTITION BY s$.`$window3` ORDER BY s$.`CorrelationId` ASC NULLS FIRST, s$.`Duration` DESC NULLS LAST), 'Int64') + (CAST(toInt64(1), 'Int64') - toInt64(1))) AS `n`, sum(ifNull(s$.`Duration`, toInt64(0))) OVER (PARTITION BY s$.`$window4` ORDER BY s$.`CorrelationId` ASC NULLS FIRST, s$.`Duration` DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `sum`
FROM (
  SELECT s$.`CorrelationId` AS `CorrelationId`, s$.`Duration` AS `Duration`, sum(if((s$.`$window1` != s$.`CorrelationId`), toInt64(1), toInt64(0))) OVER (ORDER BY s$.`CorrelationId` ASC NULLS FIRST, s$.`Duration` DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `$window3`, sum(if((s$.`CorrelationId` != s$.`$window2`), toInt64(1), toInt64(0))) OVER (ORDER BY s$.`CorrelationId` ASC NULLS FIRST, s$.`Duration` DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `$window4`
  FROM (
    SELECT s$.`CorrelationId` AS `CorrelationId`, s$.`Duration` AS `Duration`, lagInFrame(s$.`CorrelationId`, 1) OVER (ORDER BY s$.`CorrelationId` ASC NULLS FIRST, s$.`Duration` DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `$window1`, lagInFrame(s$.`CorrelationId`, 1) OVER (ORDER BY s$.`CorrelationId` ASC NULLS FIRST, s$.`Duration` DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `$window2`
    FROM `test`.`Calls` AS s$
  ) AS s$
) AS s$
ORDER BY s$.`CorrelationId` ASC NULLS FIRST, s$.`Duration` DESC NULLS LAST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
