using Orleans.Serialization.Cloning;

namespace Profiles.Contracts.Messages;

/// <summary>Values of Core do not change: within a host the one that was sent is the one that arrives.</summary>
internal sealed class SharedValues : IGeneralizedCopier
{
    public bool IsSupportedType(Type type) => MessageJson.IsSupported(type);

    public object? DeepCopy(object? input, CopyContext context) => input;
}
