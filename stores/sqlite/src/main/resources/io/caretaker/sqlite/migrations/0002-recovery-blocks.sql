-- Since when a service is left alone until a person has looked at it.
ALTER TABLE recovery_states ADD COLUMN blocked_since INTEGER;
