-- What stands in the history is not changed and not taken away, whoever asks.
CREATE TRIGGER programme_change_stands BEFORE UPDATE ON programme_change BEGIN
  SELECT RAISE(ABORT, 'the history of a programme is only added to');
END;

CREATE TRIGGER programme_change_stays BEFORE DELETE ON programme_change BEGIN
  SELECT RAISE(ABORT, 'the history of a programme is only added to');
END;
