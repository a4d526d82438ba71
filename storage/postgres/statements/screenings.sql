-- Where PostgreSQL needs another text than storage/sql/statements/screenings.sql, for the reason that
-- cases.sql beside this gives.

-- name: walk_own_screenings
SELECT s.id, s.id, s.decision FROM screenings s
WHERE s.requester_organisation >= :viewer_organisation
  AND (s.requester_organisation, s.id) < (:viewer_organisation, :after) AND {{live s}}
ORDER BY s.requester_organisation DESC, s.id DESC LIMIT :limit;

-- A range of one roll, which the planner takes to be short, where it takes a roll for a third of the
-- table if there are three.
-- name: count_screenings_by_decision
SELECT s.decision, COUNT(*) AS rows FROM screenings s
WHERE s.roll >= :roll AND s.roll <= :roll AND {{live s}} AND {{requested s}} GROUP BY s.decision;

-- name: list_matches_in_state
SELECT m.* FROM matches m
WHERE m.state <= :state AND (m.state, m.id) > (:state, :after) AND m.to_seq IS NULL
  AND :viewer_adjudicates = 1
ORDER BY m.state, m.id LIMIT :limit;
