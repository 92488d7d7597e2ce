WITH `$records1` AS MATERIALIZED (
  SELECT s.`TimeGenerated` AS `TimeGenerated`, s.`CorrelationId` AS `CorrelationId`, s.`Participant` AS `Participant`, s.`Duration` AS `Duration`, s.`EndCode` AS `EndCode`, s.`Details` AS `Details`, s.`_ResourceId` AS `_ResourceId`, CAST(row_number() OVER (), 'Int64') AS `$record1`
  FROM `test`.`Calls` AS s
  WHERE isNotNull(s.`Details`)
)
SELECT l.`Participant` AS `Participant`, r.`best` AS `best`
FROM (
  SELECT s.`TimeGenerated` AS `TimeGenerated`, s.`CorrelationId` AS `CorrelationId`, s.`Participant` AS `Participant`, s.`Duration` AS `Duration`, s.`EndCode` AS `EndCode`, s.`Details` AS `Details`, s.`_ResourceId` AS `_ResourceId`, s.`$record1` AS `$record1`
  FROM `$records1` AS s
) AS l
INNER JOIN (
  SELECT s.`best` AS `best`, s.`$record1` AS `$record1`
  FROM (
    SELECT s.`best` AS `best`, s.`$record1` AS `$record1`
    FROM (
      SELECT s.`$record1` AS `$record1`, concat('[', arrayStringConcat(arrayMap((`p`) -> tupleElement(`p`, 2), arraySort((`p`) -> tupleElement(`p`, 1), groupArrayIf(tuple(CAST(s.`$position1`, 'Int64'), ifNull(toString(s.`hop`), 'null')), isNotNull(s.`hop`)))), ','), ']') AS `best`
      FROM (
        SELECT s.`$record1` AS `$record1`, s.`hop` AS `hop`, CAST(row_number() OVER (ORDER BY s.`hop` DESC NULLS LAST), 'Int64') AS `$position1`
        FROM (
          SELECT s.`$record1` AS `$record1`, if(ifNull(match(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), '^0[xX][0-9a-fA-F]{1,16}$'), false), accurateCastOrNull(reinterpretAsInt64(reverse(unhex(leftPad(substring(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), 3), 16, '0')))), 'Int32'), coalesce(toInt32OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n')), accurateCastOrNull(trunc(toFloat64OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'))), 'Int32'))) AS `hop`
          FROM (
            SELECT s.`TimeGenerated` AS `TimeGenerated`, s.`CorrelationId` AS `CorrelationId`, s.`Participant` AS `Participant`, s.`Duration` AS `Duration`, s.`EndCode` AS `EndCode`, s.`Details` AS `Details`, s.`_ResourceId` AS `_ResourceId`, s.`$record1` AS `$record1`, `element0$` AS `$element1`, `element1$` AS `$index1`
            FROM `$records1` AS s
            ARRAY JOIN multiIf(isNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Array'), false), CAST(JSONExtractArrayRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '[]')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Object'), false), CAST(arrayMap((`p`) -> concat('{', toJSONString(tupleElement(`p`, 1)), ':', tupleElement(`p`, 2), '}'), JSONExtractKeysAndValuesRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '{}'))), 'Array(Nullable(String))'), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))')) AS `element0$`, arrayEnumerate(multiIf(isNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Array'), false), CAST(JSONExtractArrayRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '[]')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Object'), false), CAST(arrayMap((`p`) -> concat('{', toJSONString(tupleElement(`p`, 1)), ':', tupleElement(`p`, 2), '}'), JSONExtractKeysAndValuesRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '{}'))), 'Array(Nullable(String))'), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))'))) AS `element1$`
          ) AS s
          ORDER BY if(ifNull(match(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), '^0[xX][0-9a-fA-F]{1,16}$'), false), accurateCastOrNull(reinterpretAsInt64(reverse(unhex(leftPad(substring(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), 3), 16, '0')))), 'Int32'), coalesce(toInt32OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n')), accurateCastOrNull(trunc(toFloat64OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'))), 'Int32'))) DESC NULLS LAST
          LIMIT 2 BY s.`$record1`
        ) AS s
      ) AS s
      GROUP BY s.`$record1`
    ) AS s
    UNION ALL
    SELECT r.`best` AS `best`, l.`$record1` AS `$record1`
    FROM (
      SELECT l.`$record1` AS `$record1`
      FROM (
        SELECT s.`TimeGenerated` AS `TimeGenerated`, s.`CorrelationId` AS `CorrelationId`, s.`Participant` AS `Participant`, s.`Duration` AS `Duration`, s.`EndCode` AS `EndCode`, s.`Details` AS `Details`, s.`_ResourceId` AS `_ResourceId`, s.`$record1` AS `$record1`
        FROM `$records1` AS s
      ) AS l
      LEFT ANTI JOIN (
        SELECT s.`$record1` AS `$record1`, concat('[', arrayStringConcat(arrayMap((`p`) -> tupleElement(`p`, 2), arraySort((`p`) -> tupleElement(`p`, 1), groupArrayIf(tuple(CAST(s.`$position1`, 'Int64'), ifNull(toString(s.`hop`), 'null')), isNotNull(s.`hop`)))), ','), ']') AS `best`
        FROM (
          SELECT s.`$record1` AS `$record1`, s.`hop` AS `hop`, CAST(row_number() OVER (ORDER BY s.`hop` DESC NULLS LAST), 'Int64') AS `$position1`
          FROM (
            SELECT s.`$record1` AS `$record1`, if(ifNull(match(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), '^0[xX][0-9a-fA-F]{1,16}$'), false), accurateCastOrNull(reinterpretAsInt64(reverse(unhex(leftPad(substring(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), 3), 16, '0')))), 'Int32'), coalesce(toInt32OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n')), accurateCastOrNull(trunc(toFloat64OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'))), 'Int32'))) AS `hop`
            FROM (
              SELECT s.`TimeGenerated` AS `TimeGenerated`, s.`CorrelationId` AS `CorrelationId`, s.`Participant` AS `Participant`, s.`Duration` AS `Duration`, s.`EndCode` AS `EndCode`, s.`Details` AS `Details`, s.`_ResourceId` AS `_ResourceId`, s.`$record1` AS `$record1`, `element0$` AS `$element1`, `element1$` AS `$index1`
              FROM `$records1` AS s
              ARRAY JOIN multiIf(isNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Array'), false), CAST(JSONExtractArrayRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '[]')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Object'), false), CAST(arrayMap((`p`) -> concat('{', toJSONString(tupleElement(`p`, 1)), ':', tupleElement(`p`, 2), '}'), JSONExtractKeysAndValuesRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '{}'))), 'Array(Nullable(String))'), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))')) AS `element0$`, arrayEnumerate(multiIf(isNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Array'), false), CAST(JSONExtractArrayRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '[]')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Object'), false), CAST(arrayMap((`p`) -> concat('{', toJSONString(tupleElement(`p`, 1)), ':', tupleElement(`p`, 2), '}'), JSONExtractKeysAndValuesRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '{}'))), 'Array(Nullable(String))'), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))'))) AS `element1$`
            ) AS s
            ORDER BY if(ifNull(match(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), '^0[xX][0-9a-fA-F]{1,16}$'), false), accurateCastOrNull(reinterpretAsInt64(reverse(unhex(leftPad(substring(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), 3), 16, '0')))), 'Int32'), coalesce(toInt32OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n')), accurateCastOrNull(trunc(toFloat64OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'))), 'Int32'))) DESC NULLS LAST
            LIMIT 2 BY s.`$record1`
          ) AS s
        ) AS s
        GROUP BY s.`$record1`
      ) AS r ON (l.`$record1` = r.`$record1`)
    ) AS l
    CROSS JOIN (
      SELECT concat('[', arrayStringConcat(arrayMap((`p`) -> tupleElement(`p`, 2), arraySort((`p`) -> tupleElement(`p`, 1), groupArrayIf(tuple(CAST(s.`$position1`, 'Int64'), ifNull(toString(s.`hop`), 'null')), isNotNull(s.`hop`)))), ','), ']') AS `best`
      FROM (
        SELECT s.`hop` AS `hop`, CAST(row_number() OVER (ORDER BY s.`hop` DESC NULLS LAST), 'Int64') AS `$position1`
        FROM (
          SELECT s.`$record1` AS `$record1`, if(ifNull(match(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), '^0[xX][0-9a-fA-F]{1,16}$'), false), accurateCastOrNull(reinterpretAsInt64(reverse(unhex(leftPad(substring(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), 3), 16, '0')))), 'Int32'), coalesce(toInt32OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n')), accurateCastOrNull(trunc(toFloat64OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'))), 'Int32'))) AS `hop`
          FROM (
            SELECT s.`TimeGenerated` AS `TimeGenerated`, s.`CorrelationId` AS `CorrelationId`, s.`Participant` AS `Participant`, s.`Duration` AS `Duration`, s.`EndCode` AS `EndCode`, s.`Details` AS `Details`, s.`_ResourceId` AS `_ResourceId`, s.`$record1` AS `$record1`, `element0$` AS `$element1`, `element1$` AS `$index1`
            FROM `$records1` AS s
            ARRAY JOIN multiIf(isNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Array'), false), CAST(JSONExtractArrayRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '[]')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Object'), false), CAST(arrayMap((`p`) -> concat('{', toJSONString(tupleElement(`p`, 1)), ':', tupleElement(`p`, 2), '}'), JSONExtractKeysAndValuesRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '{}'))), 'Array(Nullable(String))'), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))')) AS `element0$`, arrayEnumerate(multiIf(isNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Array'), false), CAST(JSONExtractArrayRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '[]')), 'Array(Nullable(String))'), ifNull((JSONType(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')) = 'Object'), false), CAST(arrayMap((`p`) -> concat('{', toJSONString(tupleElement(`p`, 1)), ':', tupleElement(`p`, 2), '}'), JSONExtractKeysAndValuesRaw(ifNull(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null'), '{}'))), 'Array(Nullable(String))'), CAST(array(nullIf(nullIf(JSONExtractRaw(s.`Details`, 'hops'), ''), 'null')), 'Array(Nullable(String))'))) AS `element1$`
          ) AS s
          ORDER BY if(ifNull(match(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), '^0[xX][0-9a-fA-F]{1,16}$'), false), accurateCastOrNull(reinterpretAsInt64(reverse(unhex(leftPad(substring(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'), 3), 16, '0')))), 'Int32'), coalesce(toInt32OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n')), accurateCastOrNull(trunc(toFloat64OrNull(trimBoth(if((JSONType(nullIf(s.`$element1`, 'null')) = 'String'), JSONExtractString(nullIf(s.`$element1`, 'null')), nullIf(s.`$element1`, 'null')), ' \t\r\n'))), 'Int32'))) DESC NULLS LAST
          LIMIT 2 BY s.`$record1`
        ) AS s
      ) AS s
      WHERE false
    ) AS r
  ) AS s
) AS r ON (l.`$record1` = r.`$record1`)
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0
