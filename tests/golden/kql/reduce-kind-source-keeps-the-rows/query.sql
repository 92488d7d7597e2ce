WITH `$rows1` AS MATERIALIZED (
  SELECT s$.`x` AS `x`, s$.`s` AS `s`, s$.`s` AS `$value1`, extractAll(s$.`s`, '[Z]+|[^Z]+') AS `$tokens1`
  FROM (
    SELECT s$.`x` AS `x`, concat('fooZ', toString(s$.`x`)) AS `s`
    FROM (
      SELECT (CAST(toInt64(1), 'Int64') + (toInt64(s$.`number`) * CAST(toInt64(1), 'Int64'))) AS `x`
      FROM numbers(assumeNotNull(if(((sign((CAST(toInt64(3), 'Int64') - CAST(toInt64(1), 'Int64'))) * sign(CAST(toInt64(1), 'Int64'))) < 0), 0, (toInt64(intDiv((CAST(toInt64(3), 'Int64') - CAST(toInt64(1), 'Int64')), CAST(toInt64(1), 'Int64'))) + 1)))) AS s$
    ) AS s$
  ) AS s$
), `$rows2` AS MATERIALIZED (
  SELECT s$.`x` AS `x`, s$.`s` AS `s`, s$.`$value1` AS `$value1`, if((arrayExists((`t`, `i`) -> (match(`t`, '^[^Z]') AND has((
    SELECT groupArray(tuple(s$.`$place1`, s$.`$token1`)) AS `all`
    FROM (
      SELECT s$.`$token1` AS `$token1`, s$.`$place1` AS `$place1`, CAST(count(), 'Int64') AS `$size1`
      FROM (
        SELECT s$.`x` AS `x`, s$.`s` AS `s`, s$.`$value1` AS `$value1`, s$.`$tokens1` AS `$tokens1`, `element0$` AS `$token1`, `element1$` AS `$place1`
        FROM `$rows1` AS s$
        ARRAY JOIN s$.`$tokens1` AS `element0$`, arrayEnumerate(s$.`$tokens1`) AS `element1$`
      ) AS s$
      WHERE match(s$.`$token1`, '^[^Z]')
      GROUP BY s$.`$token1`, s$.`$place1`
    ) AS s$
    WHERE (s$.`$size1` > (CAST(toFloat64(0.1), 'Float64') * assumeNotNull((
      SELECT CAST(count(), 'Int64') AS `size`
      FROM `$rows1` AS s$
    ))))
  ), tuple(`i`, `t`))), s$.`$tokens1`, arrayEnumerate(s$.`$tokens1`)) = 1), replaceRegexpAll(arrayStringConcat(arrayMap((`t`, `i`) -> if((match(`t`, '^[^Z]') AND not(has((
    SELECT groupArray(tuple(s$.`$place1`, s$.`$token1`)) AS `all`
    FROM (
      SELECT s$.`$token1` AS `$token1`, s$.`$place1` AS `$place1`, CAST(count(), 'Int64') AS `$size1`
      FROM (
        SELECT s$.`x` AS `x`, s$.`s` AS `s`, s$.`$value1` AS `$value1`, s$.`$tokens1` AS `$tokens1`, `element0$` AS `$token1`, `element1$` AS `$place1`
        FROM `$rows1` AS s$
        ARRAY JOIN s$.`$tokens1` AS `element0$`, arrayEnumerate(s$.`$tokens1`) AS `element1$`
      ) AS s$
      WHERE match(s$.`$token1`, '^[^Z]')
      GROUP BY s$.`$token1`, s$.`$place1`
    ) AS s$
    WHERE (s$.`$size1` > (CAST(toFloat64(0.1), 'Float64') * assumeNotNull((
      SELECT CAST(count(), 'Int64') AS `size`
      FROM `$rows1` AS s$
    ))))
  ), tuple(`i`, `t`)))), '*', `t`), s$.`$tokens1`, arrayEnumerate(s$.`$tokens1`))), '[Z]*\\*[Z*]*', '*'), '') AS `$own1`
  FROM `$rows1` AS s$
)
SELECT s$.`x` AS `x`, s$.`s` AS `s`, if((not((s$.`$own1` = '')) AND has((
  SELECT groupArray(s$.`$own1`) AS `all`
  FROM (
    SELECT s$.`$own1` AS `$own1`, CAST(count(), 'Int64') AS `$size2`
    FROM `$rows2` AS s$
    GROUP BY s$.`$own1`
  ) AS s$
  WHERE (s$.`$size2` > (CAST(toFloat64(0.1), 'Float64') * assumeNotNull((
    SELECT CAST(count(), 'Int64') AS `size`
    FROM `$rows1` AS s$
  ))))
), s$.`$own1`)), s$.`$own1`, 'others') AS `Pattern`
FROM `$rows2` AS s$
ORDER BY s$.`x` ASC NULLS LAST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
