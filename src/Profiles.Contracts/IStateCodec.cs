using System.Buffers;

namespace Profiles.Contracts;

/// <summary>The bytes of a grain's state.</summary>
/// <typeparam name="TState">The state.</typeparam>
public interface IStateCodec<TState>
{
    /// <summary>A state as it is before anything happened.</summary>
    TState Create();

    /// <summary>Writes the state.</summary>
    void Write(TState state, IBufferWriter<byte> destination);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of an unknown version, and which.</exception>
    TState Read(ReadOnlySpan<byte> bytes);
}
