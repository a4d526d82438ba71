-- Where PostgreSQL needs another text than storage/sql/statements/cases.sql: its planner weighs the
-- key's order against a mission's index by how many missions there are, and is wrong for a small one.
-- Only that index has the order asked for here.

-- name: walk_cases_seen_in_mission
SELECT c.id, c.id, c.became_aware_time
FROM cases seen CROSS JOIN cases c
WHERE seen.mission >= :mission AND (seen.mission, seen.id) < (:mission, :after)
  AND seen.to_seq IS NULL AND {{visible seen}}
  AND c.id = seen.id AND {{live c}}
ORDER BY seen.mission DESC, seen.id DESC LIMIT :limit;

-- name: walk_cases_of_mission
SELECT c.id, c.id, c.became_aware_time
FROM cases c CROSS JOIN cases seen
WHERE c.mission >= :mission AND (c.mission, c.id) < (:mission, :after) AND {{live c}}
  AND seen.id = c.id AND seen.to_seq IS NULL AND {{visible seen}}
ORDER BY c.mission DESC, c.id DESC LIMIT :limit;
