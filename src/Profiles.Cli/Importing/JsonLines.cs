using System.Buffers;
using Profiles.Core.Events;

namespace Profiles.Cli.Importing;

/// <summary>Lines that are JSON already; the target checks them.</summary>
internal sealed class JsonLines : ILineForm
{
    public EventRejection? Write(ReadOnlySpan<byte> line, int lineNumber, IBufferWriter<byte> destination)
    {
        destination.Write(line);
        return null;
    }
}
