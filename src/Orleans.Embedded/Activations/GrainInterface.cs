using Orleans.Embedded.Invocation;

namespace Orleans.Embedded.Activations;

/// <summary>A grain interface with the classes that implement it.</summary>
internal sealed class GrainInterface(
    Type type, Func<GrainTarget, GeneratedReference> create, GrainClass[] classes)
{
    public GeneratedReference CreateReference(GrainTarget target) => Array.IndexOf(classes, target.Class) >= 0
        ? create(target)
        : throw new ArgumentException($"{target.Class.Type} does not implement {type}.");

    public GrainClass FindClass(string? classNamePrefix)
    {
        var matching = classNamePrefix is null
            ? classes
            : [.. classes.Where(grain => grain.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal))];
        return matching.Length switch
        {
            1 => matching[0],
            0 => throw new ArgumentException($"No grain class implements {type}."),
            _ => throw new ArgumentException(
                $"{string.Join(", ", matching.Select(grain => grain.Type))} implement {type}; name one by its prefix."),
        };
    }
}
