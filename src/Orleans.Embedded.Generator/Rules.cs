using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator;

/// <summary>What the analyzer reports.</summary>
internal static class Rules
{
    private const string Category = "Grains";

    public static readonly DiagnosticDescriptor MutableMessage = new(
        "EMB001",
        "Messages between grains are immutable",
        "{0} of {1} is {2}, which is not immutable: {3}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "In process the callee gets the very object of the caller, so neither may change it.");

    public static readonly DiagnosticDescriptor MethodShape = new(
        "EMB002",
        "Grain methods return a task",
        "{0} must return Task, Task<T>, ValueTask or ValueTask<T> and be neither generic nor have ref parameters",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor MissingAlias = new(
        "EMB003",
        "Grain interfaces, their methods and wire types have an alias",
        "{0} has no Alias, so renaming it would break callers of another version",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor MissingId = new(
        "EMB004",
        "Members of wire types have an id",
        "{0} has no Id, so it would not be sent to another process",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor OneWayResult = new(
        "EMB005",
        "One-way methods have no result",
        "{0} is one-way, so its caller can get no result",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);
}
