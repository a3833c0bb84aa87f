using Orleans.Storage;

namespace Orleans.Embedded.Storage;

/// <summary>Where the states of one constructor parameter are kept; shared by all activations of a class.</summary>
internal sealed record StatePlace(string StateName, IGrainStorage Storage)
{
    public const string DefaultStorageName = "Default";
}
