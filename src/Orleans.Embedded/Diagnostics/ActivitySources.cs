namespace Orleans.Diagnostics;

/// <summary>The names under which activities are made.</summary>
public static class ActivitySources
{
    /// <summary>Calls of grains.</summary>
    public const string ApplicationGrainActivitySourceName = "Microsoft.Orleans.Application";
}
