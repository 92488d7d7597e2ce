SELECT reinterpret((((reinterpretAsInt64(s.`TimeGenerated`) + toInt64(621355968000000000)) - positiveModulo((reinterpretAsInt64(s.`TimeGenerated`) + toInt64(621355968000000000)), toInt64(36000000000))) - toInt64(621355968000000000)), 'DateTime64(7, \'UTC\')') AS `TimeGenerated`, CAST(count(), 'Int64') AS `n`
FROM `test`.`Calls` AS s
WHERE (s.`TimeGenerated` > toDateTime64('2024-06-15 08:10:00.0000000', 7, 'UTC'))
GROUP BY reinterpret((((reinterpretAsInt64(s.`TimeGenerated`) + toInt64(621355968000000000)) - positiveModulo((reinterpretAsInt64(s.`TimeGenerated`) + toInt64(621355968000000000)), toInt64(36000000000))) - toInt64(621355968000000000)), 'DateTime64(7, \'UTC\')')
ORDER BY reinterpret((((reinterpretAsInt64(s.`TimeGenerated`) + toInt64(621355968000000000)) - positiveModulo((reinterpretAsInt64(s.`TimeGenerated`) + toInt64(621355968000000000)), toInt64(36000000000))) - toInt64(621355968000000000)), 'DateTime64(7, \'UTC\')') ASC NULLS FIRST
SETTINGS join_use_nulls = 0, enable_materialized_cte = 1, output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1, output_format_json_quote_decimals = 1, enable_positional_arguments = 0
