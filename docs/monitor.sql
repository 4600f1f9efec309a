-- The yearly monitor over the tables of `iama rows --to ndjson -o rows`: ten questions, and a page with a chart.
-- Run it beside the folder `rows`: duckdb < monitor.sql

CREATE TABLE algorithms AS FROM read_json('rows/algorithms.ndjson', columns = {
    "algorithm": 'VARCHAR', "as_of": 'DATE', "organisation": 'VARCHAR', "name": 'VARCHAR',
    "category": 'VARCHAR', "phase": 'VARCHAR', "first_use": 'DATE', "register_id": 'VARCHAR',
    "fria": 'VARCHAR', "required": 'INTEGER', "settled": 'INTEGER', "blockers": 'INTEGER', "musts":
    'INTEGER', "warnings": 'INTEGER', "conditions": 'INTEGER', "conditions_met": 'INTEGER'});
CREATE TABLE assessments AS FROM read_json('rows/assessments.ndjson', columns = {
    "algorithm": 'VARCHAR', "assessment": 'VARCHAR', "withheld": 'BOOLEAN', "required": 'INTEGER',
    "settled": 'INTEGER', "decision": 'VARCHAR', "decided_on": 'DATE'});
CREATE TABLE answers AS FROM read_json('rows/answers.ndjson', columns = {
    "algorithm": 'VARCHAR', "assessment": 'VARCHAR', "question": 'VARCHAR', "number": 'VARCHAR',
    "instance": 'VARCHAR', "status": 'VARCHAR', "required": 'BOOLEAN', "official": 'BOOLEAN', "by":
    'VARCHAR', "answered_on": 'DATE', "adopted": 'BOOLEAN', "text": 'VARCHAR'});
CREATE TABLE flags AS FROM read_json('rows/flags.ndjson', columns = {
    "algorithm": 'VARCHAR', "assessment": 'VARCHAR', "flag": 'VARCHAR', "instance": 'VARCHAR',
    "state": 'VARCHAR', "severity": 'VARCHAR', "binds": 'DATE', "title": 'VARCHAR', "law":
    'VARCHAR', "response": 'VARCHAR', "responded_on": 'DATE'});
CREATE TABLE rights AS FROM read_json('rows/rights.ndjson', columns = {
    "algorithm": 'VARCHAR', "right": 'VARCHAR', "name": 'VARCHAR', "importance": 'VARCHAR',
    "extent": 'VARCHAR', "seriousness": 'VARCHAR', "level": 'INTEGER'});
CREATE TABLE actions AS FROM read_json('rows/actions.ndjson', columns = {
    "algorithm": 'VARCHAR', "assessment": 'VARCHAR', "action": 'VARCHAR', "owner": 'VARCHAR', "due":
    'VARCHAR', "state": 'VARCHAR', "blocking": 'BOOLEAN', "text": 'VARCHAR'});
CREATE TABLE approvals AS FROM read_json('rows/approvals.ndjson', columns = {
    "algorithm": 'VARCHAR', "number": 'INTEGER', "assessment": 'VARCHAR', "decision": 'VARCHAR',
    "role": 'VARCHAR', "body": 'VARCHAR', "decided_on": 'DATE', "recorded_on": 'DATE', "conditions":
    'INTEGER', "signed": 'BOOLEAN'});

-- 1. How many algorithms are there, by category and phase?
SELECT coalesce(category, 'unknown') AS category, coalesce(phase, 'unknown') AS phase, count(*) AS algorithms
FROM algorithms GROUP BY ALL ORDER BY ALL;

-- 2. Of how many was an assessment decided, by category?
SELECT coalesce(category, 'unknown') AS category, count(*) AS algorithms,
       count(*) FILTER (algorithm IN (SELECT algorithm FROM approvals)) AS decided
FROM algorithms GROUP BY ALL ORDER BY ALL;

-- 3. Which are in use without a decision to go on?
SELECT algorithm, name, first_use FROM algorithms
WHERE phase = 'use' AND algorithm NOT IN (SELECT algorithm FROM assessments WHERE decision IN ('go', 'conditions'))
ORDER BY algorithm;

-- 4. What was decided, year by year?
SELECT year(decided_on) AS year, decision, count(*) AS decisions FROM approvals GROUP BY ALL ORDER BY ALL;

-- 5. How many conditions of decisions are met?
SELECT sum(conditions) AS conditions, sum(conditions_met) AS met FROM algorithms;

-- 6. Which flags are raised most?
SELECT flag, severity, count(DISTINCT algorithm) AS algorithms FROM flags
WHERE state = 'fired' GROUP BY ALL ORDER BY algorithms DESC, flag LIMIT 10;

-- 7. Which rights are affected most, and how seriously?
SELECT "right", count(*) AS algorithms, count(*) FILTER (level = 3) AS serious FROM rights
GROUP BY ALL ORDER BY algorithms DESC, "right" LIMIT 10;

-- 8. Which action points are late?
SELECT algorithm, action, owner, due FROM actions JOIN algorithms USING (algorithm)
WHERE state NOT IN ('done', 'dropped') AND try_cast(due AS DATE) < as_of ORDER BY due, algorithm;

-- 9. Which duties begin, quarter by quarter?
SELECT year(binds) AS year, quarter(binds) AS quarter, count(DISTINCT algorithm) AS algorithms FROM flags
WHERE state = 'upcoming' GROUP BY ALL ORDER BY ALL;

-- 10. How much is answered, unknown, or kept from the public?
SELECT status, count(*) AS answers FROM answers WHERE required GROUP BY ALL ORDER BY answers DESC, status;

-- The page: how many algorithms of each category have a decision, as bars.
COPY (
    SELECT '<!doctype html><html lang="en"><meta charset="utf-8"><title>Monitor</title><h1>Monitor</h1>'
        || '<table><caption>Algorithms with a decision, by category</caption>'
        || '<tr><th scope="col">category</th><th scope="col">decided</th><th scope="col">of</th><th scope="col">share</th></tr>'
        || string_agg('<tr><th scope="row">' || category || '</th><td>' || decided || '</td><td>' || algorithms
        || '</td><td><meter min="0" max="' || algorithms || '" value="' || decided || '">'
        || round(100 * decided / algorithms) || '%</meter></td></tr>', '' ORDER BY category) || '</table></html>'
    FROM (SELECT coalesce(category, 'unknown') AS category, count(*) AS algorithms,
                 count(*) FILTER (algorithm IN (SELECT algorithm FROM approvals)) AS decided
          FROM algorithms GROUP BY ALL)
) TO 'monitor.html' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER E'\x01');
