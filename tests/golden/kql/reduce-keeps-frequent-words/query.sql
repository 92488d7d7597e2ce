WITH `$rows1` AS MATERIALIZED (
  SELECT s$.`m` AS `m`, s$.`$ordinal1` AS `$ordinal1`, s$.`m` AS `$value1`, extractAll(s$.`m`, '[A-Za-z0-9]+|[^A-Za-z0-9]+') AS `$tokens1`
  FROM values('`m` String, `$ordinal1` Nullable(Int64)', ('call 12 ended with code 408', toInt64(0)), ('call 99 ended with code 0', toInt64(1)), ('call 7 ended with code 487', toInt64(2)), ('user a joined', toInt64(3)), ('user b joined late', toInt64(4)), ('', toInt64(5))) AS s$
), `$rows2` AS MATERIALIZED (
  SELECT s$.`m` AS `m`, s$.`$ordinal1` AS `$ordinal1`, s$.`$value1` AS `$value1`, if((arrayExists((`t`, `i`) -> (match(`t`, '^[A-Za-z0-9]') AND has((
    SELECT groupArray(tuple(s$.`$place1`, s$.`$token1`)) AS `all`
    FROM (
      SELECT s$.`$token1` AS `$token1`, s$.`$place1` AS `$place1`, CAST(count(), 'Int64') AS `$size1`
      FROM (
        SELECT s$.`m` AS `m`, s$.`$ordinal1` AS `$ordinal1`, s$.`$value1` AS `$value1`, s$.`$tokens1` AS `$tokens1`, `element0$` AS `$token1`, `element1$` AS `$place1`
        FROM `$rows1` AS s$
        ARRAY JOIN s$.`$tokens1` AS `element0$`, arrayEnumerate(s$.`$tokens1`) AS `element1$`
      ) AS s$
      WHERE match(s$.`$token1`, '^[A-Za-z0-9]')
      GROUP BY s$.`$token1`, s$.`$place1`
    ) AS s$
    WHERE (s$.`$size1` > (CAST(toFloat64(0.3), 'Float64') * assumeNotNull((
      SELECT CAST(count(), 'Int64') AS `size`
      FROM `$rows1` AS s$
    ))))
  ), tuple(`i`, `t`))), s$.`$tokens1`, arrayEnumerate(s$.`$tokens1`)) = 1), replaceRegexpOne(arrayStringConcat(arrayMap((`t`, `i`) -> if((match(`t`, '^[A-Za-z0-9]') AND not(has((
    SELECT groupArray(tuple(s$.`$place1`, s$.`$token1`)) AS `all`
    FROM (
      SELECT s$.`$token1` AS `$token1`, s$.`$place1` AS `$place1`, CAST(count(), 'Int64') AS `$size1`
      FROM (
        SELECT s$.`m` AS `m`, s$.`$ordinal1` AS `$ordinal1`, s$.`$value1` AS `$value1`, s$.`$tokens1` AS `$tokens1`, `element0$` AS `$token1`, `element1$` AS `$place1`
        FROM `$rows1` AS s$
        ARRAY JOIN s$.`$tokens1` AS `element0$`, arrayEnumerate(s$.`$tokens1`) AS `element1$`
      ) AS s$
      WHERE match(s$.`$token1`, '^[A-Za-z0-9]')
      GROUP BY s$.`$token1`, s$.`$place1`
    ) AS s$
    WHERE (s$.`$size1` > (CAST(toFloat64(0.3), 'Float64') * assumeNotNull((
      SELECT CAST(count(), 'Int64') AS `size`
      FROM `$rows1` AS s$
    ))))
  ), tuple(`i`, `t`)))), '*', `t`), s$.`$tokens1`, arrayEnumerate(s$.`$tokens1`))), '\\*([^A-Za-z0-9]+\\*)+$', '*'), '') AS `$own1`
  FROM `$rows1` AS s$
)
SELECT s$.`$pattern1` AS `Pattern`, CAST(count(), 'Int64') AS `Count`, if((s$.`$pattern1` = 'others'), '', min(s$.`$value1`)) AS `Representative`
FROM (
  SELECT s$.`$value1` AS `$value1`, if((not((s$.`$own1` = '')) AND has((
    SELECT groupArray(s$.`$own1`) AS `all`
    FROM (
      SELECT s$.`$own1` AS `$own1`, CAST(count(), 'Int64') AS `$size2`
      FROM `$rows2` AS s$
      GROUP BY s$.`$own1`
    ) AS s$
    WHERE (s$.`$size2` > (CAST(toFloat64(0.3), 'Float64') * assumeNotNull((
      SELECT CAST(count(), 'Int64') AS `size`
      FROM `$rows1` AS s$
    ))))
  ), s$.`$own1`)), s$.`$own1`, 'others') AS `$pattern1`
  FROM `$rows2` AS s$
) AS s$
GROUP BY s$.`$pattern1`
ORDER BY s$.`$pattern1` ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
