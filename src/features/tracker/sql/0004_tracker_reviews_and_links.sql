-- Who recorded a review that was held, when it was recorded here: a person's public id. Empty for one of a file that says nobody.
ALTER TABLE programme_review ADD COLUMN author TEXT NOT NULL DEFAULT '';

-- What a measure has to do with: a case, a resource, another programme… An address of ours (/cas/…) or of the web.
CREATE TABLE programme_link (
  programme TEXT NOT NULL,
  position INTEGER NOT NULL,
  number TEXT NOT NULL,                   -- of the measure
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  evidence TEXT NOT NULL CHECK (evidence <> ''),
  source TEXT NOT NULL,
  PRIMARY KEY (programme, position),
  FOREIGN KEY (programme, number) REFERENCES programme_objective (programme, number) DEFERRABLE INITIALLY DEFERRED
) STRICT;
