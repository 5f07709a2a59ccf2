-- The execution store. JSON is text here: jsonb would change numbers and the order of keys, and refuses \u0000. Text that may hold what PostgreSQL's
-- text cannot is escaped by the engine (PostgresText).
CREATE TABLE executions (
  seq                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id                  text NOT NULL UNIQUE,
  workflow            text NOT NULL,
  version             text NOT NULL,
  status              text NOT NULL,
  source              text NOT NULL,
  created_at          timestamptz NOT NULL,
  started_at          timestamptz,
  completed_at        timestamptz,
  duration_ms         double precision,
  trace_id            text,
  span_id             text,
  trace_parent        text, -- of the caller
  inputs              text NOT NULL,
  output              text,
  error               text,
  steps               text NOT NULL, -- every step as it was at first or at the end, in file order; those in the table steps win
  parent_execution_id text,
  parent_step_id      text,
  parent_item         integer,
  parent_attempt      integer,
  definition          text NOT NULL,
  stop_error          text,
  owner               text NOT NULL,
  claim               uuid NOT NULL,              -- what its owner has to show with each write; a new one with each takeover
  epoch               integer NOT NULL DEFAULT 1, -- how many owners it had
  recoveries          integer NOT NULL DEFAULT 0, -- since recovered_steps last grew
  recovered_steps     integer NOT NULL DEFAULT 0  -- recorded when it was last taken over
);
CREATE INDEX executions_newest ON executions (created_at, seq);
CREATE INDEX executions_workflow ON executions (workflow, created_at, seq);
CREATE INDEX executions_failed ON executions (status, created_at, seq) WHERE status IN ('failed', 'cancelled', 'timed_out');
CREATE INDEX executions_unfinished ON executions (owner, seq) WHERE status IN ('pending', 'running');
CREATE INDEX executions_ended ON executions (coalesce(completed_at, created_at), seq) WHERE status NOT IN ('pending', 'running');
CREATE INDEX executions_parent ON executions (parent_execution_id, seq) WHERE parent_execution_id IS NOT NULL;

-- written: the owner's epoch and the number of its write, so that a write that is repeated, as nobody knows whether it was committed, is there once.
CREATE TABLE steps (
  execution_id text NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
  id           text NOT NULL,
  written      bigint NOT NULL,
  type         text NOT NULL,
  status       text NOT NULL,
  attempt      integer NOT NULL,
  max_attempts integer NOT NULL,
  started_at   timestamptz,
  duration_ms  double precision,
  output       text,
  error        text,
  skip_reason  text,
  root_cause   text,
  log          text,
  PRIMARY KEY (execution_id, id)
);
CREATE TABLE attempts (
  execution_id       text NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
  written            bigint NOT NULL,
  place              bigint NOT NULL,
  step_id            text NOT NULL,
  item               integer,
  attempt            integer NOT NULL,
  started_at         timestamptz NOT NULL,
  duration_ms        double precision NOT NULL,
  error              text,
  child_execution_id text,
  PRIMARY KEY (execution_id, written, place)
);
CREATE TABLE tool_calls (
  execution_id text NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
  written      bigint NOT NULL,
  place        bigint NOT NULL,
  step_id      text NOT NULL,
  item         integer,
  attempt      integer NOT NULL,
  tool         text NOT NULL,
  server       text,
  arguments    text NOT NULL,
  started_at   timestamptz NOT NULL,
  duration_ms  double precision NOT NULL,
  error        text,
  PRIMARY KEY (execution_id, written, place)
);
CREATE TABLE logs (
  seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  execution_id text NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
  at           timestamptz NOT NULL,
  level        text NOT NULL,
  component    text NOT NULL,
  step_id      text,
  message      text NOT NULL
);
CREATE INDEX logs_execution ON logs (execution_id, seq);
CREATE TABLE log_writers ( -- the last batch of lines of each engine, so that one that is repeated is there once
  id   uuid PRIMARY KEY,
  last bigint NOT NULL,
  at   timestamptz NOT NULL
);
CREATE TABLE health (id integer PRIMARY KEY CHECK (id = 1), checked_at timestamptz NOT NULL);

-- In any case, as the other stores compare: the database's own collation may know no letters beyond ASCII, so ICU's root collation does it.
CREATE FUNCTION has_text(value text, sought text, escaped text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT strpos(lower(value COLLATE "und-x-icu"), lower(sought COLLATE "und-x-icu")) > 0
      OR (escaped <> sought AND strpos(lower(value COLLATE "und-x-icu"), lower(escaped COLLATE "und-x-icu")) > 0)
$$;
CREATE FUNCTION json_valid(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  PERFORM value::json;
  RETURN true;
EXCEPTION WHEN others THEN
  RETURN false;
END
$$;
