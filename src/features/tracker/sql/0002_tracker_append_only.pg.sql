-- What stands in the history is not changed and not taken away, whoever asks.
CREATE FUNCTION programme_change_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the history of a programme is only added to' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER programme_change_stands BEFORE UPDATE OR DELETE ON programme_change
  FOR EACH ROW EXECUTE FUNCTION programme_change_refuse();
