SELECT s$.`From` AS `From`, s$.`CorrelationId` AS `CorrelationId`, s$.`EndCode` AS `EndCode`, s$.`pack_` AS `pack_`
FROM (
  SELECT s$.`From` AS `From`, s$.`CorrelationId` AS `CorrelationId`, s$.`EndCode` AS `EndCode`, CAST(s$.`pack_`, 'Nullable(String)') AS `pack_`
  FROM (
    SELECT 'Calls' AS `From`, s$.`CorrelationId` AS `CorrelationId`, ifNull(toString(s$.`EndCode`), '') AS `EndCode`, concat('{"TimeGenerated":', ifNull(concat('"', concat(replaceOne(toString(s$.`TimeGenerated`), ' ', 'T'), 'Z'), '"'), 'null'), ',"Participant":', toJSONString(s$.`Participant`), ',"Duration":', ifNull(toString(s$.`Duration`), 'null'), ',"Details":', ifNull(s$.`Details`, 'null'), '}') AS `pack_`
    FROM `test`.`Calls` AS s$
    WHERE ((s$.`EndCode` > toInt64(400)) OR false)
  ) AS s$
  UNION ALL
  SELECT s$.`From` AS `From`, s$.`CorrelationId` AS `CorrelationId`, s$.`EndCode` AS `EndCode`, CAST(s$.`pack_`, 'Nullable(String)') AS `pack_`
  FROM (
    SELECT 'Streams' AS `From`, s$.`CorrelationId` AS `CorrelationId`, '' AS `EndCode`, concat('{"TimeGenerated":', ifNull(concat('"', concat(replaceOne(toString(s$.`TimeGenerated`), ' ', 'T'), 'Z'), '"'), 'null'), ',"MediaType":', toJSONString(s$.`MediaType`), ',"JitterAvg":', ifNull(if(isNull(s$.`JitterAvg`), null, if(isFinite(s$.`JitterAvg`), if(match(toString(s$.`JitterAvg`), '^-?[0-9]+$'), concat(toString(s$.`JitterAvg`), '.0'), toString(s$.`JitterAvg`)), concat('"', multiIf(isNaN(s$.`JitterAvg`), 'NaN', (s$.`JitterAvg` > toFloat64(0)), 'Infinity', '-Infinity'), '"'))), 'null'), '}') AS `pack_`
    FROM `test`.`Streams` AS s$
    WHERE (false OR (s$.`JitterAvg` > toInt64(11)))
  ) AS s$
) AS s$
ORDER BY s$.`From` ASC NULLS FIRST, s$.`EndCode` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
