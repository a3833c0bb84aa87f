using Profiles.Streaming.Features;

namespace Profiles.Cli.Exporting;

/// <summary>How exported features are written.</summary>
internal interface IFeatureForm
{
    /// <summary>The bytes of a row, kept until all rows are known.</summary>
    byte[] Encode(FeatureExportRow row);

    /// <summary>Writes the events with their rows, in order.</summary>
    void Write(LabelledEvents events, IReadOnlyList<byte[]> rows, Stream output);
}
