WITH `$rows1` AS MATERIALIZED (
  SELECT s$.`ip` AS `ip`, s$.`$ordinal2` AS `$ordinal2`, CAST(row_number() OVER (), 'Int64') AS `$number1`
  FROM values('`ip` String, `$ordinal2` Nullable(Int64)', ('2.20.183.12', toInt64(0)), ('5.8.1.2', toInt64(1)), ('192.165.12.17', toInt64(2)), ('none', toInt64(3))) AS s$
)
SELECT s$.`ip` AS `ip`, s$.`network` AS `network`, s$.`region` AS `region`, s$.`cost` AS `cost`
FROM (
  SELECT s$.`ip` AS `ip`, s$.`network` AS `network`, s$.`region` AS `region`, CAST(s$.`cost`, 'Nullable(Int64)') AS `cost`
  FROM (
    SELECT l$.`ip` AS `ip`, r$.`network` AS `network`, r$.`region` AS `region`, r$.`cost` AS `cost`, CAST((bitAnd(toInt64(IPv4StringToNumOrNull(arrayElement(splitByChar('/', l$.`ip`), 1))), (toInt64(4294967296) - bitShiftLeft(toInt64(1), (toInt64(32) - least(if((arrayElement(splitByChar('/', l$.`ip`), 2) = ''), toInt64(32), toInt64OrZero(arrayElement(splitByChar('/', l$.`ip`), 2))), if((arrayElement(splitByChar('/', r$.`network`), 2) = ''), toInt64(32), toInt64OrZero(arrayElement(splitByChar('/', r$.`network`), 2)))))))) = bitAnd(toInt64(IPv4StringToNumOrNull(arrayElement(splitByChar('/', r$.`network`), 1))), (toInt64(4294967296) - bitShiftLeft(toInt64(1), (toInt64(32) - least(if((arrayElement(splitByChar('/', l$.`ip`), 2) = ''), toInt64(32), toInt64OrZero(arrayElement(splitByChar('/', l$.`ip`), 2))), if((arrayElement(splitByChar('/', r$.`network`), 2) = ''), toInt64(32), toInt64OrZero(arrayElement(splitByChar('/', r$.`network`), 2))))))))), 'Nullable(Bool)') AS `$match1`
    FROM (
      SELECT s$.`ip` AS `ip`, s$.`$ordinal2` AS `$ordinal2`, s$.`$number1` AS `$number1`
      FROM `$rows1` AS s$
    ) AS l$
    CROSS JOIN (
      SELECT s$.`network` AS `network`, s$.`region` AS `region`, s$.`cost` AS `cost`
      FROM values('`network` String, `region` String, `cost` Nullable(Int64)', ('5.8.0.0/19', 'EU', toInt64(1)), ('2.20.183.0/24', 'GB', toInt64(2))) AS s$
    ) AS r$
  ) AS s$
  WHERE ifNull(s$.`$match1`, false)
  UNION ALL
  SELECT s$.`ip` AS `ip`, s$.`network` AS `network`, s$.`region` AS `region`, CAST(s$.`cost`, 'Nullable(Int64)') AS `cost`
  FROM (
    SELECT l$.`ip` AS `ip`, '' AS `network`, '' AS `region`, CAST(NULL, 'Nullable(Int64)') AS `cost`
    FROM (
      SELECT s$.`ip` AS `ip`, s$.`$ordinal2` AS `$ordinal2`, s$.`$number1` AS `$number1`
      FROM `$rows1` AS s$
    ) AS l$
    LEFT ANTI JOIN (
      SELECT s$.`$number1` AS `$number1`, s$.`$match1` AS `$match1`
      FROM (
        SELECT l$.`$number1` AS `$number1`, CAST((bitAnd(toInt64(IPv4StringToNumOrNull(arrayElement(splitByChar('/', l$.`ip`), 1))), (toInt64(4294967296) - bitShiftLeft(toInt64(1), (toInt64(32) - least(if((arrayElement(splitByChar('/', l$.`ip`), 2) = ''), toInt64(32), toInt64OrZero(arrayElement(splitByChar('/', l$.`ip`), 2))), if((arrayElement(splitByChar('/', r$.`network`), 2) = ''), toInt64(32), toInt64OrZero(arrayElement(splitByChar('/', r$.`network`), 2)))))))) = bitAnd(toInt64(IPv4StringToNumOrNull(arrayElement(splitByChar('/', r$.`network`), 1))), (toInt64(4294967296) - bitShiftLeft(toInt64(1), (toInt64(32) - least(if((arrayElement(splitByChar('/', l$.`ip`), 2) = ''), toInt64(32), toInt64OrZero(arrayElement(splitByChar('/', l$.`ip`), 2))), if((arrayElement(splitByChar('/', r$.`network`), 2) = ''), toInt64(32), toInt64OrZero(arrayElement(splitByChar('/', r$.`network`), 2))))))))), 'Nullable(Bool)') AS `$match1`
        FROM (
          SELECT s$.`ip` AS `ip`, s$.`$ordinal2` AS `$ordinal2`, s$.`$number1` AS `$number1`
          FROM `$rows1` AS s$
        ) AS l$
        CROSS JOIN (
          SELECT s$.`network` AS `network`
          FROM values('`network` String', ('5.8.0.0/19'), ('2.20.183.0/24')) AS s$
        ) AS r$
      ) AS s$
      WHERE ifNull(s$.`$match1`, false)
    ) AS r$ ON (l$.`$number1` = r$.`$number1`)
  ) AS s$
) AS s$
ORDER BY s$.`ip` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
