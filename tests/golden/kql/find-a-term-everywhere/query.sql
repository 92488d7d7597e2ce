SELECT s$.`source_` AS `source_`, s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, s$.`pack_` AS `pack_`
FROM (
  SELECT s$.`source_` AS `source_`, s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, CAST(s$.`pack_`, 'Nullable(String)') AS `pack_`
  FROM (
    SELECT 'Calls' AS `source_`, s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, '' AS `MediaType`, concat('{"Participant":', toJSONString(s$.`Participant`), ',"Duration":', ifNull(toString(s$.`Duration`), 'null'), ',"EndCode":', ifNull(toString(s$.`EndCode`), 'null'), ',"Details":', ifNull(s$.`Details`, 'null'), '}') AS `pack_`
    FROM `test`.`Calls` AS s$
    WHERE (hasToken(lower(ifNull(concat(replaceOne(toString(s$.`TimeGenerated`), ' ', 'T'), 'Z'), '')), 'c2') OR hasToken(lower(s$.`CorrelationId`), 'c2') OR hasToken(lower(s$.`Participant`), 'c2') OR hasToken(lower(ifNull(toString(s$.`Duration`), '')), 'c2') OR hasToken(lower(ifNull(toString(s$.`EndCode`), '')), 'c2') OR hasToken(lower(ifNull(if((JSONType(s$.`Details`) = 'String'), JSONExtractString(s$.`Details`), s$.`Details`), '')), 'c2') OR false)
  ) AS s$
  UNION ALL
  SELECT s$.`source_` AS `source_`, s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, CAST(s$.`pack_`, 'Nullable(String)') AS `pack_`
  FROM (
    SELECT 'Streams' AS `source_`, s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`MediaType` AS `MediaType`, concat('{"JitterAvg":', ifNull(if(isNull(s$.`JitterAvg`), null, if(isFinite(s$.`JitterAvg`), if(match(toString(s$.`JitterAvg`), '^-?[0-9]+$'), concat(toString(s$.`JitterAvg`), '.0'), toString(s$.`JitterAvg`)), concat('"', multiIf(isNaN(s$.`JitterAvg`), 'NaN', (s$.`JitterAvg` > toFloat64(0)), 'Infinity', '-Infinity'), '"'))), 'null'), '}') AS `pack_`
    FROM `test`.`Streams` AS s$
    WHERE (hasToken(lower(ifNull(concat(replaceOne(toString(s$.`TimeGenerated`), ' ', 'T'), 'Z'), '')), 'c2') OR hasToken(lower(s$.`CorrelationId`), 'c2') OR hasToken(lower(s$.`MediaType`), 'c2') OR hasToken(lower(ifNull(toString(s$.`JitterAvg`), '')), 'c2') OR (s$.`MediaType` = 'Video'))
  ) AS s$
) AS s$
ORDER BY s$.`source_` ASC NULLS FIRST, s$.`CorrelationId` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
