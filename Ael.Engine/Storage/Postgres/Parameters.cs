using Npgsql;
using NpgsqlTypes;

namespace Ael.Engine.Storage.Postgres;

/// <summary>Values of a statement in the order of $1, $2, ...; text is encoded (<see cref="PostgresText"/>).</summary>
internal static class Parameters
{
    extension(NpgsqlBatchCommand command)
    {
        public NpgsqlBatchCommand Text(params ReadOnlySpan<string?> values)
        {
            foreach (var value in values)
            {
                command.Add(NpgsqlDbType.Text, PostgresText.EncodeOrNull(value));
            }

            return command;
        }

        public NpgsqlBatchCommand Texts(IEnumerable<string?> values) =>
            command.Add(NpgsqlDbType.Array | NpgsqlDbType.Text, values.Select(PostgresText.EncodeOrNull).ToArray());

        public NpgsqlBatchCommand Id(Guid value) => command.Add(NpgsqlDbType.Uuid, (Guid?)value);

        public NpgsqlBatchCommand Number(int? value) => command.Add(NpgsqlDbType.Integer, value);

        public NpgsqlBatchCommand Numbers(IEnumerable<int?> values) => command.Add(NpgsqlDbType.Array | NpgsqlDbType.Integer, values.ToArray());

        public NpgsqlBatchCommand Long(long value) => command.Add(NpgsqlDbType.Bigint, (long?)value);

        public NpgsqlBatchCommand Real(double? value) => command.Add(NpgsqlDbType.Double, value);

        public NpgsqlBatchCommand Reals(IEnumerable<double> values) => command.Add(NpgsqlDbType.Array | NpgsqlDbType.Double, values.ToArray());

        public NpgsqlBatchCommand Time(DateTimeOffset? value) => command.Add(NpgsqlDbType.TimestampTz, value?.ToUniversalTime());

        public NpgsqlBatchCommand Times(IEnumerable<DateTimeOffset> values) =>
            command.Add(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, values.Select(v => v.ToUniversalTime()).ToArray());

        private NpgsqlBatchCommand Add<T>(NpgsqlDbType type, T value)
        {
            command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
            return command;
        }
    }
}
