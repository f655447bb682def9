-- How much of a scenario's window the samples of each series, of each source of series and of each family of a source cover;
-- CoverageVerdict says what that means.
--
-- $1 scenario   $2 start of its window   $3 its end        (ns since the epoch, UTC)
-- $4 for how long before its start a sample gives a value  (ns, as all that follow)
-- $5 how long a gap may be   $6 how long, where samples have times of their own
-- $7 how far apart samples are to be
-- $8 the job of what a fault of the stack was done to, $9 its name, which series of it have as a label; '' where none was
-- $10 from when, and   $11 until when it may show

-- All samples that say anything of the window; without a value one says that its series had ended.
WITH point AS (
  SELECT series, metric, labels, epoch_ns(time) AS nanos, value IS NOT NULL AS has_value FROM samples
  WHERE scenario = $1 AND epoch_ns(time) >= $2 - $4 AND epoch_ns(time) <= $3),

-- What tells series with the same times apart from others: a number that all their times add up to.
timed AS MATERIALIZED (
  SELECT series, metric, labels, count(*) AS points, sum(hash(nanos, has_value)) AS digest FROM point GROUP BY ALL),

series AS (
  SELECT metric, labels, coalesce(json_extract_string(labels, '$.job') = $8, false) AS of_target_itself,
    concat_ws(' ', json_extract_string(labels, '$.job'), json_extract_string(labels, '$.instance')) AS source
  FROM (SELECT DISTINCT metric, labels FROM timed)),

scraped AS (SELECT DISTINCT source FROM series WHERE starts_with(metric, 'scrape_')),

-- A number for what is judged as one series: of a source that sends, all series of a metric. What is said of a scrape is
-- there when the scrape fails, too, and tells nothing of its source.
numbered AS MATERIALIZED (
  SELECT metric, labels, source, of_target_itself,
    of_target_itself OR ($9 <> '' AND contains(labels::VARCHAR, '"' || $9 || '"')) AS of_target,
    split_part(metric, '_', 1) AS word, metric = 'up' AS is_up,
    metric <> 'up' AND NOT starts_with(metric, 'scrape_') AS tells,
    dense_rank() OVER (ORDER BY metric, source, CASE WHEN scraped.source IS NULL THEN '' ELSE labels END) AS id
  FROM series LEFT JOIN scraped USING (source)),

named AS (
  SELECT id,
    CASE WHEN count(*) = 1 THEN min(metric || labels) ELSE format('{} of {}', min(metric), min(source)) END AS name
  FROM numbered GROUP BY id),

-- Most series of a source have the same times, those of a scrape: the times of the first such are asked for all of them.
alike AS MATERIALIZED (
  SELECT id, min(id) OVER (PARTITION BY source, word, is_up, tells, points, digest, of_target, of_target_itself) AS first_id
  FROM (
    SELECT id, source, word, is_up, tells, sum(points) AS points, sum(digest) AS digest,
      sum(digest) FILTER (of_target) AS of_target, sum(digest) FILTER (of_target_itself) AS of_target_itself
    FROM numbered JOIN timed USING (metric, labels) GROUP BY id, source, word, is_up, tells)),

asked AS MATERIALIZED (
  SELECT * FROM numbered WHERE id IN (SELECT first_id FROM alike)),

sample AS MATERIALIZED (
  SELECT id, source, word, is_up, tells, of_target, of_target_itself, nanos, has_value
  FROM (SELECT * FROM point WHERE series IN (SELECT series FROM timed JOIN asked USING (metric, labels)))
  JOIN asked USING (metric, labels)),

-- Series that are scraped and have samples at times other than those of the scrapes.
scrape AS (SELECT DISTINCT source, nanos, true AS is_scrape FROM sample WHERE is_up),
own AS (
  SELECT id FROM sample JOIN scraped USING (source) LEFT JOIN scrape USING (source, nanos)
  WHERE has_value GROUP BY id HAVING bool_or(is_scrape IS NULL)),

one AS (
  SELECT sample.*, CASE WHEN own.id IS NULL THEN $5 ELSE $6 END AS gap
  FROM sample LEFT JOIN own USING (id)),

told AS (SELECT * FROM one WHERE has_value AND tells),

-- Series by their number; sources, and their families by a word, as if each were one series.
judged AS (
  SELECT id, '' AS source, '' AS word, of_target, nanos, has_value, gap FROM one
  UNION ALL
  SELECT NULL, source, '', bool_or(of_target_itself), nanos, true, min(gap) FROM told GROUP BY source, nanos
  UNION ALL
  SELECT NULL, source, word, bool_or(of_target_itself), nanos, true, min(gap) FROM told GROUP BY source, word, nanos),

-- From each sample to the next, or to the end of the window.
stretch AS (
  SELECT id, source, word, of_target, nanos, has_value, gap,
    coalesce(lead(nanos) OVER line, $3) AS until,
    coalesce(lead(has_value) OVER line, true) AS goes_on,
    lead(nanos) OVER line IS NULL AS is_last
  FROM judged WINDOW line AS (PARTITION BY id, source, word ORDER BY nanos)),

gapped AS (
  SELECT *, CASE WHEN has_value AND goes_on THEN until - greatest(nanos, $2) ELSE -1 END AS within FROM stretch),

-- What the target of a fault does not tell meanwhile is what the fault does. Before and after it, it must tell.
loss AS (
  SELECT *,
    CASE WHEN within <= gap THEN 0
      WHEN of_target AND nanos < $11 AND until > $10 THEN
        CASE WHEN $10 - greatest(nanos, $2) > gap THEN $10 - greatest(nanos, $2) - $7 ELSE 0 END
        + CASE WHEN until - $11 > gap THEN until - $11 - $7 ELSE 0 END
      ELSE least(until - nanos - $7, within) END AS lost
  FROM gapped),

covered AS (
  SELECT id, source, word, min(nanos) FILTER (has_value) AS first, max(nanos) FILTER (has_value) AS last,
    bool_or(is_last AND NOT has_value) AS ended, any_value(gap) AS gap, sum(lost) AS lost,
    arg_max(greatest(nanos, $2), within) AS longest_at, max(within) AS longest
  FROM loss GROUP BY id, source, word)

SELECT
  CASE WHEN covered.id IS NOT NULL THEN 'SERIES' WHEN word = '' THEN 'SOURCE' ELSE 'FAMILY' END,
  CASE WHEN covered.id IS NOT NULL THEN name
    WHEN word = '' THEN 'all series of ' || covered.source
    ELSE format('all {}_… series of {}', word, covered.source) END,
  -- Whether it lived through the window.
  CASE WHEN covered.id IS NULL AND word = '' THEN true
    WHEN covered.id IS NULL THEN first <= $2 + gap
    ELSE NOT ended AND first <= $2 + gap AND last >= $3 - gap END AS lived,
  -- How much is lost, up to the first sample, too; then the longest gap.
  lost + CASE WHEN first - $2 > gap THEN first - $2 - $7 ELSE 0 END,
  CASE WHEN first - $2 > longest THEN $2 ELSE longest_at END,
  greatest(longest, first - $2)
FROM covered LEFT JOIN alike ON alike.first_id = covered.id LEFT JOIN named ON named.id = alike.id
WHERE covered.id IS NOT NULL OR last >= $2
