-- Workflows that were put through the API. Rows are only ever added, so versions stay; the newest row of a name is what there is of it.
CREATE TABLE workflow_changes (
  revision bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name     text NOT NULL,
  version  text NOT NULL,
  source   text, -- null: it was deleted
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  change   uuid NOT NULL UNIQUE -- of the call that made it, so that one that is repeated is there once
);
CREATE INDEX workflow_changes_newest ON workflow_changes (name, revision);
