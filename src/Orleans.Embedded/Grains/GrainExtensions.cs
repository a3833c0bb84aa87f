using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity and references of grains.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to this grain through one of its interfaces.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.Class.Runtime.CreateReference<TGrainInterface>(
            reference.Class, reference.GrainId.Key),
        IGrainBase { GrainContext: Activation activation } => activation.Class.Runtime
            .CreateReference<TGrainInterface>(activation.Class, activation.Key),
        _ => throw NotAGrain(grain),
    };

    /// <summary>The identity of a grain or of the grain behind a reference.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase { GrainContext: { } context } => context.GrainId,
        _ => throw NotAGrain(grain),
    };

    /// <summary>The key of a grain by guid.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain) => grain.GetGrainId().GetGuidKey();

    /// <summary>The key of a grain by integer.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain) => grain.GetGrainId().GetIntegerKey();

    /// <summary>The key of a grain by text.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    private static ArgumentException NotAGrain(IAddressable grain) =>
        new($"{grain?.GetType().FullName ?? "null"} is neither a grain nor a grain reference.", nameof(grain));
}
