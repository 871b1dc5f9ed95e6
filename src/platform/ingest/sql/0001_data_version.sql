-- Every data set ever loaded keeps its rows; one version of each set is the current one.
CREATE TABLE data_version (
  id INTEGER NOT NULL PRIMARY KEY,
  data_set TEXT NOT NULL,
  version TEXT NOT NULL,       -- digest of what it was made of
  title TEXT NOT NULL,         -- for the reader of a list of versions
  imported_at INTEGER NOT NULL, -- seconds since 1970-01-01T00:00:00Z
  is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
  report TEXT NOT NULL,        -- JSON, ingest::Report::json
  UNIQUE (data_set, version)
) STRICT;

CREATE UNIQUE INDEX data_version_current ON data_version (data_set) WHERE is_current = 1;
