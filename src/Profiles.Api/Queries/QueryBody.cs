using System.Text.Json;

namespace Profiles.Api.Queries;

/// <summary>What an analyst asks, and in which form: json, ndjson, csv or table.</summary>
internal sealed record QueryBody(
    string Sql, IReadOnlyList<JsonElement>? Parameters = null, string? Format = null, int? MaxRows = null);
