CREATE TABLE job (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  job_key TEXT NOT NULL UNIQUE,   -- what it is for: never twice
  payload TEXT NOT NULL,          -- empty once done
  state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'done', 'failed')),
  tries INTEGER NOT NULL,
  due_at INTEGER NOT NULL,        -- seconds since 1970-01-01T00:00:00Z
  changed_at INTEGER NOT NULL,
  problem TEXT NOT NULL           -- of the last try, for whoever administers
) STRICT;
CREATE INDEX job_due ON job (state, due_at);
