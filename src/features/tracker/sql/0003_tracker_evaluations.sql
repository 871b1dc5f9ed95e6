-- The horizon that an entry evaluates, in months: « 3 »; empty for a change of status that evaluates none.
ALTER TABLE programme_change ADD COLUMN months TEXT NOT NULL DEFAULT '';
