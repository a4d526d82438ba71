-- Cases and their allegations, walls and persons. Every statement reads the wall.

-- name: get_case
SELECT c.* FROM cases c WHERE c.id = :id AND {{live c}} AND {{visible c}};

-- name: insert_case
INSERT INTO cases (id, from_seq, to_seq, reference, mission, channel, became_aware_time,
                   recorded_time, incident_from, incident_to, incident_country, victims,
                   external_references, fictitious, sealed_narrative, sealed_reporter, sealed_victim)
VALUES (:id, :from_seq, NULL, :reference, :mission, :channel, :became_aware_time,
        :recorded_time, :incident_from, :incident_to, :incident_country, :victims,
        :external_references, :fictitious, :sealed_narrative, :sealed_reporter, :sealed_victim);

-- name: close_case
-- unwalled: closes the version that get_case read in this transaction, by its position
UPDATE cases SET to_seq = :seq WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- For those who see all missions.
-- name: list_cases
SELECT c.* FROM cases c
WHERE c.id < :before AND {{live c}} AND {{visible c}}
  AND (:received_from IS NULL OR c.became_aware_time >= :received_from)
  AND (:received_before IS NULL OR c.became_aware_time < :received_before)
  AND (:state = 0 OR EXISTS (SELECT 1 FROM allegations a
                             WHERE a.case_name = c.id AND a.state = :state AND {{live a}}))
ORDER BY c.id DESC LIMIT :limit;

-- name: list_cases_of_mission
SELECT c.* FROM cases c
WHERE c.mission = :mission AND c.id < :before AND {{live c}} AND {{visible c}}
  AND (:received_from IS NULL OR c.became_aware_time >= :received_from)
  AND (:received_before IS NULL OR c.became_aware_time < :received_before)
  AND (:state = 0 OR EXISTS (SELECT 1 FROM allegations a
                             WHERE a.case_name = c.id AND a.state = :state AND {{live a}}))
ORDER BY c.id DESC LIMIT :limit;

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
                         p5_or_above, misconduct_type, serious, state, referral, investigation,
                         finding, actions, closure, proposal, left_while_pending, sealed_subject,
                         sealed_narrative)
VALUES (:id, :from_seq, NULL, :case_name, :subject_number, :person, :role, :subcategory,
        :p5_or_above, :misconduct_type, :serious, :state, :referral, :investigation,
        :finding, :actions, :closure, :proposal, :left_while_pending, :sealed_subject,
        :sealed_narrative);

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
