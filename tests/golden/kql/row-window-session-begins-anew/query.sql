WITH `$rows1` AS MATERIALIZED (
  SELECT s$.`ID` AS `ID`, s$.`Timestamp` AS `Timestamp`, s$.`$ordinal1` AS `$ordinal1`, s$.`$window1` AS `$window1`, s$.`$session1` AS `$session1`, s$.`$session2` AS `$session2`, s$.`$session3` AS `$session3`, s$.`$session4` AS `$session4`, CAST(row_number() OVER (ORDER BY s$.`ID` ASC NULLS FIRST, s$.`Timestamp` ASC NULLS FIRST), 'Int64') AS `$number1`
  FROM (
    SELECT s$.`ID` AS `ID`, s$.`Timestamp` AS `Timestamp`, s$.`$ordinal1` AS `$ordinal1`, s$.`$window1` AS `$window1`, s$.`Timestamp` AS `$session1`, toInt64(36000000000) AS `$session2`, toInt64(3000000000) AS `$session3`, (s$.`ID` != s$.`$window1`) AS `$session4`
    FROM (
      SELECT s$.`ID` AS `ID`, s$.`Timestamp` AS `Timestamp`, s$.`$ordinal1` AS `$ordinal1`, lagInFrame(s$.`ID`, 1) OVER (ORDER BY s$.`ID` ASC NULLS FIRST, s$.`Timestamp` ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `$window1`
      FROM values('`ID` String, `Timestamp` Nullable(DateTime64(7, \'UTC\')), `$ordinal1` Nullable(Int64)', ('1', toDateTime64('2024-04-11 10:00:00.0000000', 7, 'UTC'), toInt64(0)), ('2', toDateTime64('2024-04-11 10:18:00.0000000', 7, 'UTC'), toInt64(1)), ('1', toDateTime64('2024-04-11 11:00:00.0000000', 7, 'UTC'), toInt64(2)), ('3', CAST(NULL, 'Nullable(DateTime64(7, \'UTC\'))'), toInt64(3)), ('2', toDateTime64('2024-04-11 13:30:00.0000000', 7, 'UTC'), toInt64(4)), ('2', toDateTime64('2024-04-11 10:16:00.0000000', 7, 'UTC'), toInt64(5))) AS s$
    ) AS s$
  ) AS s$
)
SELECT l$.`ID` AS `ID`, l$.`Timestamp` AS `Timestamp`, tupleElement(r$.`$given1`, 2) AS `Session`
FROM (
  SELECT s$.`ID` AS `ID`, s$.`Timestamp` AS `Timestamp`, s$.`$ordinal1` AS `$ordinal1`, s$.`$window1` AS `$window1`, s$.`$session1` AS `$session1`, s$.`$session2` AS `$session2`, s$.`$session3` AS `$session3`, s$.`$session4` AS `$session4`, s$.`$number1` AS `$number1`
  FROM `$rows1` AS s$
) AS l$
INNER JOIN (
  SELECT `element0$` AS `$given1`
  FROM (
    SELECT s$.*
    FROM (
      SELECT arrayMap((`c`) -> tupleElement(`c`, 2), arraySort((`t`) -> tupleElement(`t`, 1), groupArray(tuple(s$.`chunk`, s$.`rows`)))) AS `chunks`, sum(length(s$.`rows`)) AS `size`
      FROM (
        SELECT intDiv(s$.`$position1`, 256) AS `chunk`, arraySort((`t`) -> tupleElement(`t`, 1), groupArray(tuple(s$.`$number1`, s$.`$session1`, s$.`$session2`, s$.`$session3`, s$.`$session4`))) AS `rows`
        FROM (
          SELECT s$.`$number1` AS `$number1`, s$.`$session1` AS `$session1`, s$.`$session2` AS `$session2`, s$.`$session3` AS `$session3`, s$.`$session4` AS `$session4`, CAST(row_number() OVER (ORDER BY s$.`$number1` ASC NULLS LAST), 'Int64') AS `$position1`
          FROM `$rows1` AS s$
        ) AS s$
        GROUP BY intDiv(s$.`$position1`, 256)
      ) AS s$
    ) AS s$
    WHERE (throwIf((s$.`size` > 200000), 'row_window_session() takes at most 200000 rows of a group here; narrow its input') = 0)
  ) AS s$
  ARRAY JOIN tupleElement(arrayFold((`far`, `chunk`) -> arrayElement(arrayMap((`done`) -> CAST(tuple(tupleElement(`done`, 1), arrayConcat(tupleElement(`far`, 2), tupleElement(`done`, 2))), 'Tuple(Tuple(Nullable(DateTime64(7, \'UTC\')), Nullable(DateTime64(7, \'UTC\'))), Array(Tuple(Int64, Nullable(DateTime64(7, \'UTC\')))))'), array(arrayFold((`near`, `row`) -> CAST(tuple(tuple(CAST(if((isNull(tupleElement(`row`, 2)) OR isNull(tupleElement(tupleElement(`near`, 1), 1)) OR ifNull((tupleElement(`row`, 2) >= reinterpret((reinterpretAsInt64(tupleElement(tupleElement(`near`, 1), 1)) + tupleElement(`row`, 3)), 'DateTime64(7, \'UTC\')')), 0) OR ifNull((tupleElement(`row`, 2) >= reinterpret((reinterpretAsInt64(tupleElement(tupleElement(`near`, 1), 2)) + tupleElement(`row`, 4)), 'DateTime64(7, \'UTC\')')), 0) OR ifNull(tupleElement(`row`, 5), 0)), tupleElement(`row`, 2), tupleElement(tupleElement(`near`, 1), 1)), 'Nullable(DateTime64(7, \'UTC\'))'), CAST(tupleElement(`row`, 2), 'Nullable(DateTime64(7, \'UTC\'))')), arrayConcat(tupleElement(`near`, 2), array(tuple(tupleElement(`row`, 1), CAST(if((isNull(tupleElement(`row`, 2)) OR isNull(tupleElement(tupleElement(`near`, 1), 1)) OR ifNull((tupleElement(`row`, 2) >= reinterpret((reinterpretAsInt64(tupleElement(tupleElement(`near`, 1), 1)) + tupleElement(`row`, 3)), 'DateTime64(7, \'UTC\')')), 0) OR ifNull((tupleElement(`row`, 2) >= reinterpret((reinterpretAsInt64(tupleElement(tupleElement(`near`, 1), 2)) + tupleElement(`row`, 4)), 'DateTime64(7, \'UTC\')')), 0) OR ifNull(tupleElement(`row`, 5), 0)), tupleElement(`row`, 2), tupleElement(tupleElement(`near`, 1), 1)), 'Nullable(DateTime64(7, \'UTC\'))'))))), 'Tuple(Tuple(Nullable(DateTime64(7, \'UTC\')), Nullable(DateTime64(7, \'UTC\'))), Array(Tuple(Int64, Nullable(DateTime64(7, \'UTC\')))))'), `chunk`, CAST(tuple(tupleElement(`far`, 1), array()), 'Tuple(Tuple(Nullable(DateTime64(7, \'UTC\')), Nullable(DateTime64(7, \'UTC\'))), Array(Tuple(Int64, Nullable(DateTime64(7, \'UTC\')))))')))), 1), s$.`chunks`, CAST(tuple(tuple(CAST(NULL, 'Nullable(DateTime64(7, \'UTC\'))'), CAST(NULL, 'Nullable(DateTime64(7, \'UTC\'))')), array()), 'Tuple(Tuple(Nullable(DateTime64(7, \'UTC\')), Nullable(DateTime64(7, \'UTC\'))), Array(Tuple(Int64, Nullable(DateTime64(7, \'UTC\')))))')), 2) AS `element0$`
) AS r$ ON (l$.`$number1` = tupleElement(r$.`$given1`, 1))
ORDER BY l$.`ID` ASC NULLS FIRST, l$.`Timestamp` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
