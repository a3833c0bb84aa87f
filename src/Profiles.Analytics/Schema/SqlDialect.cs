namespace Profiles.Analytics.Schema;

/// <summary>Where SQLite and PostgreSQL say the same in different words.</summary>
internal abstract class SqlDialect
{
    public static SqlDialect Sqlite { get; } = new SqliteDialect();

    public static SqlDialect Postgres { get; } = new PostgresDialect();

    /// <summary>The name of the product.</summary>
    public abstract string Name { get; }

    /// <summary>What stands before the name of a table.</summary>
    public abstract string Tables { get; }

    /// <summary>The type of a blob of 16 bytes.</summary>
    public abstract string KeyType { get; }

    public abstract string JsonType { get; }

    /// <summary>What follows the columns of a table that is kept in the order of its primary key.</summary>
    public abstract string Clustered { get; }

    /// <summary>A moment of Unix milliseconds.</summary>
    public abstract string Time(string milliseconds);

    /// <summary>The UTC day of Unix milliseconds.</summary>
    public abstract string Day(string milliseconds);

    public abstract string Hex(string key);

    /// <summary>The smaller and the larger of two values that are not null.</summary>
    public abstract string Least(string left, string right);

    public abstract string Greatest(string left, string right);

    /// <summary>The text of a member of a JSON object, named by a parameter.</summary>
    public abstract string JsonText(string json, string parameter);

    /// <summary>What the parameter of <see cref="JsonText"/> is for a name, which holds no quotation mark.</summary>
    public abstract string JsonName(string name);

    /// <summary>Milliseconds as seconds.</summary>
    public static string Seconds(string milliseconds) => $"cast({milliseconds} as double precision) / 1000";

    private sealed class SqliteDialect : SqlDialect
    {
        public override string Name => "SQLite";

        public override string Tables => "";

        public override string KeyType => "blob";

        public override string JsonType => "text";

        public override string Clustered => " without rowid";

        public override string Time(string milliseconds) =>
            $"strftime('%Y-%m-%dT%H:%M:%fZ', {milliseconds} / 1000.0, 'unixepoch')";

        public override string Day(string milliseconds) => $"date({milliseconds} / 1000, 'unixepoch')";

        public override string Hex(string key) => $"lower(hex({key}))";

        public override string Least(string left, string right) => $"min({left}, {right})";

        public override string Greatest(string left, string right) => $"max({left}, {right})";

        public override string JsonText(string json, string parameter) => $"json_extract({json}, {parameter})";

        public override string JsonName(string name) => $"$.\"{name}\"";
    }

    private sealed class PostgresDialect : SqlDialect
    {
        public override string Name => "PostgreSQL";

        public override string Tables => "profiles_tables.";

        public override string KeyType => "uuid";

        public override string JsonType => "jsonb";

        public override string Clustered => "";

        public override string Time(string milliseconds) =>
            $"(timestamptz 'epoch' + {milliseconds} * interval '1 millisecond')";

        public override string Day(string milliseconds) =>
            $"((timestamptz 'epoch' + {milliseconds} * interval '1 millisecond') at time zone 'UTC')::date";

        public override string Hex(string key) => $"replace({key}::text, '-', '')";

        public override string Least(string left, string right) => $"least({left}, {right})";

        public override string Greatest(string left, string right) => $"greatest({left}, {right})";

        public override string JsonText(string json, string parameter) => $"({json} ->> {parameter})";

        public override string JsonName(string name) => name;
    }
}
