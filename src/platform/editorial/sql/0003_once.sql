-- What was sent from one page, so that it is done once.
CREATE TABLE editorial_sending (
  digest TEXT NOT NULL PRIMARY KEY,  -- of what was sent, by whom, from which page
  result TEXT NOT NULL,              -- the id of what came of it
  at INTEGER NOT NULL                -- seconds since 1970-01-01T00:00:00Z
) STRICT;
CREATE INDEX editorial_sending_at ON editorial_sending (at);
