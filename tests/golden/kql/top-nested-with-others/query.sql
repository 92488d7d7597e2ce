SELECT s$.`State` AS `State`, s$.`aggregated_State` AS `aggregated_State`, s$.`Source` AS `Source`, s$.`aggregated_Source` AS `aggregated_Source`, s$.`Place` AS `Place`, s$.`aggregated_Place` AS `aggregated_Place`
FROM (
  SELECT s$.`State` AS `State`, s$.`aggregated_State` AS `aggregated_State`, s$.`Source` AS `Source`, s$.`aggregated_Source` AS `aggregated_Source`, s$.`Place` AS `Place`, CAST(s$.`aggregated_Place`, 'Nullable(Int64)') AS `aggregated_Place`
  FROM (
    SELECT s$.`State` AS `State`, any(s$.`aggregated_State`) AS `aggregated_State`, s$.`Source` AS `Source`, any(s$.`aggregated_Source`) AS `aggregated_Source`, s$.`Place` AS `Place`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_Place`
    FROM (
      SELECT l$.`State` AS `State`, l$.`Source` AS `Source`, l$.`Place` AS `Place`, l$.`v` AS `v`, r$.`aggregated_State` AS `aggregated_State`, r$.`aggregated_Source` AS `aggregated_Source`
      FROM (
        SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, s$.`Place` AS `Place`, s$.`v` AS `v`
        FROM values('`State` String, `Source` String, `Place` String, `v` Nullable(Int64)', ('KS', 'Law', 'a', toInt64(10)), ('KS', 'Law', 'b', toInt64(5)), ('KS', 'Pub', 'c', toInt64(7)), ('KS', 'Zoo', 'x', toInt64(1)), ('KS', 'Zoo', 'y', toInt64(1)), ('TX', 'Law', 'a', toInt64(20)), ('TX', 'Pub', 'b', toInt64(9)), ('TX', 'Pub', 'c', toInt64(2)), ('FL', 'Law', 'q', toInt64(3)), ('GA', 'Zoo', 'r', toInt64(2))) AS s$
      ) AS l$
      INNER JOIN (
        SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, any(s$.`aggregated_State`) AS `aggregated_State`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_Source`
        FROM (
          SELECT l$.`State` AS `State`, l$.`Source` AS `Source`, l$.`v` AS `v`, r$.`aggregated_State` AS `aggregated_State`
          FROM (
            SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, s$.`v` AS `v`
            FROM values('`State` String, `Source` String, `v` Nullable(Int64)', ('KS', 'Law', toInt64(10)), ('KS', 'Law', toInt64(5)), ('KS', 'Pub', toInt64(7)), ('KS', 'Zoo', toInt64(1)), ('KS', 'Zoo', toInt64(1)), ('TX', 'Law', toInt64(20)), ('TX', 'Pub', toInt64(9)), ('TX', 'Pub', toInt64(2)), ('FL', 'Law', toInt64(3)), ('GA', 'Zoo', toInt64(2))) AS s$
          ) AS l$
          INNER JOIN (
            SELECT s$.`State` AS `State`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_State`
            FROM values('`State` String, `v` Nullable(Int64)', ('KS', toInt64(10)), ('KS', toInt64(5)), ('KS', toInt64(7)), ('KS', toInt64(1)), ('KS', toInt64(1)), ('TX', toInt64(20)), ('TX', toInt64(9)), ('TX', toInt64(2)), ('FL', toInt64(3)), ('GA', toInt64(2))) AS s$
            GROUP BY s$.`State`
            ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
            LIMIT 2
          ) AS r$ ON (l$.`State` = r$.`State`)
        ) AS s$
        GROUP BY s$.`State`, s$.`Source`
        ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
        LIMIT 2 BY s$.`State`
      ) AS r$ ON ((l$.`State` = r$.`State`) AND (l$.`Source` = r$.`Source`))
    ) AS s$
    GROUP BY s$.`State`, s$.`Source`, s$.`Place`
    ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
    LIMIT 1 BY s$.`State`, s$.`Source`
  ) AS s$
  UNION ALL
  SELECT 'All other states' AS `State`, CAST(s$.`aggregated_State`, 'Nullable(Int64)') AS `aggregated_State`, '' AS `Source`, CAST(NULL, 'Nullable(Int64)') AS `aggregated_Source`, 'All other places' AS `Place`, CAST(s$.`aggregated_Place`, 'Nullable(Int64)') AS `aggregated_Place`
  FROM (
    SELECT ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_State`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_Place`, CAST(count(), 'Int64') AS `$size1`
    FROM (
      SELECT l$.`v` AS `v`
      FROM (
        SELECT s$.`State` AS `State`, s$.`v` AS `v`
        FROM values('`State` String, `v` Nullable(Int64)', ('KS', toInt64(10)), ('KS', toInt64(5)), ('KS', toInt64(7)), ('KS', toInt64(1)), ('KS', toInt64(1)), ('TX', toInt64(20)), ('TX', toInt64(9)), ('TX', toInt64(2)), ('FL', toInt64(3)), ('GA', toInt64(2))) AS s$
      ) AS l$
      LEFT ANTI JOIN (
        SELECT s$.`State` AS `State`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_State`
        FROM values('`State` String, `v` Nullable(Int64)', ('KS', toInt64(10)), ('KS', toInt64(5)), ('KS', toInt64(7)), ('KS', toInt64(1)), ('KS', toInt64(1)), ('TX', toInt64(20)), ('TX', toInt64(9)), ('TX', toInt64(2)), ('FL', toInt64(3)), ('GA', toInt64(2))) AS s$
        GROUP BY s$.`State`
        ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
        LIMIT 2
      ) AS r$ ON (l$.`State` = r$.`State`)
    ) AS s$
  ) AS s$
  WHERE (s$.`$size1` > toInt64(0))
  UNION ALL
  SELECT s$.`State` AS `State`, s$.`aggregated_State` AS `aggregated_State`, '' AS `Source`, CAST(NULL, 'Nullable(Int64)') AS `aggregated_Source`, 'All other places' AS `Place`, CAST(s$.`aggregated_Place`, 'Nullable(Int64)') AS `aggregated_Place`
  FROM (
    SELECT s$.`State` AS `State`, any(s$.`aggregated_State`) AS `aggregated_State`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_Place`, CAST(count(), 'Int64') AS `$size2`
    FROM (
      SELECT l$.`State` AS `State`, l$.`v` AS `v`, l$.`aggregated_State` AS `aggregated_State`
      FROM (
        SELECT l$.`State` AS `State`, l$.`Source` AS `Source`, l$.`v` AS `v`, r$.`aggregated_State` AS `aggregated_State`
        FROM (
          SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, s$.`v` AS `v`
          FROM values('`State` String, `Source` String, `v` Nullable(Int64)', ('KS', 'Law', toInt64(10)), ('KS', 'Law', toInt64(5)), ('KS', 'Pub', toInt64(7)), ('KS', 'Zoo', toInt64(1)), ('KS', 'Zoo', toInt64(1)), ('TX', 'Law', toInt64(20)), ('TX', 'Pub', toInt64(9)), ('TX', 'Pub', toInt64(2)), ('FL', 'Law', toInt64(3)), ('GA', 'Zoo', toInt64(2))) AS s$
        ) AS l$
        INNER JOIN (
          SELECT s$.`State` AS `State`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_State`
          FROM values('`State` String, `v` Nullable(Int64)', ('KS', toInt64(10)), ('KS', toInt64(5)), ('KS', toInt64(7)), ('KS', toInt64(1)), ('KS', toInt64(1)), ('TX', toInt64(20)), ('TX', toInt64(9)), ('TX', toInt64(2)), ('FL', toInt64(3)), ('GA', toInt64(2))) AS s$
          GROUP BY s$.`State`
          ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
          LIMIT 2
        ) AS r$ ON (l$.`State` = r$.`State`)
      ) AS l$
      LEFT ANTI JOIN (
        SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_Source`
        FROM (
          SELECT l$.`State` AS `State`, l$.`Source` AS `Source`, l$.`v` AS `v`
          FROM (
            SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, s$.`v` AS `v`
            FROM values('`State` String, `Source` String, `v` Nullable(Int64)', ('KS', 'Law', toInt64(10)), ('KS', 'Law', toInt64(5)), ('KS', 'Pub', toInt64(7)), ('KS', 'Zoo', toInt64(1)), ('KS', 'Zoo', toInt64(1)), ('TX', 'Law', toInt64(20)), ('TX', 'Pub', toInt64(9)), ('TX', 'Pub', toInt64(2)), ('FL', 'Law', toInt64(3)), ('GA', 'Zoo', toInt64(2))) AS s$
          ) AS l$
          INNER JOIN (
            SELECT s$.`State` AS `State`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_State`
            FROM values('`State` String, `v` Nullable(Int64)', ('KS', toInt64(10)), ('KS', toInt64(5)), ('KS', toInt64(7)), ('KS', toInt64(1)), ('KS', toInt64(1)), ('TX', toInt64(20)), ('TX', toInt64(9)), ('TX', toInt64(2)), ('FL', toInt64(3)), ('GA', toInt64(2))) AS s$
            GROUP BY s$.`State`
            ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
            LIMIT 2
          ) AS r$ ON (l$.`State` = r$.`State`)
        ) AS s$
        GROUP BY s$.`State`, s$.`Source`
        ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
        LIMIT 2 BY s$.`State`
      ) AS r$ ON ((l$.`State` = r$.`State`) AND (l$.`Source` = r$.`Source`))
    ) AS s$
    GROUP BY s$.`State`
  ) AS s$
  WHERE (s$.`$size2` > toInt64(0))
  UNION ALL
  SELECT s$.`State` AS `State`, s$.`aggregated_State` AS `aggregated_State`, s$.`Source` AS `Source`, s$.`aggregated_Source` AS `aggregated_Source`, 'All other places' AS `Place`, CAST(s$.`aggregated_Place`, 'Nullable(Int64)') AS `aggregated_Place`
  FROM (
    SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, any(s$.`aggregated_State`) AS `aggregated_State`, any(s$.`aggregated_Source`) AS `aggregated_Source`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_Place`, CAST(count(), 'Int64') AS `$size3`
    FROM (
      SELECT l$.`State` AS `State`, l$.`Source` AS `Source`, l$.`v` AS `v`, l$.`aggregated_State` AS `aggregated_State`, l$.`aggregated_Source` AS `aggregated_Source`
      FROM (
        SELECT l$.`State` AS `State`, l$.`Source` AS `Source`, l$.`Place` AS `Place`, l$.`v` AS `v`, r$.`aggregated_State` AS `aggregated_State`, r$.`aggregated_Source` AS `aggregated_Source`
        FROM (
          SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, s$.`Place` AS `Place`, s$.`v` AS `v`
          FROM values('`State` String, `Source` String, `Place` String, `v` Nullable(Int64)', ('KS', 'Law', 'a', toInt64(10)), ('KS', 'Law', 'b', toInt64(5)), ('KS', 'Pub', 'c', toInt64(7)), ('KS', 'Zoo', 'x', toInt64(1)), ('KS', 'Zoo', 'y', toInt64(1)), ('TX', 'Law', 'a', toInt64(20)), ('TX', 'Pub', 'b', toInt64(9)), ('TX', 'Pub', 'c', toInt64(2)), ('FL', 'Law', 'q', toInt64(3)), ('GA', 'Zoo', 'r', toInt64(2))) AS s$
        ) AS l$
        INNER JOIN (
          SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, any(s$.`aggregated_State`) AS `aggregated_State`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_Source`
          FROM (
            SELECT l$.`State` AS `State`, l$.`Source` AS `Source`, l$.`v` AS `v`, r$.`aggregated_State` AS `aggregated_State`
            FROM (
              SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, s$.`v` AS `v`
              FROM values('`State` String, `Source` String, `v` Nullable(Int64)', ('KS', 'Law', toInt64(10)), ('KS', 'Law', toInt64(5)), ('KS', 'Pub', toInt64(7)), ('KS', 'Zoo', toInt64(1)), ('KS', 'Zoo', toInt64(1)), ('TX', 'Law', toInt64(20)), ('TX', 'Pub', toInt64(9)), ('TX', 'Pub', toInt64(2)), ('FL', 'Law', toInt64(3)), ('GA', 'Zoo', toInt64(2))) AS s$
            ) AS l$
            INNER JOIN (
              SELECT s$.`State` AS `State`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_State`
              FROM values('`State` String, `v` Nullable(Int64)', ('KS', toInt64(10)), ('KS', toInt64(5)), ('KS', toInt64(7)), ('KS', toInt64(1)), ('KS', toInt64(1)), ('TX', toInt64(20)), ('TX', toInt64(9)), ('TX', toInt64(2)), ('FL', toInt64(3)), ('GA', toInt64(2))) AS s$
              GROUP BY s$.`State`
              ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
              LIMIT 2
            ) AS r$ ON (l$.`State` = r$.`State`)
          ) AS s$
          GROUP BY s$.`State`, s$.`Source`
          ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
          LIMIT 2 BY s$.`State`
        ) AS r$ ON ((l$.`State` = r$.`State`) AND (l$.`Source` = r$.`Source`))
      ) AS l$
      LEFT ANTI JOIN (
        SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, s$.`Place` AS `Place`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_Place`
        FROM (
          SELECT l$.`State` AS `State`, l$.`Source` AS `Source`, l$.`Place` AS `Place`, l$.`v` AS `v`
          FROM (
            SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, s$.`Place` AS `Place`, s$.`v` AS `v`
            FROM values('`State` String, `Source` String, `Place` String, `v` Nullable(Int64)', ('KS', 'Law', 'a', toInt64(10)), ('KS', 'Law', 'b', toInt64(5)), ('KS', 'Pub', 'c', toInt64(7)), ('KS', 'Zoo', 'x', toInt64(1)), ('KS', 'Zoo', 'y', toInt64(1)), ('TX', 'Law', 'a', toInt64(20)), ('TX', 'Pub', 'b', toInt64(9)), ('TX', 'Pub', 'c', toInt64(2)), ('FL', 'Law', 'q', toInt64(3)), ('GA', 'Zoo', 'r', toInt64(2))) AS s$
          ) AS l$
          INNER JOIN (
            SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_Source`
            FROM (
              SELECT l$.`State` AS `State`, l$.`Source` AS `Source`, l$.`v` AS `v`
              FROM (
                SELECT s$.`State` AS `State`, s$.`Source` AS `Source`, s$.`v` AS `v`
                FROM values('`State` String, `Source` String, `v` Nullable(Int64)', ('KS', 'Law', toInt64(10)), ('KS', 'Law', toInt64(5)), ('KS', 'Pub', toInt64(7)), ('KS', 'Zoo', toInt64(1)), ('KS', 'Zoo', toInt64(1)), ('TX', 'Law', toInt64(20)), ('TX', 'Pub', toInt64(9)), ('TX', 'Pub', toInt64(2)), ('FL', 'Law', toInt64(3)), ('GA', 'Zoo', toInt64(2))) AS s$
              ) AS l$
              INNER JOIN (
                SELECT s$.`State` AS `State`, ifNull(sum(s$.`v`), toInt64(0)) AS `aggregated_State`
                FROM values('`State` String, `v` Nullable(Int64)', ('KS', toInt64(10)), ('KS', toInt64(5)), ('KS', toInt64(7)), ('KS', toInt64(1)), ('KS', toInt64(1)), ('TX', toInt64(20)), ('TX', toInt64(9)), ('TX', toInt64(2)), ('FL', toInt64(3)), ('GA', toInt64(2))) AS s$
                GROUP BY s$.`State`
                ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
                LIMIT 2
              ) AS r$ ON (l$.`State` = r$.`State`)
            ) AS s$
            GROUP BY s$.`State`, s$.`Source`
            ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
            LIMIT 2 BY s$.`State`
          ) AS r$ ON ((l$.`State` = r$.`State`) AND (l$.`Source` = r$.`Source`))
        ) AS s$
        GROUP BY s$.`State`, s$.`Source`, s$.`Place`
        ORDER BY ifNull(sum(s$.`v`), toInt64(0)) DESC NULLS LAST
        LIMIT 1 BY s$.`State`, s$.`Source`
      ) AS r$ ON ((l$.`State` = r$.`State`) AND (l$.`Source` = r$.`Source`) AND (l$.`Place` = r$.`Place`))
    ) AS s$
    GROUP BY s$.`State`, s$.`Source`
  ) AS s$
  WHERE (s$.`$size3` > toInt64(0))
) AS s$
ORDER BY s$.`aggregated_State` DESC NULLS LAST, s$.`aggregated_Source` DESC NULLS LAST, s$.`aggregated_Place` DESC NULLS LAST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, enable_extended_results_for_datetime_functions = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0, max_parser_depth = 5000, output_format_json_escape_forward_slashes = 0
