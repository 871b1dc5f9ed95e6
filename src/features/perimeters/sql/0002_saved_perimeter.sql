-- Perimeters that somebody with an account asked to keep, under a name of their own.
CREATE TABLE saved_perimeter (
  person TEXT NOT NULL,               -- public id
  perimeter TEXT NOT NULL,            -- id of the perimeter, as its address has it
  name TEXT NOT NULL,                 -- as the person calls it; its address keeps its own
  saved_at INTEGER NOT NULL,          -- seconds since 1970-01-01T00:00:00Z
  PRIMARY KEY (person, perimeter)
) STRICT;
