using System.Text.Json;
using Profiles.Core.Models;

namespace Profiles.Storage.Models;

/// <summary>The states as they are kept.</summary>
internal static class ModelStatesJson
{
    public static byte[] Write(ModelStates states) =>
        JsonSerializer.SerializeToUtf8Bytes(states, ModelStatesContext.Default.ModelStates);

    /// <exception cref="StorageCorruptException">They cannot be read.</exception>
    /// <exception cref="UnsupportedFormatException">A newer release wrote them.</exception>
    public static ModelStates Read(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var states = JsonSerializer.Deserialize(bytes, ModelStatesContext.Default.ModelStates);
            if (states is { FormatVersion: > 1 }) throw new UnsupportedFormatException(name, states.FormatVersion, 1);
            if (states?.Previous is not null && (states.Current is null || ModelManifest.IsVersionName(states.Current)))
                return states;
        }
        catch (JsonException fault)
        {
            throw new StorageCorruptException(name, fault.BytePositionInLine ?? 0, "it is not JSON", fault);
        }

        throw new StorageCorruptException(name, 0, "it names no version properly");
    }
}
