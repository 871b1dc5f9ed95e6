-- What was found when the address of a resource was last asked for. One row an address: several resources may share it.
CREATE TABLE resource_link (
  address TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('alive', 'moved', 'dead', 'silent', 'barred')),
  since INTEGER NOT NULL,             -- first check that found this state, seconds since 1970-01-01T00:00:00Z
  checked INTEGER NOT NULL,           -- the last check
  status INTEGER NOT NULL,            -- of HTTP; 0 without an answer
  moved_to TEXT NOT NULL              -- where a redirect leads; '' without one
) STRICT;

-- How many said that a resource served them, by day: a count and nothing about who. The bound keeps one hand from writing the figure.
CREATE TABLE resource_use (
  resource TEXT NOT NULL,
  day TEXT NOT NULL,                  -- AAAA-MM-JJ, in UTC
  uses INTEGER NOT NULL CHECK (uses BETWEEN 1 AND 20),
  PRIMARY KEY (resource, day)
) STRICT;
