-- How far somebody with an account is on a guided path, when they asked to keep it.
CREATE TABLE path_progress (
  person TEXT NOT NULL,               -- public id
  path TEXT NOT NULL,                 -- id of the path
  done TEXT NOT NULL,                 -- numbers of the steps done: « 1.3 »
  saved_at INTEGER NOT NULL,          -- seconds since 1970-01-01T00:00:00Z
  PRIMARY KEY (person, path)
) STRICT;
