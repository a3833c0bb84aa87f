namespace Orleans.Embedded.Sqlite;

/// <summary>Where a SQLite grain storage keeps its states.</summary>
public sealed class SqliteGrainStorageOptions
{
    /// <summary>The database file; made with its folder when it does not exist. <c>grains.db</c> by default.</summary>
    public string Path { get; set; } = "grains.db";
}
