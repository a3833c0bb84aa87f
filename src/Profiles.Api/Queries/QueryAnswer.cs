using System.Text.Json;

namespace Profiles.Api.Queries;

/// <summary>Columns and rows; truncated says that there are more rows.</summary>
internal sealed record QueryAnswer(
    IReadOnlyList<QueryAnswer.QueryAnswerColumn> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows,
    bool Truncated, double ElapsedMs)
{
    internal sealed record QueryAnswerColumn(string Name, string Type);
}
