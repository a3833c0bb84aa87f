using Profiles.Core.Slates;

namespace Profiles.Streaming.Serving;

/// <summary>Keeps what was served, within a bound.</summary>
internal interface ISlateLog
{
    /// <summary>Adds a slate. One caller at a time; what cannot be written is counted, never thrown.</summary>
    void Append(ServedSlate served);

    /// <summary>Lets readers see what was added.</summary>
    void Flush();
}
