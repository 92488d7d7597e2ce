WITH `$rows1` AS MATERIALIZED (
  SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`Participant` AS `Participant`, s$.`Duration` AS `Duration`, s$.`EndCode` AS `EndCode`, s$.`Details` AS `Details`, s$.`_ResourceId` AS `_ResourceId`, s$.`$group1` AS `$group1`, CAST(row_number() OVER (ORDER BY s$.`TimeGenerated` ASC NULLS FIRST), 'Int64') AS `$number1`
  FROM (
    SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`Participant` AS `Participant`, s$.`Duration` AS `Duration`, s$.`EndCode` AS `EndCode`, s$.`Details` AS `Details`, s$.`_ResourceId` AS `_ResourceId`, s$.`CorrelationId` AS `$group1`
    FROM `test`.`Calls` AS s$
  ) AS s$
)
SELECT l$.`CorrelationId` AS `CorrelationId`, l$.`Participant` AS `Participant`, tupleElement(r$.`$given1`, 5) AS `total`
FROM (
  SELECT s$.`TimeGenerated` AS `TimeGenerated`, s$.`CorrelationId` AS `CorrelationId`, s$.`Participant` AS `Participant`, s$.`Duration` AS `Duration`, s$.`EndCode` AS `EndCode`, s$.`Details` AS `Details`, s$.`_ResourceId` AS `_ResourceId`, s$.`$group1` AS `$group1`, s$.`$number1` AS `$number1`
  FROM `$rows1` AS s$
) AS l$
INNER JOIN (
  SELECT `element0$` AS `$given1`
  FROM (
    SELECT s$.*
    FROM (
      SELECT s$.`$group1` AS `$group1`, arrayMap((`c`) -> tupleElement(`c`, 2), arraySort((`t`) -> tupleElement(`t`, 1), groupArray(tuple(s$.`chunk`, s$.`rows`)))) AS `chunks`, sum(length(s$.`rows`)) AS `size`
      FROM (
        SELECT s$.`$group1` AS `$group1`, intDiv(s$.`$position1`, 256) AS `chunk`, arraySort((`t`) -> tupleElement(`t`, 1), groupArray(tuple(s$.`$number1`, s$.`Duration`))) AS `rows`
        FROM (
          SELECT s$.`$group1` AS `$group1`, s$.`$number1` AS `$number1`, s$.`Duration` AS `Duration`, CAST(row_number() OVER (PARTITION BY s$.`$group1` ORDER BY s$.`$number1` ASC NULLS LAST), 'Int64') AS `$position1`
          FROM `$rows1` AS s$
        ) AS s$
        GROUP BY s$.`$group1`, intDiv(s$.`$position1`, 256)
      ) AS s$
      GROUP BY s$.`$group1`
    ) AS s$
    WHERE (throwIf((s$.`size` > 200000), 'scan takes at most 200000 rows of a group here; narrow its input') = 0)
  ) AS s$
  ARRAY JOIN tupleElement(arrayFold((`far`, `chunk`) -> arrayElement(arrayMap((`done`) -> CAST(tuple(tupleElement(`done`, 1), arrayConcat(tupleElement(`far`, 2), tupleElement(`done`, 2))), 'Tuple(Tuple(Int64, Tuple(UInt8, Int64, Int64, Nullable(Int64))), Array(Tuple(Int64, Int64, Int64, Int64, Nullable(Int64))))'), array(arrayFold((`near`, `row`) -> CAST(tuple(tuple((tupleElement(tupleElement(`near`, 1), 1) + if((isNotNull(tupleElement(`row`, 2)) AND not((tupleElement(tupleElement(tupleElement(`near`, 1), 2), 1) = 1))), 1, 0)), tuple(if((false OR isNotNull(tupleElement(`row`, 2)) OR (tupleElement(tupleElement(tupleElement(`near`, 1), 2), 1) = 1)), 1, 0), if((isNotNull(tupleElement(`row`, 2)) AND not((tupleElement(tupleElement(tupleElement(`near`, 1), 2), 1) = 1))), tupleElement(tupleElement(`near`, 1), 1), tupleElement(tupleElement(tupleElement(`near`, 1), 2), 2)), if((isNotNull(tupleElement(`row`, 2)) AND not((tupleElement(tupleElement(tupleElement(`near`, 1), 2), 1) = 1))), tupleElement(`row`, 1), tupleElement(tupleElement(tupleElement(`near`, 1), 2), 3)), if(isNotNull(tupleElement(`row`, 2)), CAST((tupleElement(tupleElement(tupleElement(`near`, 1), 2), 4) + tupleElement(`row`, 2)), 'Nullable(Int64)'), tupleElement(tupleElement(tupleElement(`near`, 1), 2), 4)))), arrayConcat(tupleElement(`near`, 2), arrayConcat(CAST(array(), 'Array(Tuple(Int64, Int64, Int64, Int64, Nullable(Int64)))'), if((false OR isNotNull(tupleElement(`row`, 2))), CAST(array(tuple(tupleElement(`row`, 1), if((isNotNull(tupleElement(`row`, 2)) AND not((tupleElement(tupleElement(tupleElement(`near`, 1), 2), 1) = 1))), tupleElement(tupleElement(`near`, 1), 1), tupleElement(tupleElement(tupleElement(`near`, 1), 2), 2)), 0, tupleElement(`row`, 1), CAST((tupleElement(tupleElement(tupleElement(`near`, 1), 2), 4) + tupleElement(`row`, 2)), 'Nullable(Int64)'))), 'Array(Tuple(Int64, Int64, Int64, Int64, Nullable(Int64)))'), CAST(array(), 'Array(Tuple(Int64, Int64, Int64, Int64, Nullable(Int64)))'))))), 'Tuple(Tuple(Int64, Tuple(UInt8, Int64, Int64, Nullable(Int64))), Array(Tuple(Int64, Int64, Int64, Int64, Nullable(Int64))))'), `chunk`, CAST(tuple(tupleElement(`far`, 1), array()), 'Tuple(Tuple(Int64, Tuple(UInt8, Int64, Int64, Nullable(Int64))), Array(Tuple(Int64, Int64, Int64, Int64, Nullable(Int64))))')))), 1), s$.`chunks`, CAST(tuple(CAST(tuple(0, tuple(0, 0, 0, CAST(toInt64(100), 'Int64'))), 'Tuple(Int64, Tuple(UInt8, Int64, Int64, Nullable(Int64)))'), array()), 'Tuple(Tuple(Int64, Tuple(UInt8, Int64, Int64, Nullable(Int64))), Array(Tuple(Int64, Int64, Int64, Int64, Nullable(Int64))))')), 2) AS `element0$`
) AS r$ ON (l$.`$number1` = tupleElement(r$.`$given1`, 1))
ORDER BY l$.`CorrelationId` ASC NULLS FIRST, tupleElement(r$.`$given1`, 5) ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
