namespace Profiles.Benchmarks.Tables;

/// <summary>Writes rows into the tables of a store, by the fastest way that its database has.</summary>
internal interface ITableFill
{
    Task WriteAsync(TableContents contents);
}
