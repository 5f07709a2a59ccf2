-- A store as schema version 6 made it. Never changed: a file like it may be anywhere.
CREATE TABLE executions (
  seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
  id                  TEXT NOT NULL UNIQUE,
  workflow            TEXT NOT NULL,
  version             TEXT NOT NULL,
  status              TEXT NOT NULL,
  source              TEXT NOT NULL,
  created_at          TEXT NOT NULL,
  started_at          TEXT,
  completed_at        TEXT,
  duration_ms         REAL,
  trace_id            TEXT,
  inputs              TEXT NOT NULL,
  output              TEXT,
  error               TEXT,
  steps               TEXT NOT NULL, -- every step as it was at first or at the end, in file order; those in the table steps win
  parent_execution_id TEXT,
  parent_step_id      TEXT,
  definition          TEXT NOT NULL,
  owner               TEXT NOT NULL
);
CREATE INDEX executions_newest ON executions (created_at, seq);
CREATE INDEX executions_workflow ON executions (workflow, created_at, seq);
CREATE INDEX executions_unfinished ON executions (seq) WHERE status IN ('pending', 'running');
CREATE TABLE steps (
  execution_id TEXT NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
  id           TEXT NOT NULL,
  type         TEXT NOT NULL,
  status       TEXT NOT NULL,
  attempt      INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  started_at   TEXT,
  duration_ms  REAL,
  output       TEXT,
  error        TEXT,
  skip_reason  TEXT,
  root_cause   TEXT,
  log          TEXT,
  PRIMARY KEY (execution_id, id)
);
CREATE TABLE attempts (
  seq                INTEGER PRIMARY KEY,
  execution_id       TEXT NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
  step_id            TEXT NOT NULL,
  item               INTEGER,
  attempt            INTEGER NOT NULL,
  started_at         TEXT NOT NULL,
  duration_ms        REAL NOT NULL,
  error              TEXT,
  child_execution_id TEXT
);
CREATE INDEX attempts_execution ON attempts (execution_id);
CREATE TABLE tool_calls (
  seq          INTEGER PRIMARY KEY,
  execution_id TEXT NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
  step_id      TEXT NOT NULL,
  item         INTEGER,
  attempt      INTEGER NOT NULL,
  tool         TEXT NOT NULL,
  server       TEXT,
  arguments    TEXT NOT NULL,
  started_at   TEXT NOT NULL,
  duration_ms  REAL NOT NULL,
  error        TEXT
);
CREATE INDEX tool_calls_execution ON tool_calls (execution_id);
CREATE TABLE logs (
  seq          INTEGER PRIMARY KEY,
  execution_id TEXT NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
  at           TEXT NOT NULL,
  level        TEXT NOT NULL,
  component    TEXT NOT NULL,
  step_id      TEXT,
  message      TEXT NOT NULL
);
CREATE INDEX logs_execution ON logs (execution_id);
CREATE TABLE health (id INTEGER PRIMARY KEY CHECK (id = 1), checked_at TEXT NOT NULL);
ALTER TABLE executions ADD COLUMN span_id TEXT;
ALTER TABLE executions ADD COLUMN parent_item INTEGER;
ALTER TABLE executions ADD COLUMN parent_attempt INTEGER;
ALTER TABLE executions ADD COLUMN stop_error TEXT;
ALTER TABLE executions ADD COLUMN recoveries INTEGER NOT NULL DEFAULT 0;      -- since recovered_steps last grew
ALTER TABLE executions ADD COLUMN recovered_steps INTEGER NOT NULL DEFAULT 0; -- recorded when it was last taken over
CREATE INDEX executions_parent ON executions (parent_execution_id) WHERE parent_execution_id IS NOT NULL;
ALTER TABLE executions ADD COLUMN trace_parent TEXT;
CREATE INDEX executions_failed ON executions (status, created_at, seq) WHERE status IN ('failed', 'cancelled', 'timed_out');
INSERT INTO executions (id, workflow, version, status, source, created_at, inputs, steps, definition, owner)
  VALUES ('exec-old', 'notes', '1.0', 'running', 'rest', '2026-01-15T10:30:00.1230000Z', '{}', '[]', 'name: notes', 'engine-0');
INSERT INTO steps (execution_id, id, type, status, attempt, max_attempts, output) VALUES ('exec-old', 'one', 'code', 'completed', 1, 1, '[1]');
INSERT INTO attempts (execution_id, step_id, attempt, started_at, duration_ms) VALUES ('exec-old', 'one', 1, '2026-01-15T10:30:00.2000000Z', 5);
INSERT INTO tool_calls (execution_id, step_id, attempt, tool, arguments, started_at, duration_ms)
  VALUES ('exec-old', 'one', 1, 'old_tool', '{}', '2026-01-15T10:30:00.2000000Z', 5);
PRAGMA user_version = 6;
