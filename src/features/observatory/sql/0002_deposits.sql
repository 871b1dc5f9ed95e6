-- A version of a set that came from a file somebody declared: where it comes from, beside its rows in the tables of 0001.
CREATE TABLE observatory_deposit (
  version INTEGER NOT NULL PRIMARY KEY,
  data_set TEXT NOT NULL,
  title_fr TEXT NOT NULL,
  title_en TEXT NOT NULL,
  producer TEXT NOT NULL,
  relay TEXT NOT NULL,
  source TEXT NOT NULL,        -- address or words
  licence TEXT NOT NULL,
  licence_url TEXT NOT NULL,
  vintage TEXT NOT NULL,
  file TEXT NOT NULL,
  digest TEXT NOT NULL,        -- SHA-256 of the file
  cog INTEGER NOT NULL,        -- of its codes
  mapping TEXT NOT NULL        -- the declaration, TOML
) STRICT;
