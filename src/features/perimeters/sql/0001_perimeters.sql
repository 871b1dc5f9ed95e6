-- Perimeters too long for an address. The id is made of the content, so that a row never changes; nobody's data: a name that a reader
-- gave and codes of communes.
CREATE TABLE perimeter (
  id TEXT NOT NULL PRIMARY KEY,
  content TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;
