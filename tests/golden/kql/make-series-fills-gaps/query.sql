SELECT s$.`n` AS `n`, s$.`TimeGenerated` AS `TimeGenerated`
FROM (
  SELECT concat('[', arrayStringConcat(arrayMap((`i`) -> if(has(groupArray(CAST(s$.`$bin1`, 'Nullable(Int64)')), `i`), arrayElement(groupArray(toString(s$.`$value0_1`)), indexOf(groupArray(CAST(s$.`$bin1`, 'Nullable(Int64)')), `i`)), toString(toInt64(0))), range(toInt64(greatest(toInt64(ifNull(ceil(((reinterpretAsInt64(toDateTime64('2024-06-18 00:00:00.0000000', 7, 'UTC')) - reinterpretAsInt64(toDateTime64('2024-06-15 00:00:00.0000000', 7, 'UTC'))) / CAST(toInt64(864000000000), 'Float64'))), 0)), 0)))), ','), ']') AS `n`, concat('[', arrayStringConcat(arrayMap((`i`) -> concat('"', concat(replaceOne(toString(reinterpret(assumeNotNull((reinterpretAsInt64(toDateTime64('2024-06-15 00:00:00.0000000', 7, 'UTC')) + (`i` * toInt64(864000000000)))), 'DateTime64(7, \'UTC\')')), ' ', 'T'), 'Z'), '"'), range(toInt64(greatest(toInt64(ifNull(ceil(((reinterpretAsInt64(toDateTime64('2024-06-18 00:00:00.0000000', 7, 'UTC')) - reinterpretAsInt64(toDateTime64('2024-06-15 00:00:00.0000000', 7, 'UTC'))) / CAST(toInt64(864000000000), 'Float64'))), 0)), 0)))), ','), ']') AS `TimeGenerated`, count() AS `$any1`
  FROM (
    SELECT CAST(intDiv((reinterpretAsInt64(s$.`TimeGenerated`) - reinterpretAsInt64(toDateTime64('2024-06-15 00:00:00.0000000', 7, 'UTC'))), toInt64(864000000000)), 'Nullable(Int64)') AS `$bin1`, CAST(count(), 'Int64') AS `$value0_1`
    FROM `test`.`Calls` AS s$
    WHERE ((s$.`TimeGenerated` >= toDateTime64('2024-06-15 00:00:00.0000000', 7, 'UTC')) AND (s$.`TimeGenerated` < toDateTime64('2024-06-18 00:00:00.0000000', 7, 'UTC')))
    GROUP BY CAST(intDiv((reinterpretAsInt64(s$.`TimeGenerated`) - reinterpretAsInt64(toDateTime64('2024-06-15 00:00:00.0000000', 7, 'UTC'))), toInt64(864000000000)), 'Nullable(Int64)')
  ) AS s$
) AS s$
WHERE (s$.`$any1` > 0)
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
