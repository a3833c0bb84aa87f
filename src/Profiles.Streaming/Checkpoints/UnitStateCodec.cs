using System.Buffers;
using Profiles.Contracts;
using Profiles.Core.Text;
using Profiles.Core.Units;

namespace Profiles.Streaming.Checkpoints;

/// <summary>Core's bytes of a unit's state, for grain storage.</summary>
internal sealed class UnitStateCodec : IStateCodec<UnitState>
{
    private readonly Utf8StringPool _pool = new();

    public UnitState Create() => new();

    public void Write(UnitState state, IBufferWriter<byte> destination) => UnitStateBytes.Write(state, destination);

    public UnitState Read(ReadOnlySpan<byte> bytes) => UnitStateBytes.Read(bytes, _pool);
}
