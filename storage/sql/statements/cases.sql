-- Cases and their allegations, walls and persons. Whether a case is seen is judged by its row that is
-- live now, `seen`, also where the row of another moment is read. A statement that does not read the
-- wall says why.

-- name: get_case
SELECT c.* FROM cases c JOIN cases seen ON seen.id = c.id AND seen.to_seq IS NULL
WHERE c.id = :id AND {{live c}} AND {{visible seen}};

-- name: insert_case
INSERT INTO cases (id, from_seq, to_seq, reference, mission, channel, became_aware_time,
                   recorded_time, incident_from, incident_to, incident_country, victims,
                   fictitious, sealed_narrative, sealed_reporter, sealed_victim)
VALUES (:id, :from_seq, NULL, :reference, :mission, :channel, :became_aware_time,
        :recorded_time, :incident_from, :incident_to, :incident_country, :victims,
        :fictitious, :sealed_narrative, :sealed_reporter, :sealed_victim);

-- name: close_case
-- unwalled: closes the version that get_case read in this transaction, by its position
UPDATE cases SET to_seq = :seq WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- Lists go from the newest to the oldest. For those who see all missions. Either side may be walked
-- first, so both have the bound.
-- name: walk_cases
SELECT c.id, c.id, c.became_aware_time
FROM cases c CROSS JOIN cases seen
WHERE c.id < :after AND {{live c}}
  AND seen.id = c.id AND seen.id < :after AND seen.to_seq IS NULL AND {{visible seen}}
ORDER BY c.id DESC LIMIT :limit;

-- Those that are the mission's now, as they were then.
-- name: walk_cases_seen_in_mission
SELECT c.id, c.id, c.became_aware_time
FROM cases seen CROSS JOIN cases c
WHERE seen.mission = :mission AND seen.id < :after AND seen.to_seq IS NULL AND {{visible seen}}
  AND c.id = seen.id AND {{live c}}
ORDER BY seen.id DESC LIMIT :limit;

-- Those that were the mission's then.
-- name: walk_cases_of_mission
SELECT c.id, c.id, c.became_aware_time
FROM cases c CROSS JOIN cases seen
WHERE c.mission = :mission AND c.id < :after AND {{live c}}
  AND seen.id = c.id AND seen.to_seq IS NULL AND {{visible seen}}
ORDER BY c.id DESC LIMIT :limit;

-- name: find_allegation_in_state
-- unwalled: asked of cases that one of the walks above has shown
SELECT a.id FROM allegations a WHERE a.case_name = :case_name AND a.state = :state AND {{live a}}
LIMIT 1;

-- The newest case's reference holds the last number given out.
-- name: last_reference
-- scan: one step from the newest end
-- unwalled: a number, which a keyed permutation hides, and nothing of the case
SELECT reference FROM cases ORDER BY id DESC LIMIT 1;

-- name: get_allegation
SELECT a.* FROM allegations a JOIN cases c ON c.id = a.case_name AND c.to_seq IS NULL
WHERE a.id = :id AND {{live a}} AND {{visible c}};

-- name: insert_allegation
INSERT INTO allegations (id, from_seq, to_seq, case_name, subject_number, person, role, subcategory,
                         p5_or_above, misconduct_type, serious, state, referral, finding, proposal,
                         left_while_pending, sealed_subject, sealed_narrative)
VALUES (:id, :from_seq, NULL, :case_name, :subject_number, :person, :role, :subcategory,
        :p5_or_above, :misconduct_type, :serious, :state, :referral, :finding, :proposal,
        :left_while_pending, :sealed_subject, :sealed_narrative);

-- name: close_allegation
-- unwalled: closes the version that get_allegation read in this transaction, by its position
UPDATE allegations SET to_seq = :seq WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- name: list_allegations_of_case
SELECT a.* FROM allegations a JOIN cases c ON c.id = a.case_name AND c.to_seq IS NULL
WHERE a.case_name = :case_name AND {{live a}} AND {{visible c}} ORDER BY a.id;

-- name: list_allegations_of_person
SELECT a.* FROM allegations a JOIN cases c ON c.id = a.case_name AND c.to_seq IS NULL
WHERE a.person = :person AND {{live a}} AND {{visible c}} ORDER BY a.id;

-- name: insert_wall
INSERT INTO walls (id, from_seq, to_seq, case_name, principal)
VALUES (:id, :from_seq, NULL, :case_name, :principal);

-- name: get_person
SELECT p.* FROM persons p
WHERE p.id = :id AND {{live p}}
  AND (EXISTS (SELECT 1 FROM allegations a JOIN cases c ON c.id = a.case_name AND c.to_seq IS NULL
               WHERE a.person = p.id AND a.to_seq IS NULL AND {{visible c}})
       OR (p.creator = :viewer_principal
           AND NOT EXISTS (SELECT 1 FROM allegations a WHERE a.person = p.id AND a.to_seq IS NULL)));

-- name: insert_person
INSERT INTO persons (id, from_seq, to_seq, status, creator, sealed_subject)
VALUES (:id, :from_seq, NULL, :status, :creator, :sealed_subject);

-- name: close_person
-- unwalled: closes the version that get_person read in this transaction, by its position
UPDATE persons SET to_seq = :seq WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- name: insert_imported_line
INSERT INTO imported_lines (id, from_seq, to_seq, source, line_reference, case_name,
                            content_digest)
VALUES (:id, :from_seq, NULL, :source, :line_reference, :case_name, :content_digest);

-- name: find_imported_line
SELECT l.* FROM imported_lines l JOIN cases c ON c.id = l.case_name AND c.to_seq IS NULL
WHERE l.source = :source AND l.line_reference = :line_reference AND l.to_seq IS NULL
  AND {{visible c}};
