using System.Globalization;
using System.Text;
using System.Text.Json;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Streaming.DeadLetters;
using DeadLetter = Profiles.Storage.Operations.DeadLetter;
using StableHash = Profiles.Core.Hashing.StableHash;

namespace Profiles.Streaming.EventHubs;

/// <summary>
/// Messages that could not be read, or not whole, as dead letters, and such letters read again. The letter keeps the
/// whole message. What was read of it is counted, and is a duplicate when it is read again.
/// </summary>
/// <remarks>
/// A letter is known by its place in a log. Places in a hub stand apart from those by a negative partition: of
/// partition N of the hub, -1 - N. So a message that is delivered again renews its letter instead of adding one.
/// </remarks>
internal sealed class HubLetters(HubMessageParser parser, IEventIngestion ingestion, TimeProvider time)
    : ILetterReplay
{
    public const string Unreadable = "hub-unreadable";

    private const int MaxReasons = 10;
    private const int HashedPlaces = 1 << 30;

    /// <summary>The letter of a message.</summary>
    /// <param name="partition">The hub's name of the partition.</param>
    /// <param name="message">The whole message.</param>
    /// <param name="rejections">Why not all of it was taken.</param>
    public DeadLetter Of(string partition, HubMessage message, IReadOnlyList<EventRejection> rejections) => new(
        PlaceOf(partition), message.Sequence, $"hub/{partition}", EventId: "", Unreadable,
        string.Join(' ', rejections.Take(MaxReasons)
            .Select(rejection => $"{rejection.Index}: {rejection.Code}: {rejection.Reason}")),
        JsonSerializer.SerializeToUtf8Bytes(message, HubMessageJson.Default.HubMessage), time.GetUtcNow());

    public bool Takes(DeadLetter letter) => letter.Partition < 0;

    public async ValueTask<bool> TryReplayAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var message = JsonSerializer.Deserialize(letter.Payload.Span, HubMessageJson.Default.HubMessage)!;
        if (HubMessageParser.TenantOf(message) is not { } tenant) return false;
        var batch = parser.Parse(message, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (batch.Rejections.Count > 0) return false;
        if (batch.Events.Count > 0) await ingestion.AppendAsync(tenant, batch.Events, cancellationToken);
        return true;
    }

    // Event Hubs names its partitions by number. Names of another hub are hashed, below all numbers.
    private static int PlaceOf(string partition) =>
        int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < HashedPlaces
            ? -1 - number
            : int.MinValue + (int)((ulong)StableHash.Hash128(Encoding.UTF8.GetBytes(partition)) % HashedPlaces);
}
