namespace Profiles.Api.Queries;

/// <summary>The views, with the dialect that they are asked in.</summary>
internal sealed record QuerySchemaAnswer(string Database, IReadOnlyList<QuerySchemaAnswer.QueryView> Views)
{
    internal sealed record QueryView(string Name, string Meaning, IReadOnlyList<QueryViewColumn> Columns);

    internal sealed record QueryViewColumn(string Name, string Type, string Meaning);
}
