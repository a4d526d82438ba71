-- Missions, organisations and their facts: seen by everybody.

-- name: get_mission
SELECT m.* FROM missions m WHERE m.name = :name AND {{live m}};

-- name: insert_mission
INSERT INTO missions (id, from_seq, to_seq, name, title, country, country_code, mission_kind,
                      active_from, active_to)
VALUES (:id, :from_seq, NULL, :name, :title, :country, :country_code, :mission_kind,
        :active_from, :active_to);

-- name: close_mission
UPDATE missions SET to_seq = :seq WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- name: list_missions
SELECT m.* FROM missions m WHERE m.id > :after AND {{live m}}
ORDER BY m.id LIMIT :limit;

-- name: get_organisation
SELECT o.* FROM organisations o WHERE o.name = :name AND {{live o}};

-- name: insert_organisation
INSERT INTO organisations (id, from_seq, to_seq, name, title, organisation_kind, parent,
                           reporting_regime)
VALUES (:id, :from_seq, NULL, :name, :title, :organisation_kind, :parent, :reporting_regime);

-- name: close_organisation
UPDATE organisations SET to_seq = :seq WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- name: list_organisations
SELECT o.* FROM organisations o WHERE o.id > :after AND {{live o}}
ORDER BY o.id LIMIT :limit;

-- name: get_facts
SELECT o.* FROM organisation_facts o WHERE o.name = :name AND {{live o}};

-- name: insert_facts
INSERT INTO organisation_facts (id, from_seq, to_seq, name, organisation, year, personnel_total,
                                personnel_as_of, missions_total, prevention_policies,
                                lead_office, training_modes, new_initiatives, links,
                                reporting_return, return_signed_by, source)
VALUES (:id, :from_seq, NULL, :name, :organisation, :year, :personnel_total, :personnel_as_of,
        :missions_total, :prevention_policies, :lead_office, :training_modes, :new_initiatives,
        :links, :reporting_return, :return_signed_by, :source);

-- name: close_facts
UPDATE organisation_facts SET to_seq = :seq WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- name: list_organisation_facts
SELECT o.* FROM organisation_facts o WHERE o.id > :after AND {{live o}} AND (:year = 0 OR o.year = :year)
ORDER BY o.id LIMIT :limit;
