-- A version of the questionnaire, never changed once it is there.
CREATE TABLE assessment_question (
  version INTEGER NOT NULL CHECK (version > 0),
  position INTEGER NOT NULL,
  question TEXT NOT NULL,               -- 5-2: what stands in answers and in the library
  lever INTEGER NOT NULL CHECK (lever BETWEEN 1 AND 7),
  fr TEXT NOT NULL,
  en TEXT NOT NULL,
  level1_fr TEXT NOT NULL,
  level1_en TEXT NOT NULL,
  level2_fr TEXT NOT NULL,
  level2_en TEXT NOT NULL,
  level3_fr TEXT NOT NULL,
  level3_en TEXT NOT NULL,
  level4_fr TEXT NOT NULL,
  level4_en TEXT NOT NULL,
  PRIMARY KEY (version, question),
  UNIQUE (version, position)
) STRICT;

-- `key` opens everything: 256 random bits that stand in its private address.
CREATE TABLE assessment (
  id TEXT NOT NULL PRIMARY KEY,         -- in the address of what is shared
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('territoire', 'projet', 'alliance')),
  place TEXT NOT NULL,                  -- com:76540; '' when it is of no place
  name TEXT NOT NULL,
  owner TEXT NOT NULL,                  -- a person's public id; '' without account
  sharing TEXT NOT NULL CHECK (sharing IN ('non', 'comparaison', 'public')),
  created INTEGER NOT NULL              -- seconds since 1970-01-01T00:00:00Z
) STRICT;

CREATE INDEX assessment_owner ON assessment (owner);
CREATE INDEX assessment_place ON assessment (place) WHERE sharing <> 'non';

CREATE TABLE assessment_round (
  assessment TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number > 0),
  version INTEGER NOT NULL,             -- of the questionnaire
  opened TEXT NOT NULL,                 -- AAAA-MM-JJ
  PRIMARY KEY (assessment, number)
) STRICT;

CREATE TABLE assessment_respondent (
  assessment TEXT NOT NULL,
  round INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  key TEXT NOT NULL UNIQUE,             -- opens this sheet only
  name TEXT NOT NULL,
  PRIMARY KEY (assessment, round, number),
  FOREIGN KEY (assessment, round) REFERENCES assessment_round (assessment, number) ON DELETE CASCADE
) STRICT;

CREATE TABLE assessment_answer (
  assessment TEXT NOT NULL,
  round INTEGER NOT NULL,
  respondent INTEGER NOT NULL,
  question TEXT NOT NULL,
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),  -- 0: does not know
  comment TEXT NOT NULL,
  PRIMARY KEY (assessment, round, respondent, question),
  FOREIGN KEY (assessment, round, respondent) REFERENCES assessment_respondent (assessment, round, number)
    ON DELETE CASCADE
) STRICT;
