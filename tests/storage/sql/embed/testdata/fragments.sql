-- What a viewer may see; judged now.
-- fragment: visible(c)
$c.level <= :viewer_level
OR EXISTS (SELECT 1 FROM wall w WHERE w.case_id = $c.entity AND {{live w}});
