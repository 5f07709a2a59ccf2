-- What Orleans keeps of the cluster: who takes part in it, and reminders. Its ADO.NET providers send the statements that they find in OrleansQuery and no
-- others. The keys there, the parameters and the columns that come back are their interface; the tables and the statements are ours.
CREATE TABLE OrleansQuery (
  QueryKey  text PRIMARY KEY,
  QueryText text NOT NULL
);

-- Goes up with each change of the members, which is made only by who knows the one before: so all changes are in one order.
CREATE TABLE cluster_versions (
  cluster text PRIMARY KEY,
  version integer NOT NULL
);

CREATE TABLE cluster_nodes (
  cluster    text NOT NULL REFERENCES cluster_versions ON DELETE CASCADE,
  address    text NOT NULL,
  port       integer NOT NULL,
  generation integer NOT NULL,
  name       text NOT NULL,
  host       text NOT NULL,
  status     integer NOT NULL, -- of Orleans' SiloStatus: 3 is active, 6 dead
  proxy_port integer NOT NULL,
  suspected  text, -- by whom, and when
  started_at timestamptz NOT NULL,
  alive_at   timestamptz NOT NULL,
  PRIMARY KEY (cluster, address, port, generation)
);

CREATE TABLE cluster_reminders (
  service    text NOT NULL,
  grain      text NOT NULL,
  name       text NOT NULL,
  started_at timestamptz NOT NULL,
  period     bigint NOT NULL, -- milliseconds
  hash       integer NOT NULL, -- of the grain: which node keeps the reminder
  version    integer NOT NULL,
  PRIMARY KEY (service, grain, name)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey', $q$
WITH made AS (INSERT INTO cluster_versions (cluster, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
SELECT count(*)::integer FROM made
$q$),
('InsertMembershipKey', $q$
WITH next AS (
  UPDATE cluster_versions v SET version = v.version + 1
  WHERE v.cluster = @DeploymentId AND v.version = @Version AND NOT EXISTS (
    SELECT 1 FROM cluster_nodes n WHERE n.cluster = v.cluster AND n.address = @Address AND n.port = @Port AND n.generation = @Generation)
  RETURNING v.cluster),
made AS (
  INSERT INTO cluster_nodes (cluster, address, port, generation, name, host, status, proxy_port, started_at, alive_at)
  SELECT next.cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM next RETURNING 1)
SELECT count(*)::integer FROM made
$q$),
('UpdateMembershipKey', $q$
WITH next AS (
  UPDATE cluster_versions v SET version = v.version + 1
  WHERE v.cluster = @DeploymentId AND v.version = @Version AND EXISTS (
    SELECT 1 FROM cluster_nodes n WHERE n.cluster = v.cluster AND n.address = @Address AND n.port = @Port AND n.generation = @Generation)
  RETURNING v.cluster),
made AS (
  UPDATE cluster_nodes n SET status = @Status, suspected = @SuspectTimes, alive_at = @IAmAliveTime
  FROM next WHERE n.cluster = next.cluster AND n.address = @Address AND n.port = @Port AND n.generation = @Generation RETURNING 1)
SELECT count(*)::integer FROM made
$q$),
('UpdateIAmAlivetimeKey', $q$
UPDATE cluster_nodes SET alive_at = @IAmAliveTime
WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$q$),
('MembershipReadRowKey', $q$
SELECT v.cluster AS DeploymentId, v.version AS Version, n.address AS Address, n.port AS Port, n.generation AS Generation, n.name AS SiloName, n.host AS HostName,
  n.status AS Status, n.proxy_port AS ProxyPort, n.suspected AS SuspectTimes, n.started_at AS StartTime, n.alive_at AS IAmAliveTime
FROM cluster_versions v LEFT JOIN cluster_nodes n ON n.cluster = v.cluster AND n.address = @Address AND n.port = @Port AND n.generation = @Generation
WHERE v.cluster = @DeploymentId
$q$),
('MembershipReadAllKey', $q$
SELECT v.cluster AS DeploymentId, v.version AS Version, n.address AS Address, n.port AS Port, n.generation AS Generation, n.name AS SiloName, n.host AS HostName,
  n.status AS Status, n.proxy_port AS ProxyPort, n.suspected AS SuspectTimes, n.started_at AS StartTime, n.alive_at AS IAmAliveTime
FROM cluster_versions v LEFT JOIN cluster_nodes n ON n.cluster = v.cluster
WHERE v.cluster = @DeploymentId
$q$),
('DeleteMembershipTableEntriesKey', $q$
DELETE FROM cluster_versions WHERE cluster = @DeploymentId
$q$),
('CleanupDefunctSiloEntriesKey', $q$
DELETE FROM cluster_nodes WHERE cluster = @DeploymentId AND alive_at < @IAmAliveTime AND status <> 3
$q$),
('GatewaysQueryKey', $q$
SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM cluster_nodes
WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
$q$),
('UpsertReminderRowKey', $q$
INSERT INTO cluster_reminders AS r (service, grain, name, started_at, period, hash, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
ON CONFLICT (service, grain, name) DO UPDATE SET
  started_at = EXCLUDED.started_at, period = EXCLUDED.period, hash = EXCLUDED.hash, version = r.version + 1
RETURNING version AS Version
$q$),
('ReadReminderRowsKey', $q$
SELECT grain AS GrainId, name AS ReminderName, started_at AS StartTime, period AS Period, version AS Version FROM cluster_reminders
WHERE service = @ServiceId AND grain = @GrainId
$q$),
('ReadReminderRowKey', $q$
SELECT grain AS GrainId, name AS ReminderName, started_at AS StartTime, period AS Period, version AS Version FROM cluster_reminders
WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName
$q$),
('ReadRangeRows1Key', $q$
SELECT grain AS GrainId, name AS ReminderName, started_at AS StartTime, period AS Period, version AS Version FROM cluster_reminders
WHERE service = @ServiceId AND hash > @BeginHash AND hash <= @EndHash
$q$),
('ReadRangeRows2Key', $q$
SELECT grain AS GrainId, name AS ReminderName, started_at AS StartTime, period AS Period, version AS Version FROM cluster_reminders
WHERE service = @ServiceId AND (hash > @BeginHash OR hash <= @EndHash)
$q$),
('DeleteReminderRowKey', $q$
WITH gone AS (
  DELETE FROM cluster_reminders WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName AND version = @Version RETURNING 1)
SELECT count(*)::integer FROM gone
$q$),
('DeleteReminderRowsKey', $q$
DELETE FROM cluster_reminders WHERE service = @ServiceId
$q$);
