SELECT s$.`CorrelationId` AS `CorrelationId`, s$.`n` AS `n`, concat('[', arrayStringConcat(arrayMap((`e`) -> if((`e` = 'null'), toString(toInt64(0)), `e`), JSONExtractArrayRaw(s$.`longest`)), ','), ']') AS `filled`, arrayMin(arrayMap((`x`) -> assumeNotNull(`x`), arrayFilter((`x`) -> isNotNull(`x`), arrayMap((`e`) -> toFloat64OrNull(`e`), JSONExtractArrayRaw(s$.`n`))))) AS `low`, CAST((indexOf(arrayMap((`e`) -> toFloat64OrNull(`e`), JSONExtractArrayRaw(s$.`n`)), arrayMin(arrayMap((`x`) -> assumeNotNull(`x`), arrayFilter((`x`) -> isNotNull(`x`), arrayMap((`e`) -> toFloat64OrNull(`e`), JSONExtractArrayRaw(s$.`n`)))))) - 1), 'Int64') AS `at`
FROM (
  SELECT s$.`CorrelationId` AS `CorrelationId`, concat('[', arrayStringConcat(arrayMap((`i`) -> if(has(groupArray(CAST(s$.`$bin1`, 'Nullable(Int64)')), `i`), arrayElement(groupArray(toString(s$.`$value0_1`)), indexOf(groupArray(CAST(s$.`$bin1`, 'Nullable(Int64)')), `i`)), toString(toInt64(0))), range(toInt64(greatest(toInt64(ifNull((floor(((reinterpretAsInt64((
    SELECT max(s$.`TimeGenerated`) AS `$edge2`
    FROM `test`.`Calls` AS s$
  )) - reinterpretAsInt64((
    SELECT min(reinterpret((((reinterpretAsInt64(s$.`TimeGenerated`) + toInt64(621355968000000000)) - positiveModulo((reinterpretAsInt64(s$.`TimeGenerated`) + toInt64(621355968000000000)), toInt64(864000000000))) - toInt64(621355968000000000)), 'DateTime64(7, \'UTC\')')) AS `$edge1`
    FROM `test`.`Calls` AS s$
  ))) / CAST(toInt64(864000000000), 'Float64'))) + 1), 0)), 0)))), ','), ']') AS `n`, concat('[', arrayStringConcat(arrayMap((`i`) -> if(has(groupArray(CAST(s$.`$bin1`, 'Nullable(Int64)')), `i`), arrayElement(groupArray(ifNull(toString(s$.`$value1_1`), 'null')), indexOf(groupArray(CAST(s$.`$bin1`, 'Nullable(Int64)')), `i`)), ifNull(toString(CAST(NULL, 'Nullable(Int64)')), 'null')), range(toInt64(greatest(toInt64(ifNull((floor(((reinterpretAsInt64((
    SELECT max(s$.`TimeGenerated`) AS `$edge2`
    FROM `test`.`Calls` AS s$
  )) - reinterpretAsInt64((
    SELECT min(reinterpret((((reinterpretAsInt64(s$.`TimeGenerated`) + toInt64(621355968000000000)) - positiveModulo((reinterpretAsInt64(s$.`TimeGenerated`) + toInt64(621355968000000000)), toInt64(864000000000))) - toInt64(621355968000000000)), 'DateTime64(7, \'UTC\')')) AS `$edge1`
    FROM `test`.`Calls` AS s$
  ))) / CAST(toInt64(864000000000), 'Float64'))) + 1), 0)), 0)))), ','), ']') AS `longest`
  FROM (
    SELECT s$.`CorrelationId` AS `CorrelationId`, CAST(intDiv((reinterpretAsInt64(s$.`TimeGenerated`) - reinterpretAsInt64((
      SELECT min(reinterpret((((reinterpretAsInt64(s$.`TimeGenerated`) + toInt64(621355968000000000)) - positiveModulo((reinterpretAsInt64(s$.`TimeGenerated`) + toInt64(621355968000000000)), toInt64(864000000000))) - toInt64(621355968000000000)), 'DateTime64(7, \'UTC\')')) AS `$edge1`
      FROM `test`.`Calls` AS s$
    ))), toInt64(864000000000)), 'Nullable(Int64)') AS `$bin1`, CAST(count(), 'Int64') AS `$value0_1`, max(s$.`Duration`) AS `$value1_1`
    FROM `test`.`Calls` AS s$
    WHERE ((s$.`TimeGenerated` >= (
      SELECT min(reinterpret((((reinterpretAsInt64(s$.`TimeGenerated`) + toInt64(621355968000000000)) - positiveModulo((reinterpretAsInt64(s$.`TimeGenerated`) + toInt64(621355968000000000)), toInt64(864000000000))) - toInt64(621355968000000000)), 'DateTime64(7, \'UTC\')')) AS `$edge1`
      FROM `test`.`Calls` AS s$
    )) AND (s$.`TimeGenerated` <= (
      SELECT max(s$.`TimeGenerated`) AS `$edge2`
      FROM `test`.`Calls` AS s$
    )))
    GROUP BY s$.`CorrelationId`, CAST(intDiv((reinterpretAsInt64(s$.`TimeGenerated`) - reinterpretAsInt64((
      SELECT min(reinterpret((((reinterpretAsInt64(s$.`TimeGenerated`) + toInt64(621355968000000000)) - positiveModulo((reinterpretAsInt64(s$.`TimeGenerated`) + toInt64(621355968000000000)), toInt64(864000000000))) - toInt64(621355968000000000)), 'DateTime64(7, \'UTC\')')) AS `$edge1`
      FROM `test`.`Calls` AS s$
    ))), toInt64(864000000000)), 'Nullable(Int64)')
  ) AS s$
  GROUP BY s$.`CorrelationId`
) AS s$
ORDER BY s$.`CorrelationId` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
