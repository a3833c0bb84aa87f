using System.Buffers;
using Profiles.Core.Events;

namespace Profiles.Cli.Importing;

/// <summary>What the lines of a file look like.</summary>
internal interface ILineForm
{
    /// <summary>Writes a line of the file as the JSON that the platform takes.</summary>
    /// <returns>Why it cannot; null where it did.</returns>
    EventRejection? Write(ReadOnlySpan<byte> line, int lineNumber, IBufferWriter<byte> destination);
}
