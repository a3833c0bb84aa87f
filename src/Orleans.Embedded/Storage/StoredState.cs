using System.Text.Json;

namespace Orleans.Embedded.Storage;

/// <summary>The bytes of a state in the stores that copy: System.Text.Json with the contracts it caches.</summary>
internal static class StoredState
{
    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true };

    public static byte[] Write<T>(T? state) => JsonSerializer.SerializeToUtf8Bytes(state, Options);

    public static T? Read<T>(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<T>(bytes, Options);
}
