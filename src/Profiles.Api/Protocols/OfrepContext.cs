using System.Text.Json;
using System.Text.Unicode;
using Profiles.Api.Http;
using Profiles.Core.Units;

namespace Profiles.Api.Protocols;

/// <summary>Whom flags are evaluated for, and with what.</summary>
/// <param name="Unit">
/// The user that <c>userId</c> names, or else <c>targetingKey</c>; the device of <c>deviceId</c> where there is no
/// user, or where <c>targetingKey</c> is the same.
/// </param>
/// <param name="Attributes">The whole context, as a JSON object in UTF-8.</param>
internal sealed record OfrepContext(UnitKey Unit, ReadOnlyMemory<byte> Attributes)
{
    /// <summary>Reads <c>{"context":{...}}</c>; why not, where it cannot be.</summary>
    public static (OfrepContext? Context, OfrepError? Error) Read(ReadOnlySpan<byte> body, string tenant)
    {
        if (!Utf8.IsValid(body)) return (null, OfrepError.Parse("The body is not UTF-8."));
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return (null, OfrepError.Parse("The body is no JSON object."));
            var (ids, from, to) = (new Ids(), 0, 0);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isContext = reader.ValueTextEquals("context"u8);
                reader.Read();
                if (isContext && reader.TokenType == JsonTokenType.StartObject)
                {
                    from = (int)reader.TokenStartIndex;
                    ids = Walk(ref reader);
                    to = (int)reader.BytesConsumed;
                }
                else if (isContext) return (null, OfrepError.Context("'context' must be an object."));
                else reader.Skip();
            }

            // Whatever follows the object is refused by the reader.
            reader.Read();
            if (to == 0) return (null, OfrepError.Context("'context' is missing."));
            return ids.UnitOf(tenant, out var unit) is { } error
                ? (null, error)
                : (new OfrepContext(unit, body[from..to].ToArray()), null);
        }
        catch (JsonException exception)
        {
            return (null, OfrepError.Parse(exception.Message));
        }
        catch (InvalidOperationException)
        {
            // A text with half of a surrogate pair, as JavaScript's may have.
            return (null, OfrepError.Context("A text of the context is no Unicode."));
        }
    }

    // Every text is read where it is escaped, so that what is accepted can be read again later.
    private static Ids Walk(ref Utf8JsonReader reader)
    {
        var ids = new Ids();
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String)) continue;
            if (reader.ValueIsEscaped) _ = reader.GetString();
            if (reader.CurrentDepth != depth + 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
            if (reader.ValueTextEquals("targetingKey"u8)) ids.TargetingKey = IdOf(ref reader);
            else if (reader.ValueTextEquals("userId"u8)) ids.UserId = IdOf(ref reader);
            else if (reader.ValueTextEquals("deviceId"u8)) ids.DeviceId = IdOf(ref reader);
        }

        return ids;
    }

    // Null is nobody, as before somebody signs in.
    private static Id IdOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return new Id(reader.GetString(), false);
        var isNull = reader.TokenType == JsonTokenType.Null;
        reader.Skip();
        return new Id(null, !isNull);
    }

    private readonly record struct Id(string? Text, bool IsOfOtherType);

    private struct Ids
    {
        public Id TargetingKey;
        public Id UserId;
        public Id DeviceId;

        public readonly OfrepError? UnitOf(string tenant, out UnitKey unit)
        {
            unit = default;
            var (user, device) = (Given(UserId) ?? Given(TargetingKey), Given(DeviceId));
            if (Given(UserId) is null && user is not null && user == device) user = null;
            var error = Check("targetingKey", TargetingKey) ?? Check("userId", UserId) ?? Check("deviceId", DeviceId);
            if (error is not null) return error;
            if (user is null && device is null) return OfrepError.NoTargetingKey();
            unit = user is not null ? UnitKey.User(tenant, user) : UnitKey.Device(tenant, device!);
            return null;
        }

        private static string? Given(Id id) => string.IsNullOrEmpty(id.Text) ? null : id.Text;

        private static OfrepError? Check(string name, Id id) => id switch
        {
            { IsOfOtherType: true } => OfrepError.Context($"'{name}' must be a text."),
            { Text: { Length: > 0 } text } when UnitPath.Check(name, text) is { } problem =>
                OfrepError.Context(problem.Detail),
            _ => null,
        };
    }
}
