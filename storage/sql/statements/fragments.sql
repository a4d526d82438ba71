-- The wall, in one place: a case is seen by those whose missions it is in, unless a conflict of
-- interest stands between. Mission names hold no LIKE wildcard (proto/support/resource_name.h).
-- fragment: visible(c)
(:viewer_all = 1 OR :viewer_missions LIKE '%|' || $c.mission || '|%')
  AND NOT EXISTS (SELECT 1 FROM walls wall_row
                  WHERE wall_row.case_name = $c.id AND wall_row.principal = :viewer_principal
                    AND wall_row.to_seq IS NULL);
-- A screening is seen by the organisation that asked, and by adjudicators.
-- fragment: requested(s)
(:viewer_adjudicates = 1 OR $s.requester_organisation = :viewer_organisation);
