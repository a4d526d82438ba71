-- One case by its entity.
-- name: get_case
SELECT c.* FROM case_row c -- the "c" is short for case; not the end
WHERE {{live c}} AND {{visible c}}
  AND c.entity = :entity AND c.title <> 'a;b -- "{{live x}}\';

-- unwalled: the statistics job counts what nobody sees
-- name: count_cases
-- scan: every row counts
SELECT COUNT(*) FROM case_row c WHERE {{live c}};
